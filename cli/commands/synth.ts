import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { projectRoot } from "../../sandbox/paths";
import { CommandError } from "../command-error";
import { recordForPeople } from "../synth/record-for-people";
import { MANIFEST, manifestText } from "../synth/manifest";
import { outputFolder, writeFolder } from "../synth/output-folder";
import { type Synthesis, synthesize } from "../synth/synthesize";

export const HELP = `stepline synth --out <dir> [--env <stack>] [--config <key>=<value>]...

Writes what the program of a stack declares, as files for people, linters and
other tools. Asks no cloud; the same program always gives the same bytes.

  --out <dir>             where to: a new or an empty folder, or one with an
                          earlier synthesis, which is replaced.
  --env <stack>           whose Pulumi.<stack>.yaml counts. Default: dev.
  --config <key>=<value>  a configuration value in place of the stack's; may be
                          given more than once. As text: lists as JSON.
  --help                  this text.

What it writes:
  manifest.json            stack, stand-ins for account and region, and the
                           SHA-256 of every other file
  resources.json           every resource: type, name, URN, parent,
                           dependencies, inputs; "[secret]" for secrets
  outputs.json             the stack's outputs
  workflows/<name>.asl.json  definition of every state machine
  roles/<name>.json        trust and policies of every role
  contracts/<id>.json      every data contract as the pipeline's steps read it
  contracts/<id>.sql       SQL of its tables in Redshift
  bundles.json             size and SHA-256 of functions' and Glue jobs' code

Exit status: 0 written; 2 the command could not be carried out.`;

interface Options {
  readonly out: string;
  readonly env: string;
  readonly config: Readonly<Record<string, string>>;
}

/** `stepline synth`. */
export async function run(args: readonly string[]): Promise<number> {
  const { out, env, config } = parseOptions(args);
  const folder = outputFolder(out);
  const program = await recordForPeople({ stack: env, config });
  const synthesis = await synthesize(program);
  const files = new Map([[MANIFEST, manifestText(program, synthesis.files)], ...synthesis.files]);
  writeFolder(folder, files);
  process.stdout.write(`${summary(program.stack, synthesis)}\n${files.size} files in ${out}\n`);
  return 0;
}

function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: { type: "string" },
      env: { type: "string", default: "dev" },
      config: { type: "string", multiple: true, default: [] },
    },
  });
  if (values.out === undefined || values.out === "") {
    throw new CommandError("--out is missing: name the folder to write to, as in --out build/dev.");
  }
  const stacks = stacksOf(projectRoot);
  if (!stacks.includes(values.env)) {
    throw new CommandError(
      `--env "${values.env}" is not a stack of this project, which has ${stacks.join(" and ")}: name one, or add Pulumi.${values.env}.yaml.`,
    );
  }
  return { out: values.out, env: values.env, config: Object.fromEntries(values.config.map(configValue)) };
}

/** Stacks that have a `Pulumi.<stack>.yaml`. */
function stacksOf(directory: string): readonly string[] {
  return fs
    .readdirSync(directory)
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(path.basename(file))?.[1] ?? [])
    .sort();
}

function configValue(given: string): readonly [string, string] {
  const match = /^([A-Za-z0-9_:.-]+)=(.*)$/s.exec(given);
  if (match === null) {
    throw new CommandError(
      `--config "${given}" is no <key>=<value>: write it as --config logRetentionDays=30.`,
    );
  }
  return [match[1], match[2]];
}

function summary(stack: string, { counts, bundleBytes }: Synthesis): string {
  const number = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;
  const kilobytes = (bytes: number): string => `${Math.ceil(bytes / 1000)} KB`;
  return [
    `Stack ${stack}: ${number(counts.resources, "resource")}, ${number(counts.workflows, "workflow")}, ` +
      `${number(counts.roles, "role")}, ${number(counts.contracts, "contract")}`,
    `${number(counts.bundles, "bundle")}: ${kilobytes(bundleBytes.raw)}, ${kilobytes(bundleBytes.gzip)} gzipped`,
  ].join("\n");
}
