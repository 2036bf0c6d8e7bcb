import { matchesPattern, parsePattern } from "../sandbox/iam/pattern";
import { type Condition, saysWho } from "./policy-condition";
import { member, UNKNOWN } from "./resource";

/** A statement of a policy as it is written, each element a list. */
export interface Statement {
  /** The `Sid`, or `statement 2`. */
  readonly label: string;
  readonly effect: string;
  readonly actions: readonly string[];
  /** `NotAction` of an Allow lets in everything else. */
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** ARNs, account numbers or `*`. */
  readonly aws: readonly string[];
  /** `lambda.amazonaws.com` */
  readonly services: readonly string[];
  /** ARNs of identity providers, or their names: `accounts.google.com`. */
  readonly federated: readonly string[];
  readonly notPrincipal: boolean;
  readonly conditions: readonly Condition[];
}

/**
 * The statements of a policy, of JSON text or as data; none as long as it is not known. A text that is no policy gives none:
 * AWS refuses it.
 */
export function statementsOf(policy: unknown): readonly Statement[] {
  const document = typeof policy === "string" ? parsed(policy) : policy;
  return list(member(document, "Statement")).map((statement, index) => {
    const element = (name: string): readonly string[] => texts(member(statement, name));
    const principal = member(statement, "Principal");
    const sid = member(statement, "Sid");
    return {
      label: typeof sid === "string" && sid !== "" ? sid : `statement ${index + 1}`,
      effect: element("Effect").join(),
      actions: element("Action"),
      notActions: element("NotAction"),
      resources: element("Resource"),
      notResources: element("NotResource"),
      aws: principal === "*" ? ["*"] : texts(member(principal, "AWS")),
      services: texts(member(principal, "Service")),
      federated: texts(member(principal, "Federated")),
      notPrincipal: member(statement, "NotPrincipal") !== undefined,
      conditions: conditionsOf(member(statement, "Condition")),
    };
  });
}

export function allows(policy: unknown): readonly Statement[] {
  return statementsOf(policy).filter(({ effect }) => effect === "Allow");
}

/** Lets in anybody, of whatever account: a principal `*`, or all but some, and no condition that says who. */
export function isPublic({ effect, aws, notPrincipal, conditions }: Statement): boolean {
  return effect === "Allow" && (notPrincipal || aws.includes("*")) && !conditions.some(saysWho);
}

/** Whether an action of the statement, which may have wildcards, includes an action. Upper and lower case are one. */
export function includesAction({ actions, notActions }: Statement, action: string): boolean {
  const meant = (pattern: string): boolean =>
    matchesPattern(parsePattern(pattern) ?? [], action, { ignoreCase: true });
  return notActions.length > 0 ? !notActions.some(meant) : actions.some(meant);
}

/** Denies whoever comes without TLS the actions; whatever else its condition asks would let some of them through. */
export function deniesPlaintext(statement: Statement, actions: readonly string[]): boolean {
  const [condition] = statement.conditions;
  return (
    statement.effect === "Deny" &&
    statement.aws.includes("*") &&
    statement.conditions.length === 1 &&
    /^Bool(IfExists)?$/.test(condition.operator) &&
    condition.key === "aws:securetransport" &&
    condition.values.join() === "false" &&
    actions.every((action) => includesAction(statement, action))
  );
}

function conditionsOf(conditions: unknown): readonly Condition[] {
  return entries(conditions).flatMap(([operator, keys]) =>
    entries(keys).map(([key, values]) => ({ operator, key: key.toLowerCase(), values: texts(values) })),
  );
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

/** What is neither text, number nor boolean, AWS refuses. */
function texts(value: unknown): readonly string[] {
  return list(value)
    .filter((item) => ["string", "number", "boolean"].includes(typeof item))
    .map(String);
}

function list(value: unknown): readonly unknown[] {
  return value === undefined || value === UNKNOWN ? [] : [value].flat();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
