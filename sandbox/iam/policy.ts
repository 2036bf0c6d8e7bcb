import type { ConditionOperator } from "./condition-operators";
import { isObject, parseConditions, parseElement, parsePrincipals, parseResources } from "./policy-elements";

/**
 * Where a policy stands: on a role, on a resource, on a role as its trust policy. Decides which elements it must have.
 * A permissions boundary and a session policy are written as identity policies.
 */
export type PolicyKind = "identity" | "resource" | "trust";

/** A policy document checked and brought to one shape: every element a list. */
export interface IamPolicy {
  /** Name the errors and verdicts say: `stepline-dev-marketing-extract/policy`. */
  readonly name: string;
  /** Policy variables are replaced only in 2012-10-17. */
  readonly variables: boolean;
  readonly statements: readonly Statement[];
}

export interface Statement {
  /** The `Sid`, or `statement 2`. */
  readonly label: string;
  readonly effect: "Allow" | "Deny";
  readonly actions: Element;
  /** Absent in trust policies. */
  readonly resources?: Element;
  /** Absent in identity policies. */
  readonly principals?: Principals;
  readonly conditions: readonly Condition[];
}

/** `Action` or, negated, `NotAction`; likewise for resources. */
export interface Element {
  readonly negated: boolean;
  readonly values: readonly string[];
}

export interface Principals {
  readonly negated: boolean;
  /** ARNs, account numbers, or `*`. */
  readonly aws: readonly string[];
  /** `lambda.amazonaws.com` */
  readonly service: readonly string[];
  /** ARNs of identity providers, in trust policies. */
  readonly federated: readonly string[];
}

export interface Condition {
  readonly operator: ConditionOperator;
  /** `aws:SourceArn` */
  readonly key: string;
  readonly values: readonly string[];
}

const ELEMENTS = new Set([
  ...[
    "Sid",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Principal",
    "NotPrincipal",
    "Condition",
  ],
]);

/**
 * Reads a policy document, strictly: what AWS refuses as malformed is refused here.
 *
 * @param json the document's text, or the document.
 * @throws Error naming the policy, the statement and the fix.
 */
export function parsePolicy(json: unknown, name: string, kind: PolicyKind = "identity"): IamPolicy {
  const document = typeof json === "string" ? parseJson(json, name) : json;
  if (!isObject(document)) {
    throw new Error(`IAM policy "${name}" is not a JSON object: give it "Version" and "Statement".`);
  }
  const unknown = Object.keys(document).find((key) => !["Version", "Id", "Statement"].includes(key));
  if (unknown !== undefined) {
    throw new Error(
      `IAM policy "${name}" has an unknown element "${unknown}": allowed are Version, Id and Statement.`,
    );
  }
  const { Version: version = "2008-10-17", Statement: statement } = document;
  if (version !== "2012-10-17" && version !== "2008-10-17") {
    throw new Error(`IAM policy "${name}" has Version ${JSON.stringify(version)}: write "2012-10-17".`);
  }
  const statements = Array.isArray(statement) ? statement : [statement];
  if (statements.length === 0) {
    throw new Error(`IAM policy "${name}" has no statement: add one or remove the policy.`);
  }
  const parsed = statements.map((item: unknown, index) => parseStatement(item, index, name, kind));
  const labels = parsed.map(({ label }) => label);
  const twice = labels.find((label, index) => labels.indexOf(label) !== index);
  if (twice !== undefined) {
    throw new Error(`IAM policy "${name}" has two statements with Sid "${twice}": give one of them another.`);
  }
  return { name, variables: version === "2012-10-17", statements: parsed };
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`IAM policy "${name}" is not JSON (${(error as Error).message}): correct its text.`);
  }
}

function parseStatement(statement: unknown, index: number, policy: string, kind: PolicyKind): Statement {
  const sid = isObject(statement) ? statement.Sid : undefined;
  const label = typeof sid === "string" && sid !== "" ? sid : `statement ${index + 1}`;
  const fail = (problem: string): never => {
    throw new Error(
      `IAM policy "${policy}", ${sid === undefined ? label : `statement "${label}"`}: ${problem}`,
    );
  };
  if (!isObject(statement)) {
    return fail("not an object: write { Effect, Action, Resource }.");
  }
  const unknown = Object.keys(statement).find((key) => !ELEMENTS.has(key));
  if (unknown !== undefined) {
    fail(`unknown element "${unknown}": allowed are ${[...ELEMENTS].join(", ")}.`);
  }
  if (sid !== undefined && typeof sid !== "string") {
    fail(`Sid ${JSON.stringify(sid)} is not text: write letters and digits.`);
  }
  const { Effect: effect } = statement;
  if (effect !== "Allow" && effect !== "Deny") {
    return fail(`Effect is ${JSON.stringify(effect)}: write "Allow" or "Deny".`);
  }
  const actions = parseElement(statement, "Action", fail) ?? fail("no Action: name at least one.");
  const wrong = actions.values.find(
    (action) => action !== "*" && !/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(action),
  );
  if (wrong !== undefined) {
    fail(`action "${wrong}" is not "service:Action": correct it.`);
  }
  const resources = parseResources(statement, kind, fail);
  const principals = parsePrincipals(statement, kind, effect, fail);
  return {
    label,
    effect,
    actions,
    resources,
    principals,
    conditions: parseConditions(statement.Condition, fail),
  };
}
