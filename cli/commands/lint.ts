import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { findingText } from "../../components/workflow/lint/finding";
import { lintWorkflow } from "../../components/workflow/lint/lint";
import { projectRoot } from "../../sandbox/paths";
import { CommandError } from "../command-error";
import { parseLintOptions } from "../lint/lint-options";
import { type LintedMachines, lintProgram } from "../lint/lint-program";
import { recordForPeople } from "../synth/record-for-people";

export const HELP = `stepline lint [--env <stack>]... [--json]
stepline lint --file <asl.json> [--name <name>] [--options <json>] [--json]

Checks workflows before they are deployed: those that the program of a stack
declares, or one in a file, in any flavour of the Amazon States Language.
docs/workflow-linter.md says what is asked. Asks no cloud.

  --env <stack>     whose Pulumi.<stack>.yaml counts; may be given more than
                    once. Default: dev.
  --file <file>     a definition as JSON, in place of the program.
  --name <name>     of that machine. Default: the file's, up to its first dot.
  --options <file>  what that definition can't say about itself, as JSON:
                    machineType, businessErrors, failuresReportedBy, children,
                    exemptions; rule.ts of the linter explains them.
  --json            findings as JSON: rule, workflow, state, field, message and
                    fix.
  --help            this text.

Exit status: 0 nothing is wrong; 1 something is; 2 the command could not be
carried out.`;

/** `stepline lint`. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      env: { type: "string", multiple: true },
      file: { type: "string" },
      name: { type: "string" },
      options: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const { file, name, options } = values;
  if (file !== undefined) {
    if (values.env !== undefined) {
      throw new CommandError("--env and --file exclude each other: lint the program, or the file.");
    }
    return report([lintFile(file, name, options)], values.json);
  }
  const alone = name !== undefined ? "--name" : options !== undefined ? "--options" : undefined;
  if (alone !== undefined) {
    throw new CommandError(`${alone} is about a file: name it with --file.`);
  }
  const linted: LintedMachines[] = [];
  for (const stack of (values.env ?? ["dev"]).map(existingStack)) {
    linted.push(await lintProgram(() => recordForPeople({ stack })));
  }
  return report(linted, values.json);
}

function report(linted: readonly LintedMachines[], asJson: boolean): number {
  const findings = linted.flatMap((each) => each.findings);
  const machines = linted.flatMap((each) => each.machines);
  const lines = asJson
    ? [JSON.stringify(findings, null, 2)]
    : [...findings.map(findingText), `${counted(machines, "workflow")}, ${counted(findings, "finding")}`];
  process.stdout.write(`${lines.join("\n")}\n`);
  return findings.length === 0 ? 0 : 1;
}

function counted(things: readonly unknown[], one: string): string {
  return `${things.length} ${one}${things.length === 1 ? "" : "s"}`;
}

function lintFile(file: string, given: string | undefined, optionsFile: string | undefined): LintedMachines {
  const name = given ?? path.basename(file).split(".")[0];
  const options =
    optionsFile === undefined ? {} : parseLintOptions(optionsFile, readJson("--options", optionsFile));
  return { machines: [name], findings: lintWorkflow(name, readJson("--file", file), options) };
}

/** @throws CommandError naming the option when there is no such file, or it holds no JSON object */
function readJson(option: string, file: string): object {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new CommandError(`${option} ${file} can't be read: ${(error as Error).message}. Name a file.`);
  }
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value;
    }
  } catch (error) {
    throw new CommandError(`${option} ${file} is no JSON: ${(error as Error).message}. Repair it.`);
  }
  throw new CommandError(`${option} ${file} holds no JSON object: write one, as in {"StartAt": …}.`);
}

function existingStack(stack: string): string {
  if (!fs.existsSync(path.join(projectRoot, `Pulumi.${stack}.yaml`))) {
    throw new CommandError(
      `--env "${stack}" is not a stack of this project: take one that has a Pulumi.<stack>.yaml.`,
    );
  }
  return stack;
}
