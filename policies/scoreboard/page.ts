import * as path from "node:path";
import { projectRoot } from "../../sandbox/paths";
import { recordProgram, type RecordOptions } from "../../sandbox/program/record";
import type { RecordedProgram } from "../../sandbox/types";
import { isWaived, type Judged, judgeStack } from "../judge";
import { OUT_OF_SCOPE } from "../out-of-scope";
import { fromRecording } from "../recorded-resources";
import type { Rule } from "../rule";
import { RULES } from "../rules/all";
import { standardOf } from "../standards";
import { WAIVERS } from "../waivers";
import { checkedWaivers, type Waiver } from "../waiver";

/** prod is not evaluated without somebody to tell; who it is changes no rule's verdict. */
const ANY_RECIPIENT = { "stepline:notificationEmails": '["on-call@stepline.internal"]' };

/** What is judged, by its column. */
const JUDGED: Readonly<Record<string, RecordOptions>> = {
  dev: { stack: "dev", config: ANY_RECIPIENT },
  prod: { stack: "prod", config: ANY_RECIPIENT },
  bootstrap: { stack: "example", programDirectory: path.join(projectRoot, "bootstrap") },
};

/** `docs/policies.md`: every rule, and how both environments of this program, and its bootstrap, keep it. */
export async function policiesPage(): Promise<string> {
  const waivers = checkedWaivers(WAIVERS, RULES);
  const boards = new Map<string, Board>();
  for (const [column, program] of Object.entries(JUDGED)) {
    boards.set(column, await boardOf(await recordProgram(program), waivers));
  }
  return [...INTRODUCTION, ...rulesTable(boards), ...outOfScope(), ...waiversTable(waivers)].join("\n");
}

interface Board {
  readonly judged: readonly Judged[];
  readonly types: ReadonlySet<string>;
}

/** Waivers are judged on their last day: the page must not change by itself when one expires. */
async function boardOf(program: RecordedProgram, waivers: readonly Waiver[]): Promise<Board> {
  const resources = fromRecording(program);
  const lastDay = new Date(Math.min(...waivers.map(({ expires }) => Date.parse(expires))));
  return {
    judged: await judgeStack(RULES, resources, waivers, lastDay),
    types: new Set(resources.map(({ type }) => type)),
  };
}

const INTRODUCTION = [
  "# Policies",
  "",
  "<!-- Made by `npx stepline docs` from policies/, from the program as dev and prod declare it, and from bootstrap/: change it there. -->",
  "",
  "`policies/` is a CrossGuard pack. After `npm ci` it needs no install of its own:",
  "",
  "```sh",
  "npx pulumi preview --policy-pack policies",
  "npx pulumi up --policy-pack policies",
  "```",
  "",
  "A mandatory rule fails the preview, and `up` begins with one: nothing is made. An advisory rule is told. A message names the",
  "resource, the value found and the property to set. What only AWS knows is not judged in a preview; it is once it is known.",
  "The rules know no names of this program: they hold for whatever `pipelines/` declares.",
  "",
  "A rule that starts with a control's id (`S3.5`) checks that Security Hub control; its standard is beside it: AWS Foundational",
  "Security Best Practices (FSBP), NIST SP 800-53 Rev. 5, the CIS AWS Foundations Benchmark, PCI DSS or the AWS Resource Tagging",
  "Standard. A control of several standards stands under FSBP where that has it. Others keep controls of checkov (`CKV_AWS_...`),",
  "cdk-nag (`SF1`) and prowler (`glue_etl_...`), or are our `own`. Some are stricter than the control; the sentence says what is",
  "checked.",
  "",
  "## Scoreboard",
  "",
];

function rulesTable(boards: ReadonlyMap<string, Board>): readonly string[] {
  const columns = [...boards.keys()];
  return [
    `| Rule | Controls | Standard | What is checked | Level | ${columns.join(" | ")} |`,
    `| --- | --- | --- | --- | --- |${" --- |".repeat(columns.length)}`,
    ...RULES.map((rule) => {
      const verdicts = [...boards.values()].map((board) => verdict(rule, board));
      const { name, controls, checks, enforcement } = rule;
      return `| \`${name}\` | ${controls.join(", ")} | ${standardOf(controls)} | ${cell(checks)} | ${enforcement} | ${verdicts.join(" | ")} |`;
    }),
    "",
  ];
}

function verdict(rule: Rule, { judged, types }: Board): string {
  const found = judged.filter((each) => each.rule === rule);
  if (found.some((each) => !isWaived(each))) {
    return `**fails** (${found.filter((each) => !isWaived(each)).length})`;
  }
  if (found.length > 0) {
    return "waived";
  }
  return rule.kind === "resource" && !rule.types.some((type) => types.has(type)) ? "none declared" : "passes";
}

function outOfScope(): readonly string[] {
  return [
    "## What no rule checks",
    "",
    "| Control | Standard | Why |",
    "| --- | --- | --- |",
    ...OUT_OF_SCOPE.map(
      ({ control, reason }) => `| ${control} | ${standardOf([control])} | ${cell(reason)} |`,
    ),
    "",
  ];
}

function waiversTable(waivers: readonly Waiver[]): readonly string[] {
  return [
    "## Waivers",
    "",
    "`policies/waivers.ts` says where a rule does not hold: the rule, the environment (the `Environment` tag of the provider's",
    "`defaultTags`, or else the stack's name), the resource by type and name, an owner, a reason, and the last day, at most 400 days",
    "after the first. A waiver of an unknown rule, or without an owner, stops the pack; one that has expired stops the deploy; one",
    "that excuses nothing is told.",
    "",
    "| Rule | Where | Resource | Owner | Why | Until |",
    "| --- | --- | --- | --- | --- | --- |",
    ...waivers.map(
      ({ rule, environments, type, name, owner, reason, expires }) =>
        `| \`${rule}\` | ${environments.join(", ")} | \`${name}\` (${type}) | ${owner} | ${cell(reason)} | ${expires} |`,
    ),
    "",
  ];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
