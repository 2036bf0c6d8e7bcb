import type { AuthorizationCheck } from "../types";
import { matchesPattern, parsePattern } from "./pattern";
import type { IamPolicy } from "./policy";

/** What a run made of one statement of a role; or, without a statement, of what the role was refused. */
export interface StatementUsage {
  readonly roleName: string;
  /** Empty where no statement decided. */
  readonly policy: string;
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `aws`: only AWS itself uses it, so nothing offline can exercise it; `reason` says how. */
  readonly status: "used" | "unused" | "denied" | "aws";
  /** Requests it decided. */
  readonly uses: number;
  /** Actions of a used statement that no request asked for. */
  readonly unusedActions: readonly string[];
  readonly reason?: string;
}

const IN_VPC = "Lambda and Glue attach to the VPC themselves; the sandbox has no network to attach to";
const BY_GLUE = "Glue encrypts the job's logs and publishes its metrics itself; the sandbox does neither";

/** Actions AWS's services do with a role by themselves, out of every client's sight. */
const DONE_BY_AWS: readonly (readonly [pattern: string, reason: string])[] = [
  ["xray:*", "AWS delivers X-Ray traces itself; the sandbox has no X-Ray"],
  ["ec2:CreateNetworkInterface", IN_VPC],
  ["ec2:DeleteNetworkInterface", IN_VPC],
  ["ec2:Describe*", IN_VPC],
  ["ec2:*PrivateIpAddresses", IN_VPC],
  ["glue:GetSecurityConfiguration", BY_GLUE],
  ["logs:AssociateKmsKey", BY_GLUE],
  ["cloudwatch:PutMetricData", BY_GLUE],
];

/** Why nothing offline can use the action; undefined when something can. */
export function doneByAws(action: string): string | undefined {
  return DONE_BY_AWS.find(([pattern]) =>
    matchesPattern(parsePattern(pattern)!, action, { ignoreCase: true }),
  )?.[1];
}

/** Counts what each statement of each role was used for. */
export class UsageLedger {
  /** Role, policy and statement -> action -> requests. */
  private readonly uses = new Map<string, Map<string, number>>();
  private readonly denials = new Map<string, StatementUsage>();

  used(roleName: string, policy: string, sid: string, action: string): void {
    const key = JSON.stringify([roleName, policy, sid]);
    const actions = this.uses.get(key) ?? new Map<string, number>();
    actions.set(action, (actions.get(action) ?? 0) + 1);
    this.uses.set(key, actions);
  }

  denied(roleName: string, { action, resource }: AuthorizationCheck, decidedBy: string): void {
    const key = JSON.stringify([roleName, action, resource, decidedBy]);
    const uses = (this.denials.get(key)?.uses ?? 0) + 1;
    const row = {
      roleName,
      policy: "",
      sid: "",
      actions: [action],
      resources: [resource],
      unusedActions: [],
    };
    this.denials.set(key, { ...row, status: "denied", uses, reason: decidedBy });
  }

  /** Rows of one role: its statements in their order, then what it was refused. */
  rows(roleName: string, policies: readonly IamPolicy[]): StatementUsage[] {
    const rows = policies.flatMap((policy) =>
      policy.statements.map(({ label, actions, resources }): StatementUsage => {
        const used =
          this.uses.get(JSON.stringify([roleName, policy.name, label])) ?? new Map<string, number>();
        const uses = [...used.values()].reduce((sum, count) => sum + count, 0);
        const idle = actions.negated ? [] : actions.values.filter((value) => !isUsed(value, used));
        const reasons = actions.negated ? [undefined] : idle.map(doneByAws);
        const aws = uses === 0 && reasons.every((reason) => reason !== undefined);
        return {
          ...{ roleName, policy: policy.name, sid: label, uses },
          actions: actions.values,
          resources: resources?.values ?? [],
          status: aws ? "aws" : uses === 0 ? "unused" : "used",
          unusedActions: uses === 0 ? [] : idle.filter((_action, index) => reasons[index] === undefined),
          ...(aws ? { reason: reasons[0] } : {}),
        };
      }),
    );
    return [...rows, ...[...this.denials.values()].filter((row) => row.roleName === roleName)];
  }
}

function isUsed(action: string, used: ReadonlyMap<string, number>): boolean {
  const pattern = parsePattern(action)!;
  return [...used.keys()].some((name) => matchesPattern(pattern, name, { ignoreCase: true }));
}
