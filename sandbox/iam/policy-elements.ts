import { parseOperator } from "./condition-operators";
import type { Condition, Element, PolicyKind, Principals } from "./policy";

/** Stops with a problem of the statement. */
export type Fail = (problem: string) => never;

export function parseElement(
  statement: Record<string, unknown>,
  name: "Action" | "Resource",
  fail: Fail,
): Element | undefined {
  const [plain, not] = [statement[name], statement[`Not${name}`]];
  if (plain !== undefined && not !== undefined) {
    fail(`both ${name} and Not${name}: keep one.`);
  }
  if (plain === undefined && not === undefined) {
    return undefined;
  }
  const values = stringList(plain ?? not);
  if (values === undefined || values.length === 0) {
    return fail(
      `${plain === undefined ? `Not${name}` : name} is not text or a list of texts: name at least one.`,
    );
  }
  return { negated: plain === undefined, values };
}

export function parseResources(
  statement: Record<string, unknown>,
  kind: PolicyKind,
  fail: Fail,
): Element | undefined {
  const resources = parseElement(statement, "Resource", fail);
  if (kind === "trust") {
    return resources === undefined ? undefined : fail("a trust policy has no Resource: remove it.");
  }
  if (resources === undefined) {
    return fail("no Resource: name at least one ARN.");
  }
  const wrong = resources.values.find((resource) => resource !== "*" && !resource.startsWith("arn:"));
  if (wrong !== undefined) {
    fail(`resource "${wrong}" is not an ARN or "*": write the ARN.`);
  }
  return resources;
}

export function parsePrincipals(
  statement: Record<string, unknown>,
  kind: PolicyKind,
  effect: string,
  fail: Fail,
): Principals | undefined {
  const { Principal: plain, NotPrincipal: not } = statement;
  if (kind === "identity") {
    return plain === undefined && not === undefined
      ? undefined
      : fail("an identity policy has no Principal: remove it.");
  }
  if ((plain === undefined) === (not === undefined)) {
    return fail("write exactly one of Principal and NotPrincipal.");
  }
  if (not !== undefined && effect === "Allow") {
    return fail("NotPrincipal with Allow is not supported by IAM: list the principals, or deny.");
  }
  const negated = plain === undefined;
  const value = plain ?? not;
  if (value === "*") {
    return { negated, aws: ["*"], service: [], federated: [] };
  }
  if (!isObject(value)) {
    return fail(
      `Principal ${JSON.stringify(value)} is not "*" or an object: write { AWS }, { Service } or { Federated }.`,
    );
  }
  const other = Object.keys(value).find((key) => !["AWS", "Service", "Federated"].includes(key));
  if (other !== undefined) {
    fail(`principal type "${other}" is not modelled by the sandbox: use AWS, Service or Federated.`);
  }
  if (value.Federated !== undefined && kind !== "trust") {
    fail("Principal.Federated is of trust policies only: name the role that is assumed.");
  }
  const aws = stringList(value.AWS ?? []) ?? fail("Principal.AWS is not text or a list of texts.");
  const service =
    stringList(value.Service ?? []) ?? fail("Principal.Service is not text or a list of texts.");
  const federated =
    stringList(value.Federated ?? []) ?? fail("Principal.Federated is not text or a list of texts.");
  const wild = [...aws, ...service, ...federated].find((entry) => entry !== "*" && /[*?]/.test(entry));
  if (wild !== undefined) {
    fail(
      `principal "${wild}" has a wildcard: write the ARN, or "*" with an ArnLike condition on aws:PrincipalArn.`,
    );
  }
  if (aws.length + service.length + federated.length === 0) {
    fail("Principal names nobody: name at least one.");
  }
  return { negated, aws, service, federated };
}

export function parseConditions(block: unknown, fail: Fail): Condition[] {
  if (block === undefined) {
    return [];
  }
  if (!isObject(block)) {
    return fail("Condition is not an object: write { operator: { key: value } }.");
  }
  return Object.entries(block).flatMap(([name, keys]) => {
    const operator =
      parseOperator(name) ?? fail(`unknown condition operator "${name}": see IAM's list of operators.`);
    if (!isObject(keys)) {
      return fail(`condition ${name} is not an object: write { key: value }.`);
    }
    return Object.entries(keys).map(([key, value]) => {
      if (!/^[A-Za-z0-9.-]+:.+$/.test(key)) {
        fail(`condition key "${key}" of ${name} is not "service:Key": correct it.`);
      }
      const values = stringList(value) ?? fail(`condition ${name} ${key} is not text or a list of texts.`);
      return { operator, key, values };
    });
  });
}

/** IAM reads `true` and `1` in a condition as their texts. */
function stringList(value: unknown): readonly string[] | undefined {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.every((item) => ["string", "boolean", "number"].includes(typeof item))
    ? list.map(String)
    : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
