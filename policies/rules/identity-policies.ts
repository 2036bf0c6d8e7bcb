import { allows, type Statement } from "../policy-document";
import { items, member, read, type Resource } from "../resource";

const ROLE = "aws:iam/role:Role";

/** What a user, group or role may do, written on it. */
export const INLINE_POLICIES: readonly string[] = [
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/groupPolicy:GroupPolicy",
  ROLE,
];

/** The same, written once for several. */
export const MANAGED_POLICIES: readonly string[] = ["aws:iam/policy:Policy"];

export const IDENTITY_POLICIES: readonly string[] = [...INLINE_POLICIES, ...MANAGED_POLICIES];

/** Where a managed policy is given to a user, group or role. */
export const ATTACHMENTS: readonly string[] = [
  ROLE,
  "aws:iam/policyAttachment:PolicyAttachment",
  ...["role", "user", "group"].flatMap((holder) => {
    const type = `${holder}PolicyAttachment`;
    const name = `${type[0].toUpperCase()}${type.slice(1)}`;
    return [`aws:iam/${type}:${name}`, `aws:iam/${type}sExclusive:${name}sExclusive`];
  }),
];

/** A statement that lets do something, and the property that it stands in: `policy`, `inlinePolicies.0.policy`. */
export interface Grant {
  readonly place: string;
  readonly statement: Statement;
}

/** What a policy of a user, group or role lets it do; of a role, what the policies within it do. */
export function grantsOf(resource: Resource): readonly Grant[] {
  const policies =
    resource.type === ROLE
      ? items(read(resource, "inlinePolicies")).map(
          (inline, index) => [`inlinePolicies.${index}.policy`, member(inline, "policy")] as const,
        )
      : [["policy", read(resource, "policy")] as const];
  return policies.flatMap(([place, policy]) => allows(policy).map((statement) => ({ place, statement })));
}

/** ARNs of the managed policies that a resource gives to somebody, each with its property. */
export function attachedPolicies(resource: Resource): readonly (readonly [property: string, arn: string])[] {
  return ["policyArn", "managedPolicyArns", "policyArns"].flatMap((property) =>
    [read(resource, property)]
      .flat()
      .filter((arn) => typeof arn === "string")
      .map((arn) => [property, arn] as const),
  );
}
