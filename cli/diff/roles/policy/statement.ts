import { isObject } from "../../../../sandbox/iam/policy-elements";

/**
 * A statement of any policy, read leniently: a review has to show what IAM would refuse, and forms that the sandbox does not
 * model (federated principals, wildcards in principals).
 */
export interface PolicyStatement {
  /** The `Sid`, or `statement 2`. */
  readonly sid: string;
  /** Name of the policy it stands in. */
  readonly policy: string;
  readonly effect: "Allow" | "Deny";
  /** Policy variables mean something: the policy's version is 2012-10-17. */
  readonly variables: boolean;
  readonly actions: Values;
  /** `*` where the policy has no resources: trust. */
  readonly resources: Values;
  /** Absent in policies of roles. */
  readonly principals?: Values;
  readonly conditions: readonly ConditionLine[];
  /** In place of all that: a text that can't be read. It equals itself and nothing else. */
  readonly unreadable?: string;
}

/** `NotAction` and the like are negated. */
export interface Values {
  readonly negated: boolean;
  readonly values: readonly string[];
}

/** One operator and key; it holds when the request's value meets one of the values. */
export interface ConditionLine {
  /** `StringEquals`, `ForAnyValue:StringLikeIfExists` */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * @param document the policy's JSON text; anything else counts as a text that can't be read.
 * @returns nothing when there is no policy.
 */
export function readStatements(document: unknown, policy: string): readonly PolicyStatement[] {
  if (document === undefined || document === null || document === "") {
    return [];
  }
  const parsed = typeof document === "string" ? parseJson(document) : document;
  if (!isObject(parsed) || parsed.Statement === undefined) {
    return [unreadable(document, policy)];
  }
  const variables = parsed.Version === "2012-10-17";
  return [parsed.Statement]
    .flat()
    .map((statement: unknown, index) => readStatement(statement, index, policy, variables));
}

function readStatement(
  statement: unknown,
  index: number,
  policy: string,
  variables: boolean,
): PolicyStatement {
  if (!isObject(statement) || (statement.Effect !== "Allow" && statement.Effect !== "Deny")) {
    return { ...unreadable(statement, policy), sid: `statement ${index + 1}` };
  }
  const { Sid: sid, Effect: effect } = statement;
  const principals = principalsOf(statement);
  return {
    sid: typeof sid === "string" && sid !== "" ? sid : `statement ${index + 1}`,
    policy,
    effect,
    variables,
    actions: element(statement, "Action", (value) => value.toLowerCase()),
    resources: element(statement, "Resource"),
    ...(principals === undefined ? {} : { principals }),
    conditions: conditionsOf(statement.Condition),
  };
}

/** In the place of a policy or statement: a text that can be held against itself alone. */
export function unreadable(document: unknown, policy: string): PolicyStatement {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  const everything: Values = { negated: false, values: ["*"] };
  return {
    ...{ sid: "whole policy", policy, effect: "Allow", variables: false },
    ...{ actions: everything, resources: everything, conditions: [], unreadable: text },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** IAM doesn't tell `s3:getobject` from `s3:GetObject`; what is shown keeps the case of its first writing. */
function element(
  statement: Readonly<Record<string, unknown>>,
  name: "Action" | "Resource",
  same: (value: string) => string = (value) => value,
): Values {
  const negated = statement[name] === undefined && statement[`Not${name}`] !== undefined;
  const written = negated ? statement[`Not${name}`] : (statement[name] ?? "*");
  return { negated, values: distinct(texts(written), same) };
}

const ACCOUNT_ROOT = /^arn:aws:iam::(\d{12}):root$/;

/** `AWS 111122223333`, `Service lambda.amazonaws.com`, `AWS *`: an account has two spellings, everybody too. */
function principalsOf(statement: Readonly<Record<string, unknown>>): Values | undefined {
  const negated = statement.NotPrincipal !== undefined;
  const written = negated ? statement.NotPrincipal : statement.Principal;
  if (written === undefined) {
    return undefined;
  }
  const entries = isObject(written) ? Object.entries(written) : [["AWS", written] as const];
  const values = entries.flatMap(([kind, value]) =>
    texts(value).map((name) => `${kind} ${kind === "AWS" ? name.replace(ACCOUNT_ROOT, "$1") : name}`),
  );
  return { negated, values: distinct(values) };
}

function conditionsOf(block: unknown): readonly ConditionLine[] {
  if (!isObject(block)) {
    return [];
  }
  return Object.entries(block).flatMap(([operator, keys]) =>
    isObject(keys)
      ? Object.entries(keys).map(([key, value]) => ({ operator, key, values: distinct(texts(value)) }))
      : [{ operator, key: "", values: texts(keys) }],
  );
}

function texts(value: unknown): readonly string[] {
  return [value].flat().map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
}

function distinct(
  values: readonly string[],
  same: (value: string) => string = (value) => value,
): readonly string[] {
  return [...new Map([...values].reverse().map((value) => [same(value), value])).values()].reverse();
}
