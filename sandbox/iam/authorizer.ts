import {
  AwsError,
  type AuthorizationCheck,
  type Principal,
  type RecordedProgram,
  type RolePolicies,
  type Verdict,
} from "../types";
import { evaluate, type Decision, type PolicySet } from "./evaluate";
import type { IamPolicy } from "./policy";
import type { Caller } from "./principal";
import { recordedResourcePolicies } from "./recorded-resource-policies";
import { recordedRoles, type RecordedRole } from "./recorded-roles";
import { recordedTags } from "./recorded-tags";
import { UsageLedger, type StatementUsage } from "./usage";

/** A verdict with AWS's words for a refusal. */
export interface Ruling extends Verdict {
  /** `because no identity-based policy allows the s3:GetObject action`; empty when allowed. */
  readonly because: string;
}

/** One decision on a role's call, and the statements it rests on. */
export interface JudgedCall {
  readonly roleName: string;
  readonly action: string;
  readonly resource: string;
  readonly allowed: boolean;
  readonly statements: Decision["statements"];
}

/** A statement of a role, or only one of its actions, that is to count for nothing. */
export interface Withheld {
  readonly roleName: string;
  readonly policy: string;
  readonly sid: string;
  /** As the statement writes it. Default: the whole statement. */
  readonly action?: string;
}

export interface CountedVerdict {
  readonly verdict: Verdict;
  readonly count: number;
}

/** Decides every call of the sandbox by the policies the program declares, and remembers what it decided. */
export class Authorizer {
  private readonly roles: ReadonlyMap<string, RecordedRole>;
  private readonly resourcePolicies: ReadonlyMap<string, IamPolicy>;
  private readonly tags: ReturnType<typeof recordedTags>;
  private readonly ledger = new UsageLedger();
  private readonly operatorCounts = new Map<string, number>();
  private readonly counted = new Map<string, { verdict: Verdict; count: number }>();
  private readonly observers = new Set<(call: JudgedCall) => void>();
  private withheld?: Withheld;

  /** @throws Error when a policy of the program is malformed or not followed by the sandbox. */
  constructor(
    program: RecordedProgram,
    private readonly clock: () => Date = () => new Date(),
  ) {
    this.roles = recordedRoles(program);
    this.resourcePolicies = recordedResourcePolicies(program);
    this.tags = recordedTags(program);
  }

  /** The operator may do everything and leaves no trace in the table; a role what its policies allow. */
  authorize(principal: Principal, check: AuthorizationCheck): Ruling {
    if (principal.kind === "operator") {
      return { ...check, principal, allowed: true, decidedBy: "operator", because: "" };
    }
    const role = this.role(principal.roleArn);
    const decision = this.decide(
      principal,
      check,
      { identity: this.identityOf(role), boundary: role.boundary },
      role.tags,
    );
    const ruling = {
      ...check,
      principal,
      allowed: decision.allowed,
      decidedBy: decision.decidedBy,
      because: decision.because,
    };
    this.remember(role, ruling, decision);
    return ruling;
  }

  /** The operator's calls are counted, not judged. */
  noteOperator(service: string, operation: string): void {
    const key = `${service}:${operation}`;
    this.operatorCounts.set(key, (this.operatorCounts.get(key) ?? 0) + 1);
  }

  /** `s3:PutObject` -> calls of the operator. */
  operatorCalls(): ReadonlyMap<string, number> {
    return this.operatorCounts;
  }

  /** Whether a service may act on a resource by the resource's own policy: SNS on a queue, EventBridge on a topic, either on their key. */
  authorizeService(service: string, check: AuthorizationCheck): Decision {
    return this.decide({ kind: "service", service }, check, { identity: [] }, {});
  }

  /** Whether a role's trust policy lets a caller in. */
  authorizeAssumeRole(caller: Caller, roleArn: string, context: AuthorizationCheck["context"]): Decision {
    const check = { action: "sts:AssumeRole", resource: this.role(roleArn).roleArn, context };
    if (caller.kind === "role") {
      const { allowed, decidedBy, because } = this.authorize(caller, check);
      return { allowed, decidedBy, because, explicit: false, statements: [] };
    }
    return this.decide(caller, check, { identity: [] }, {});
  }

  /**
   * For proofs of least privilege: from the next call on, decides as if the program did not declare the statement, or the one
   * action of it. Undefined: as declared.
   */
  withhold(withheld: Withheld | undefined): void {
    this.withheld = withheld;
  }

  /** Has every decision on a role's call told. @returns what ends it. */
  observe(observer: (call: JudgedCall) => void): () => void {
    this.observers.add(observer);
    return () => this.observers.delete(observer);
  }

  /** Roles the program declares, with their documents. */
  rolePolicies(): RolePolicies[] {
    return [...this.roles.values()].map(({ documents }) => documents);
  }

  /** Every statement of every role: what the run used, didn't use, and was refused. */
  usage(): StatementUsage[] {
    return [...this.roles.values()].flatMap(({ roleName, identity }) => this.ledger.rows(roleName, identity));
  }

  /** Verdicts on roles, equal ones counted. */
  verdicts(): readonly CountedVerdict[] {
    return [...this.counted.values()];
  }

  private identityOf({ roleName, identity }: RecordedRole): readonly IamPolicy[] {
    const { withheld } = this;
    return withheld?.roleName === roleName
      ? identity.map((policy) =>
          policy.name === withheld.policy ? withoutStatement(policy, withheld) : policy,
        )
      : identity;
  }

  private role(arn: string): RecordedRole {
    const role = this.roles.get(arn);
    if (role === undefined) {
      throw new AwsError(
        "AccessDenied",
        `The role ${arn} is not declared by the program: declare it, or correct the ARN.`,
        403,
      );
    }
    return role;
  }

  private decide(
    principal: Caller,
    check: AuthorizationCheck,
    policies: PolicySet,
    tags: Readonly<Record<string, string>>,
  ): Decision {
    const now = this.clock();
    const context: Record<string, string | readonly string[]> = {
      "aws:CurrentTime": now.toISOString(),
      "aws:EpochTime": String(Math.floor(now.getTime() / 1_000)),
      ...check.context,
      ...this.tags.get(check.resource),
    };
    for (const [key, value] of Object.entries(tags)) {
      context[`aws:PrincipalTag/${key}`] = value;
    }
    const vouched = this.tags.has(check.resource) ? ["aws:ResourceTag/"] : [];
    const request = { principal, action: check.action, resource: check.resource, context, vouched };
    return evaluate(request, { ...policies, resource: this.policyOf(check.resource) });
  }

  /** The policy that guards a resource: an object's is its bucket's, a qualified function's the function's. */
  private policyOf(resource: string): IamPolicy | undefined {
    const role = this.roles.get(resource);
    if (role !== undefined) {
      return role.trust;
    }
    const [, , service] = resource.split(":");
    const guarded =
      service === "s3"
        ? resource.split("/")[0]
        : service === "lambda"
          ? resource.split(":").slice(0, 7).join(":")
          : resource.replace(/(:table\/[^/]+)\/index\/.*$/, "$1");
    return this.resourcePolicies.get(guarded);
  }

  private remember(role: RecordedRole, ruling: Ruling, decision: Decision): void {
    const verdict = verdictOf(ruling);
    const key = JSON.stringify([role.roleName, verdict.action, verdict.resource, verdict.decidedBy]);
    const { action, resource, allowed } = verdict;
    for (const observer of this.observers) {
      observer({ roleName: role.roleName, action, resource, allowed, statements: decision.statements });
    }
    const earlier = this.counted.get(key);
    this.counted.set(key, { verdict, count: (earlier?.count ?? 0) + 1 });
    if (!decision.allowed) {
      this.ledger.denied(role.roleName, verdict, verdict.decidedBy);
      return;
    }
    for (const { policy, label } of decision.statements) {
      this.ledger.used(role.roleName, policy, label, verdict.action);
    }
  }
}

function withoutStatement(policy: IamPolicy, { sid, action }: Withheld): IamPolicy {
  const statements = policy.statements.flatMap((statement) => {
    if (statement.label !== sid) {
      return [statement];
    }
    const values = action === undefined ? [] : statement.actions.values.filter((value) => value !== action);
    return values.length === 0 ? [] : [{ ...statement, actions: { ...statement.actions, values } }];
  });
  return { ...policy, statements };
}

/** What is remembered and reported of a ruling. */
export function verdictOf({ action, resource, context, principal, allowed, decidedBy }: Ruling): Verdict {
  return { action, resource, context, principal, allowed, decidedBy };
}

/** The error AWS's services throw for a refusal, before each puts it in its own wire format. */
export function accessDenied({ principal, action, resource, because }: Ruling): AwsError {
  const question = `${principal.arn} is not authorized to perform: ${action} on resource: ${resource}`;
  return new AwsError("AccessDeniedException", `User: ${question} ${because}`, 403);
}
