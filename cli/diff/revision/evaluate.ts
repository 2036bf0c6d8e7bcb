import * as path from "node:path";
import type { RecordedProgram, RecordedResource } from "../../../sandbox/types";
import { AssetReader } from "../../synth/asset-contents";
import { byText } from "../../synth/json";
import { recordForPeople } from "../../synth/record-for-people";
import { type SecretText, shown, shownResource } from "../../synth/shown-resource";
import { CommandError } from "../../command-error";
import type { Snapshot, SnapshotResource } from "../snapshot";
import { encryptedConfig } from "./encrypted-config";
import { KEY_VARIABLE, secretDigest } from "./secret-digest";
import { SecretTexts } from "./secret-texts";

/** What this process tells the one that started it: once, then it ends. */
export type Evaluation = { readonly snapshot: Snapshot } | { readonly error: string };

/**
 * A process of its own, bundled with head's recorder and run beside a revision's modules: evaluates one stack of the revision.
 * Arguments: the module that has Node.js
 * take TypeScript, the revision's folder, the stack.
 */
async function main([loader, directory, stack]: readonly string[]): Promise<void> {
  const key = process.env[KEY_VARIABLE] ?? "";
  // The program is somebody else's: what it does not need, it does not get.
  Reflect.deleteProperty(process.env, KEY_VARIABLE);
  const secrets = new SecretTexts();
  let evaluation: Evaluation;
  try {
    secrets.listen();
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the revision's own, where it has one.
    require(loader);
    evaluation = { snapshot: await evaluate(directory, stack, (secret) => secretDigest(key, secret)) };
  } catch (error) {
    evaluation = { error: secrets.hide(withoutCompiler(messageOf(error, directory))) };
  }
  process.send?.(evaluation, undefined, undefined, () => {
    // What the program left running must not keep the review waiting.
    process.exit(0);
  });
}

async function evaluate(directory: string, stack: string, secretText: SecretText): Promise<Snapshot> {
  const config = encryptedConfig(directory, stack, secretText);
  const program = await recordForPeople({ stack, programDirectory: directory, config });
  const { project, accountId, region } = program;
  return { project, stack, accountId, region, resources: await snapshotResources(program, secretText) };
}

async function snapshotResources(
  { resources }: RecordedProgram,
  secretText: SecretText,
): Promise<readonly SnapshotResource[]> {
  const reader = new AssetReader();
  const all = await Promise.all(
    resources.map(async (resource): Promise<SnapshotResource> => {
      const { secretOutputs = [], options = {}, propertyDependencies, provider } = resource;
      const outputs = await shown(registeredOutputs(resource), secretOutputs, reader, secretText);
      return {
        ...(await shownResource(resource, reader, secretText)),
        options,
        ...(propertyDependencies === undefined ? {} : { propertyDependencies }),
        ...(provider === undefined ? {} : { provider }),
        outputs: outputs as Readonly<Record<string, unknown>>,
      };
    }),
  );
  return all.sort((one, other) => byText(one.urn, other.urn));
}

/** The recorder adds them to a component's inputs. What the provider would make of a resource is no output of the program. */
function registeredOutputs({ custom, inputs, state }: RecordedResource): Readonly<Record<string, unknown>> {
  return custom
    ? {}
    : Object.fromEntries(Object.entries(state).filter(([key, value]) => inputs[key] !== value));
}

/** What went wrong, with paths as the revision has them. A mistake in the code is told with its places in the program. */
function messageOf(error: unknown, directory: string): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  if (error instanceof CommandError) {
    return inRevision(error.message.replace(/\nRequire stack:\n[^]*$/, ""), directory);
  }
  const lines = (error.stack ?? error.message).split("\n");
  return inRevision(
    lines.filter((line) => !/^ +at /.test(line) || isOfProgram(line, directory)).join("\n"),
    directory,
  );
}

/** What the compiler of TypeScript says of itself after what it says of the program. */
function withoutCompiler(message: string): string {
  return message.replace(/\s*\n+Caused by:\n[^]*?\n+Stack backtrace:\n(?: +\d+: .*\n?)*/g, "\n").trimEnd();
}

function isOfProgram(frame: string, directory: string): boolean {
  return frame.includes(directory + path.sep) && !frame.includes(`${path.sep}node_modules${path.sep}`);
}

function inRevision(message: string, directory: string): string {
  return message.replaceAll(directory + path.sep, "").replaceAll(directory, ".");
}

void main(process.argv.slice(2));
