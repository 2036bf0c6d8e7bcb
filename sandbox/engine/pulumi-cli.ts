import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { stateDirectory } from "../paths";

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

/**
 * The Pulumi CLI: of the PATH; else the one that was kept; else built from its Go modules, or downloaded by the Automation
 * API's installer, and kept. Processes that need it at the same time wait for one of them.
 *
 * @throws NoPulumiCli
 */
export async function pulumiCli(options: FindOptions = {}): Promise<PulumiCli> {
  const { directory = stateDirectory(), say = () => undefined } = options;
  const { install = (root: string) => PulumiCommand.install({ root }) } = options;
  const onPath = (process.env.PATH ?? "")
    .split(path.delimiter)
    .find((folder) => folder !== "" && fs.existsSync(path.join(folder, "pulumi")));
  if (onPath !== undefined) {
    return { folder: onPath, command: await working(path.join(onPath, "pulumi")) };
  }
  const root = path.join(directory, `pulumi-${VERSION}`);
  const folder = path.join(root, "bin");
  const file = path.join(folder, "pulumi");
  if (!fs.existsSync(file)) {
    fs.mkdirSync(root, { recursive: true });
    const { withLock } = await import("../../cli/install/lock.mjs");
    await withLock(path.join(root, "lock"), async () => {
      if (!fs.existsSync(file)) {
        await obtain(root, say, install);
      }
    });
  }
  return { folder, command: await working(file, root) };
}

/** @param root Of a CLI that isn't on the PATH. */
async function working(file: string, root?: string): Promise<PulumiCommand> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-home-"));
  const { PULUMI_HOME } = process.env;
  try {
    // It asks for the CLI's version, which leaves a log in PULUMI_HOME: not in the user's. The process is started before this goes on.
    process.env.PULUMI_HOME = home;
    const command = PulumiCommand.get(root === undefined ? {} : { root });
    restore("PULUMI_HOME", PULUMI_HOME);
    return await command;
  } catch (error) {
    throw new NoPulumiCli(`${file} does not run (${lastLine(error)}): remove it, or install another.`);
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}

function restore(variable: string, value: string | undefined): void {
  if (value === undefined) {
    Reflect.deleteProperty(process.env, variable);
  } else {
    process.env[variable] = value;
  }
}

/** @throws NoPulumiCli with the reason of either way */
async function obtain(
  root: string,
  say: (line: string) => void,
  install: (root: string) => Promise<unknown>,
): Promise<void> {
  const reasons: string[] = [];
  // The installer puts the SDK's version in place: it may be an older one than `VERSION`.
  for (const way of [build, install]) {
    try {
      await way(root, say);
      return;
    } catch (error) {
      reasons.push(lastLine(error));
    }
  }
  throw new NoPulumiCli(
    `There is no Pulumi CLI on the PATH, it can't be built (${reasons[0]}), and it can't be downloaded (${reasons[1]}): ` +
      "install it, or Go.",
  );
}

/** Built beside its place and moved there whole: what is there works. */
async function build(root: string, say: (line: string) => void): Promise<void> {
  await run("go", ["version"], root);
  say(`building the Pulumi CLI ${VERSION} from its Go modules, once: about three minutes`);
  const module = path.join(root, "module");
  fs.rmSync(module, { recursive: true, force: true });
  fs.mkdirSync(module);
  try {
    await run("go", ["mod", "init", "pulumi-cli"], module);
    await run("go", ["get", `${PACKAGE}@v${VERSION}`], module);
    // Without its version the Automation API refuses it; nobody debugs it.
    const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${VERSION}`;
    await run("go", ["build", "-ldflags", flags, "-o", path.join(module, "pulumi"), PACKAGE], module);
    fs.mkdirSync(path.join(root, "bin"), { recursive: true });
    fs.renameSync(path.join(module, "pulumi"), path.join(root, "bin", "pulumi"));
  } finally {
    fs.rmSync(module, { recursive: true, force: true });
  }
}

const PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";

async function run(command: string, args: readonly string[], directory: string): Promise<void> {
  try {
    await promisify(execFile)(command, [...args], {
      cwd: directory,
      env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=mod", GOWORK: "off" },
      maxBuffer: 64 << 20,
    });
  } catch (error) {
    const { code, stderr } = error as { readonly code?: unknown; readonly stderr?: string };
    throw new Error(code === "ENOENT" ? `${command} isn't installed` : (stderr ?? String(error)));
  }
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
