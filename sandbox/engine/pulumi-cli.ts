import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { version as SDK_VERSION } from "@pulumi/pulumi/version";
import { stateDirectory } from "../paths";
import { buildCli } from "./build-cli";
import { holdEngineEnvironment } from "./engine-environment";

/** The newest that the Go module proxy serves with everything it needs. */
const VERSION = "3.250.0";

/** There is no Pulumi CLI, and none can be had: the message is one line, with every way that was tried. */
export class NoPulumiCli extends Error {
  public override readonly name = "NoPulumiCli";
}

export interface PulumiCli {
  /** Where the file `pulumi` is. */
  readonly folder: string;
  /** For the Automation API. */
  readonly command: PulumiCommand;
}

export interface FindOptions {
  /** Told once when a build or a download begins. */
  readonly say?: (line: string) => void;
  /** Folder to keep a CLI in. Default: `.stepline`. */
  readonly directory?: string;
  /** Puts a CLI into `<root>/bin`. Default: the Automation API's installer, from the internet. */
  readonly install?: (root: string) => Promise<unknown>;
}

/** A CLI that is there, or why none is: a reason for each that was looked at. */
export type Present = { readonly cli: PulumiCli } | { readonly reasons: readonly string[] };

/**
 * The Pulumi CLI: of the PATH, if it works and is no older than the SDK; else the one that was kept; else built from its Go
 * modules, or downloaded by the Automation API's installer, and kept. Processes that need it at the same time wait for one of
 * them.
 *
 * @throws NoPulumiCli
 */
export async function pulumiCli(options: FindOptions = {}): Promise<PulumiCli> {
  const { directory = stateDirectory(), say = () => undefined } = options;
  const { install = (root: string) => PulumiCommand.install({ root }) } = options;
  const present = await presentCli(directory);
  if ("cli" in present) {
    return present.cli;
  }
  const { root, folder, file } = keptIn(directory);
  if (isExecutable(file)) {
    throw new NoPulumiCli(
      `No Pulumi CLI works: ${present.reasons.join("; ")}. Remove ${root}, and try again.`,
    );
  }
  fs.mkdirSync(root, { recursive: true });
  const { withLock } = await import("../../cli/install/lock.mjs");
  await withLock(path.join(root, "lock"), async () => {
    if (!isExecutable(file)) {
      await obtain(root, present.reasons, say, install);
    }
  });
  const cli = await working(file, root);
  if (typeof cli === "string") {
    throw new NoPulumiCli(
      `The Pulumi CLI was put in place and doesn't work: ${cli}. Remove ${root}, and try again.`,
    );
  }
  return { folder, command: cli };
}

/** One that is there already: nothing is built or downloaded. */
export async function presentCli(directory = stateDirectory()): Promise<Present> {
  const reasons: string[] = [];
  const onPath = (process.env.PATH ?? "")
    .split(path.delimiter)
    .find((each) => each !== "" && isExecutable(path.join(each, "pulumi")));
  const { root, folder: keptFolder, file } = keptIn(directory);
  const places: readonly (readonly [string | undefined, string | undefined])[] = [
    [onPath, undefined],
    [isExecutable(file) ? keptFolder : undefined, root],
  ];
  for (const [folder, rootOfIt] of places) {
    if (folder !== undefined) {
      const command = await working(path.join(folder, "pulumi"), rootOfIt);
      if (typeof command !== "string") {
        return { cli: { folder, command } };
      }
      reasons.push(command);
    }
  }
  return { reasons };
}

function keptIn(directory: string): {
  readonly root: string;
  readonly folder: string;
  readonly file: string;
} {
  const root = path.join(directory, `pulumi-${VERSION}`);
  const folder = path.join(root, "bin");
  return { root, folder, file: path.join(folder, "pulumi") };
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * The command, or why it is of no use.
 *
 * @param root Of a CLI that isn't on the PATH.
 */
async function working(file: string, root?: string): Promise<PulumiCommand | string> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-home-"));
  const letGo = holdEngineEnvironment();
  try {
    // It is asked for its version, which leaves a log in PULUMI_HOME: not in the user's. The process is started before this
    // goes on.
    process.env.PULUMI_HOME = home;
    const asked = PulumiCommand.get({ ...(root === undefined ? {} : { root }), skipVersionCheck: true });
    Reflect.deleteProperty(process.env, "PULUMI_HOME");
    const command = await asked;
    if (command.version === null) {
      return `${file} doesn't tell its version`;
    }
    return command.version.compare(SDK_VERSION) < 0
      ? `${file} is ${command.version.version}, older than the SDK, ${SDK_VERSION}`
      : command;
  } catch (error) {
    return `${file} does not run (${lastLine(error)})`;
  } finally {
    letGo();
    fs.rmSync(home, { recursive: true, force: true });
  }
}

/** @throws NoPulumiCli with the reason of either way, after those of what was there */
async function obtain(
  root: string,
  before: readonly string[],
  say: (line: string) => void,
  install: (root: string) => Promise<unknown>,
): Promise<void> {
  const reasons: string[] = [];
  // The installer puts the SDK's version in place: it may be an older one than `VERSION`.
  for (const way of [() => buildCli(root, VERSION, say), () => install(root)]) {
    try {
      await way();
      return;
    } catch (error) {
      reasons.push(lastLine(error));
    }
  }
  const onPath = before.length === 0 ? "There is no Pulumi CLI on the PATH" : before.join("; ");
  throw new NoPulumiCli(
    `${onPath}, it can't be built (${reasons[0]}), and it can't be downloaded (${reasons[1]}): ` +
      `install the Pulumi CLI ${SDK_VERSION} or newer, or Go.`,
  );
}

function lastLine(error: unknown): string {
  return (
    (error as Error).message
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .at(-1) ?? "no reason given"
  );
}
