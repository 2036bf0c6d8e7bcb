import { isKnownKey } from "./condition-keys";
import { holds, RequestContext } from "./conditions";
import { matchesPattern, matchesResource, parsePattern, variablesOf } from "./pattern";
import type { Element, IamPolicy, Statement } from "./policy";
import { principalContext, reach, type Caller, type Reach } from "./principal";

export interface EvaluationRequest {
  readonly principal: Caller;
  /** `s3:GetObject` */
  readonly action: string;
  /** ARN, or `*` for an action without resource types. */
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  /**
   * Beginnings of condition keys that `context` is complete in, besides those of the sandbox's own calls: what it does not name, the request
   * does not carry. `aws:RequestTag/`
   */
  readonly vouched?: readonly string[];
}

export interface PolicySet {
  readonly identity: readonly IamPolicy[];
  /** Bucket, topic, queue, key or trust policy of the resource. */
  readonly resource?: IamPolicy;
  readonly boundary?: IamPolicy;
  readonly session?: IamPolicy;
}

export interface MatchedStatement {
  readonly policy: string;
  readonly label: string;
}

export interface Decision {
  readonly allowed: boolean;
  /** A Deny statement decided. */
  readonly explicit: boolean;
  /** `ReadRaw of policy stepline-dev-extract`, or `implicit deny: no identity-based policy allows the s3:GetObject action`. */
  readonly decidedBy: string;
  /** The reason in AWS's words, to follow "is not authorized to perform ... on resource ..."; empty when allowed. */
  readonly because: string;
  /** Every statement that lets the request in, or the one that denies it. */
  readonly statements: readonly MatchedStatement[];
}

type Role = "identity" | "resource" | "boundary" | "session";

const WORDS: Readonly<Record<Role, readonly [article: string, name: string]>> = {
  identity: ["an", "identity-based policy"],
  resource: ["a", "resource-based policy"],
  boundary: ["a", "permissions boundary"],
  session: ["a", "session policy"],
};

/**
 * Decides a request within one account as IAM does: an explicit deny anywhere wins; then identity or resource policy must allow, and a
 * boundary and a session policy, where there are any, too. KMS keys and roles are entered only through their own policy: it allows the caller,
 * or names the account root and leaves it to the identity policies.
 */
export function evaluate(request: EvaluationRequest, policies: PolicySet): Decision {
  const context = new RequestContext(request.context, principalContext(request.principal));
  const found: Match[] = [];
  for (const [role, policy] of everyPolicy(policies)) {
    for (const statement of policy.statements) {
      const bounded = policies.boundary !== undefined;
      const match = matchStatement(statement, { role, policy, bounded }, request, context);
      if (match?.problem !== undefined) {
        return denied("implicit deny", `${match.label} of policy ${policy.name}: ${match.problem}`, [match]);
      }
      if (match !== undefined) {
        found.push(match);
      }
    }
  }
  const denial = found.find(({ effect }) => effect === "Deny");
  if (denial !== undefined) {
    const because = `with an explicit deny in ${WORDS[denial.role].join(" ")}`;
    const decidedBy = `explicit deny: ${denial.label} of policy ${denial.policy}`;
    return { allowed: false, explicit: true, decidedBy, because, statements: [denial] };
  }
  return weigh(request, policies, found);
}

function everyPolicy({ identity, resource, boundary, session }: PolicySet): [Role, IamPolicy][] {
  const policies = identity.map((policy): [Role, IamPolicy] => ["identity", policy]);
  for (const [role, policy] of Object.entries({ resource, boundary, session })) {
    if (policy !== undefined) {
      policies.push([role as Role, policy]);
    }
  }
  return policies;
}

/** No statement denies: does enough of them allow? */
function weigh(request: EvaluationRequest, policies: PolicySet, found: readonly Match[]): Decision {
  const by = (role: Role) => found.filter((match) => match.role === role);
  const direct = by("resource").filter(({ reach }) => reach !== "account");
  const delegated = by("resource").filter(({ reach }) => reach === "account");
  // A grant to the very session or to everyone is bounded by nothing; one to its role is (IAM user guide, "Policy evaluation for requests
  // within a single account").
  const bounded = direct.every(({ reach }) => reach === "role");
  for (const role of bounded ? (["boundary", "session"] as const) : []) {
    if (policies[role] !== undefined && by(role).length === 0) {
      return denied("implicit deny", `no ${WORDS[role][1]} allows the ${request.action} action`);
    }
  }
  const gated = isGated(request);
  const identity = gated && delegated.length === 0 ? [] : by("identity");
  const grants = [...identity, ...direct, ...(identity.length > 0 ? delegated : [])];
  if (grants.length === 0) {
    const missing = gated && delegated.length === 0 ? "resource" : "identity";
    return denied("implicit deny", `no ${WORDS[missing][1]} allows the ${request.action} action`);
  }
  const [first] = grants as [Match];
  const statements = [...grants, ...by("boundary"), ...by("session")];
  return {
    allowed: true,
    explicit: false,
    decidedBy: `${first.label} of policy ${first.policy}`,
    because: "",
    statements,
  };
}

/** Keys and roles: without a policy of theirs that admits the caller, an identity policy is worth nothing. */
function isGated({ action, resource }: EvaluationRequest): boolean {
  return /^arn:[^:]+:kms:[^:]*:[^:]*:key\//.test(resource) || /^sts:AssumeRole/i.test(action);
}

function denied(kind: string, reason: string, statements: readonly MatchedStatement[] = []): Decision {
  return {
    allowed: false,
    explicit: false,
    decidedBy: `${kind}: ${reason}`,
    because: `because ${reason}`,
    statements,
  };
}

interface Match extends MatchedStatement {
  readonly role: Role;
  readonly effect: "Allow" | "Deny";
  /** How a resource policy means the caller. */
  readonly reach?: Reach;
  /** The statement is about this request, but can't be judged. */
  readonly problem?: string;
}

/** Where a statement stands, and whether the caller has a permissions boundary. */
interface Place {
  readonly role: Role;
  readonly policy: IamPolicy;
  readonly bounded: boolean;
}

/** The statement as a match, when it applies to the request. */
function matchStatement(
  statement: Statement,
  { role, policy, bounded }: Place,
  request: EvaluationRequest,
  context: RequestContext,
): Match | undefined {
  const { label, effect, actions, resources, principals, conditions } = statement;
  const meant = principals === undefined ? undefined : reach(principals, request.principal, bounded);
  if (principals !== undefined && meant === undefined) {
    return undefined;
  }
  if (!matchesAction(actions, request.action)) {
    return undefined;
  }
  const match = { role, effect, label, policy: policy.name, reach: meant };
  const isUnknown = (key: string): boolean => !isKnownKey(key) && !isVouched(key, request);
  const strange = (policy.variables ? keysOf(statement) : conditions.map(({ key }) => key)).filter(isUnknown);
  const applies =
    resources === undefined || matchesResources(resources, request.resource, policy, effect, context);
  if (!applies) {
    const unjudged = resources.values.flatMap(variablesOf).find(isUnknown);
    return policy.variables && unjudged !== undefined
      ? { ...match, problem: unknownKey(unjudged) }
      : undefined;
  }
  if (strange.length > 0) {
    return { ...match, problem: unknownKey(strange[0]) };
  }
  const outcomes = conditions.map((condition) => holds(condition, context, policy.variables));
  if (outcomes.includes(false)) {
    return undefined;
  }
  const unjudged = outcomes.find((outcome) => typeof outcome !== "boolean");
  return unjudged === undefined ? match : { ...match, problem: unjudged.problem };
}

function matchesAction({ values, negated }: Element, action: string): boolean {
  return (
    negated !== values.some((value) => matchesPattern(parsePattern(value)!, action, { ignoreCase: true }))
  );
}

function matchesResources(
  { values, negated }: Element,
  resource: string,
  policy: IamPolicy,
  effect: "Allow" | "Deny",
  context: RequestContext,
): boolean {
  const patterns = values.map((value) => parsePattern(value, policy.variables ? context.lookup : undefined));
  // What isn't excluded because its variable has no value must not be let in by that.
  if (negated && effect === "Allow" && patterns.includes(undefined)) {
    return false;
  }
  return negated !== patterns.some((pattern) => pattern !== undefined && matchesResource(pattern, resource));
}

function keysOf({ resources, conditions }: Statement): string[] {
  const texts = [...(resources?.values ?? []), ...conditions.flatMap(({ values }) => values)];
  return [...conditions.map(({ key }) => key), ...texts.flatMap(variablesOf)];
}

function isVouched(key: string, { vouched = [] }: EvaluationRequest): boolean {
  return vouched.some((beginning) => key.toLowerCase().startsWith(beginning.toLowerCase()));
}

function unknownKey(key: string): string {
  return `the sandbox doesn't know the condition key "${key}" and can't judge the statement: teach it (sandbox/iam/condition-keys.ts)`;
}
