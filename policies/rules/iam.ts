import { ANYTHING, includesAll, kindsOf } from "../covered-resources";
import { saysWhich, saysWhoOfAccount, saysWhoOfProvider } from "../policy-condition";
import { allows, isPublic, type Statement } from "../policy-document";
import { ofType, read, type Resource } from "../resource";
import { resourceRule, type Rule, shown, stackRule } from "../rule";
import { ATTACHMENTS, attachedPolicies, grantsOf, IDENTITY_POLICIES } from "./identity-policies";

const ROLE = "aws:iam/role:Role";

/** `*`, `*:*`: every action of every service. */
const EVERY_ACTION = /^[*?:]*\*[*?:]*$/;
/** `s3:*`, and `*`. */
const WHOLE_SERVICE = /^([^:]*:)?[*?]*\*[*?]*$/;

const onEverything = ({ resources, notResources }: Statement): boolean =>
  notResources.length > 0 || resources.some((resource) => includesAll(resource, ANYTHING));

/** Actions that a statement allows on all things of a kind that they are for, and how it says so. */
async function unscoped(
  statement: Statement,
): Promise<readonly (readonly [action: string, where: string])[]> {
  const found: (readonly [string, string])[] = [];
  for (const action of statement.actions) {
    const [service] = action.toLowerCase().split(":");
    const kinds = statement.conditions.some((each) => saysWhich(each, service)) ? [] : await kindsOf(action);
    const wide = statement.resources.filter((resource) => kinds.some((kind) => includesAll(resource, kind)));
    found.push(...wide.map((resource) => [action, `"${resource}"`] as const));
    if (kinds.length > 0 && statement.notResources.length > 0) {
      found.push([action, `all but ${shown(statement.notResources)}`]);
    }
  }
  return found;
}

/** AWS's own policies: by ARN, in any partition. */
const AWS_MANAGED = /^arn:[^:]+:iam::aws:policy\//;

/** Who is trusted, too widely; undefined when the statement says who. */
function trustedTooWidely(statement: Statement): readonly string[] | undefined {
  const { aws, federated, conditions } = statement;
  if (isPublic(statement)) {
    return aws;
  }
  const accounts = aws.filter((principal) => /^(\d{12}|arn:[^:]+:iam::\d{12}:root)$/.test(principal));
  const open = [
    ...(conditions.some(saysWhoOfAccount) ? [] : accounts),
    ...(conditions.some(saysWhoOfProvider) ? [] : federated),
  ];
  return open.length > 0 ? open : undefined;
}

export const iamRules: readonly Rule[] = [
  resourceRule({
    name: "IAM.1-no-administrators",
    controls: ["IAM.1", "CKV_AWS_274"],
    checks: "No policy allows every action on everything, and AdministratorAccess is attached to nothing.",
    enforcement: "mandatory",
    types: [...new Set([...IDENTITY_POLICIES, ...ATTACHMENTS])],
    check: (resource) => [
      ...grantsOf(resource)
        .filter(
          ({ statement }) =>
            onEverything(statement) && statement.actions.some((action) => EVERY_ACTION.test(action)),
        )
        .map(
          ({ place, statement: { label } }) =>
            `${place}, "${label}" allows every action on everything. Name the actions and the resources.`,
        ),
      ...attachedPolicies(resource)
        .filter(([, arn]) => arn.endsWith(":policy/AdministratorAccess"))
        .map(
          ([property]) =>
            `${property} is AdministratorAccess. Attach a policy that names its actions and resources.`,
        ),
    ],
  }),
  resourceRule({
    name: "IAM.21-no-whole-services",
    controls: ["IAM.21"],
    checks: "No policy allows every action of a service, nor all but some.",
    enforcement: "mandatory",
    types: IDENTITY_POLICIES,
    check: (resource) =>
      grantsOf(resource).flatMap(({ place, statement: { label, actions, notActions } }) => [
        ...actions
          .filter((action) => WHOLE_SERVICE.test(action))
          .map((action) => `${place}, "${label}" allows "${action}". Name the actions.`),
        ...(notActions.length > 0
          ? [`${place}, "${label}" allows all but ${shown(notActions)}. Name the actions.`]
          : []),
      ]),
  }),
  resourceRule({
    name: "IAM-star-only-without-resources",
    controls: ["IAM5"],
    checks:
      'A Resource that includes all of a kind ("*", "arn:aws:s3:::*", ":role/*"), and NotResource, stand only with actions that IAM ' +
      "knows no resources for, or with a condition that names a tag's value, or one of a key of the service itself.",
    enforcement: "mandatory",
    types: IDENTITY_POLICIES,
    check: async (resource) => {
      const problems = grantsOf(resource).map(async ({ place, statement }) =>
        (await unscoped(statement)).map(
          ([action, where]) =>
            `${place}, "${statement.label}" allows ${action} on ${where}. Set Resource to the ARNs it is for.`,
        ),
      );
      return (await Promise.all(problems)).flat();
    },
  }),
  resourceRule({
    name: "IAM-no-policies-of-aws",
    controls: ["IAM4"],
    checks:
      "No role, user or group has a policy that AWS writes: it grants more than is needed, and changes by itself.",
    enforcement: "mandatory",
    types: ATTACHMENTS,
    check: (resource) =>
      attachedPolicies(resource)
        .filter(([, arn]) => AWS_MANAGED.test(arn))
        .map(
          ([property, arn]) =>
            `${property} has AWS's policy ${arn}. Write the statements that are needed into a policy of your own.`,
        ),
  }),
  resourceRule({
    name: "IAM-trust-names-who",
    controls: ["CKV_AWS_60", "CKV_AWS_61"],
    checks:
      "Every trust policy names services or roles: a whole account only with a condition that picks some of it, an identity " +
      "provider only with one that picks a subject or an application.",
    enforcement: "mandatory",
    types: [ROLE],
    check: (role) =>
      allows(read(role, "assumeRolePolicy")).flatMap((statement) => {
        const trusted = trustedTooWidely(statement);
        const problem = `assumeRolePolicy, "${statement.label}" trusts ${shown(trusted)}`;
        return trusted === undefined
          ? []
          : [
              trusted.some((each) => statement.federated.includes(each))
                ? `${problem}, whomever it vouches for. Add a condition on the provider's subject, as StringEquals of its ":sub".`
                : `${problem}. Name the role, or add a condition on aws:PrincipalArn or sts:ExternalId.`,
            ];
      }),
  }),
  stackRule({
    name: "IAM-role-has-one-user",
    controls: ["own"],
    checks: "Every role is used by one function, job, machine, schedule or other resource.",
    enforcement: "mandatory",
    check: (resources) =>
      ofType(resources, [ROLE]).flatMap((role) => {
        const users = resources.filter((resource) => usesRole(resource, role));
        return users.length > 1
          ? [
              {
                resource: role,
                problem: `it is used by ${users.map(({ name, type }) => `"${name}" (${type})`).join(" and ")}. Give each a role of its own.`,
              },
            ]
          : [];
      }),
  }),
];

/** Where AWS's types name the role they act under, alone or in a list. */
const ROLE_PLACES = [
  "role",
  "roleArn",
  "iamRoleArn",
  "target.roleArn",
  "executionRoleArn",
  "iamRole",
  "iamRoles",
];

/** What a role is made of is not a user of it, nor is the component around a user. */
function usesRole(user: Resource, role: Resource): boolean {
  return (
    user.type.startsWith("aws:") &&
    !user.type.startsWith("aws:iam/") &&
    ROLE_PLACES.flatMap((place) => [read(user, place)].flat()).some((value) => namesRole(value, role))
  );
}

/** Only where both texts are known: a dependency alone may be on the role for another reason. */
function namesRole(value: unknown, role: Resource): boolean {
  const name = read(role, "name");
  return (
    typeof value === "string" &&
    typeof name === "string" &&
    (value === name || value.endsWith(`:role/${name}`))
  );
}
