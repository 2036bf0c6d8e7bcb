import { conditionsHold, type ConditionBlock } from "./conditions";
import { isLikeInAnyCase, isResourceLike, NOTHING, readPattern, type Context } from "./text";

/*
 * What AWS documents of "Policy evaluation for requests within a single account", written down apart from sandbox/iam and
 * in another way: every statement is asked for itself, and the decision is read off the set of those that apply.
 */

export interface WrittenStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Principal?: WrittenPrincipal;
  readonly NotPrincipal?: WrittenPrincipal;
  readonly Condition?: ConditionBlock;
}
type WrittenPrincipal = "*" | Readonly<Partial<Record<"AWS" | "Service", string | readonly string[]>>>;

export interface WrittenPolicy {
  readonly Version: "2012-10-17" | "2008-10-17";
  readonly Statement: readonly WrittenStatement[];
}

/** Who asks: a session of a role, or an AWS service for itself. */
export type Requester =
  | { readonly account: string; readonly role: string; readonly session: string }
  | { readonly service: string };

export interface Asked {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
  readonly requester: Requester;
}

export interface PoliciesInForce {
  readonly identity: readonly WrittenPolicy[];
  readonly boundary?: WrittenPolicy;
  readonly session?: WrittenPolicy;
  readonly resource?: WrittenPolicy;
}

export type Decision = "allow" | "explicit deny" | "implicit deny";

/** How a resource policy's statement names the requester; from the most direct to the least. */
type Naming = "everyone" | "session" | "service" | "role" | "account";

export function decide(asked: Asked, policies: PoliciesInForce): Decision {
  const allowsOf = (policy: WrittenPolicy | undefined) =>
    policy !== undefined && applying(asked, policy).some(({ Effect }) => Effect === "Allow");
  const all = [...policies.identity, policies.boundary, policies.session, policies.resource];
  const denied = all.some(
    (policy) => policy !== undefined && applying(asked, policy).some(({ Effect }) => Effect === "Deny"),
  );
  if (denied || deniedByNotPrincipal(asked, policies)) {
    return "explicit deny";
  }
  const namings = new Set(
    applying(asked, policies.resource ?? { Version: "2012-10-17", Statement: [] })
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap((statement) => namingsIn(statement.Principal, asked.requester)),
  );
  const withinLimits = [policies.boundary, policies.session].every(
    (limit) => limit === undefined || allowsOf(limit),
  );
  const byIdentity = policies.identity.some(allowsOf) && withinLimits;
  const direct = (["everyone", "session", "service"] as const).some((naming) => namings.has(naming));
  const byRole = namings.has("role") && withinLimits;
  const own = byIdentity && (!needsResourcePolicy(asked) || namings.has("account"));
  return direct || byRole || own ? "allow" : "implicit deny";
}

/** "NotPrincipal with Deny will always deny any IAM principal that has a permissions boundary attached." */
function deniedByNotPrincipal(asked: Asked, { boundary, resource }: PoliciesInForce): boolean {
  if (boundary === undefined || resource === undefined) {
    return false;
  }
  const statements = resource.Statement.filter(({ NotPrincipal }) => NotPrincipal !== undefined);
  const forAnyone = statements.map((statement): WrittenStatement => ({
    ...statement,
    NotPrincipal: undefined,
  }));
  return applying(asked, { ...resource, Statement: forAnyone }).length > 0;
}

/** A key's policy and a role's trust policy must agree before an identity policy counts. */
function needsResourcePolicy({ action, resource }: Asked): boolean {
  return (
    (resource.startsWith("arn:aws:kms:") && resource.split(":").at(5)?.startsWith("key/") === true) ||
    (/^sts:AssumeRole(WithSAML|WithWebIdentity)?$/.test(action) && resource.startsWith("arn:aws:iam:"))
  );
}

function applying(asked: Asked, { Version, Statement }: WrittenPolicy): WrittenStatement[] {
  const variables = Version === "2012-10-17";
  return Statement.filter(
    (statement) =>
      speaksOfAction(asked, statement) &&
      speaksOfResource(asked, statement, variables) &&
      speaksOfRequester(asked, statement) &&
      conditionsHold(statement.Condition ?? {}, asked.context, variables),
  );
}

function speaksOfAction({ action }: Asked, { Action, NotAction }: WrittenStatement): boolean {
  const among = (patterns: string | readonly string[]) =>
    [patterns].flat().some((pattern) => isLikeInAnyCase(action, pattern));
  return Action !== undefined ? among(Action) : !among(NotAction ?? []);
}

/** A trust policy has no resource: it is the role's own. */
function speaksOfResource(asked: Asked, statement: WrittenStatement, variables: boolean): boolean {
  const { Resource, NotResource, Effect } = statement;
  if (Resource === undefined && NotResource === undefined) {
    return true;
  }
  const patterns = [Resource ?? NotResource ?? []]
    .flat()
    .map((text) => readPattern(text, variables ? asked.context : undefined));
  const among = patterns.some((pattern) => isResourceLike(asked.resource, pattern));
  // The guide doesn't say what NotResource leaves out when a variable in it has no value: nothing may be let in by that.
  return Resource !== undefined ? among : !among && !(Effect === "Allow" && patterns.includes(NOTHING));
}

function speaksOfRequester({ requester }: Asked, { Principal, NotPrincipal }: WrittenStatement): boolean {
  if (NotPrincipal !== undefined) {
    return !isExempt(NotPrincipal, requester);
  }
  return Principal === undefined || namingsIn(Principal, requester).length > 0;
}

/** A role's session is exempt only when its account, its role and it itself are all named. */
function isExempt(principal: WrittenPrincipal, requester: Requester): boolean {
  const namings = new Set(namingsIn(principal, requester));
  return (
    namings.has("everyone") ||
    namings.has("service") ||
    (["account", "role", "session"] as const).every((naming) => namings.has(naming))
  );
}

function namingsIn(principal: WrittenPrincipal | undefined, requester: Requester): Naming[] {
  const names = principal === undefined || principal === "*" ? {} : principal;
  const aws = [names.AWS ?? []].flat();
  if (principal === "*" || aws.includes("*")) {
    return ["everyone"];
  }
  if ("service" in requester) {
    return [names.Service ?? []].flat().includes(requester.service) ? ["service"] : [];
  }
  const { account, role, session } = requester;
  const meanings: readonly (readonly [string, Naming])[] = [
    [account, "account"],
    [`arn:aws:iam::${account}:root`, "account"],
    [`arn:aws:iam::${account}:role/${role}`, "role"],
    [`arn:aws:sts::${account}:assumed-role/${role}/${session}`, "session"],
  ];
  return meanings.filter(([name]) => aws.includes(name)).map(([, naming]) => naming);
}
