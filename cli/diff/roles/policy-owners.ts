import type { Snapshot, SnapshotResource } from "../snapshot";
import { parseUrn } from "../resources/match/urn";
import { topComponents } from "../resources/top-components";
import type { OwnerComponent, PolicyOwnerKind } from "./role-change";
import { readStatements, type PolicyStatement } from "./policy/statement";
import { resourceOwners } from "./resource-policies";

/** A role or a resource with everything that says who may do what. */
export interface PolicyOwner {
  readonly kind: PolicyOwnerKind;
  readonly name: string;
  /** The program declares the role or resource itself, not only a policy for one that is elsewhere. */
  readonly declared: boolean;
  /** Of a role that is part of a component. */
  readonly part?: ComponentPart;
  readonly trust: readonly PolicyStatement[];
  readonly statements: readonly PolicyStatement[];
  readonly boundary?: string;
  /** ARNs. */
  readonly managed: readonly string[];
}

/** What a role is in the component right under the stack. */
export interface ComponentPart {
  readonly component: OwnerComponent;
  /** URN of the role; it has the types of all components around it. */
  readonly urn: string;
}

/** By kind and name, which together are unique. */
export function policyOwners(snapshot: Snapshot): ReadonlyMap<string, PolicyOwner> {
  const tops = topComponents(snapshot);
  const owners = [
    ...ofType(snapshot, "aws:iam/role:Role").map((role) => ({
      ...roleOwner(snapshot, role),
      ...partOf(role, tops.get(role.urn)),
    })),
    ...ofType(snapshot, "aws:iam/policy:Policy").map(managedPolicy),
    ...resourceOwners(snapshot),
  ];
  return new Map(owners.map((owner) => [`${owner.kind} ${owner.name}`, owner]));
}

function roleOwner(snapshot: Snapshot, role: SnapshotResource): PolicyOwner {
  const name = nameOf(role);
  const { assumeRolePolicy, inlinePolicies, permissionsBoundary, managedPolicyArns } = role.inputs;
  const inline = records(inlinePolicies).map(({ name: policy = "inline", policy: text }) =>
    readStatements(text, String(policy)),
  );
  const separate = ofType(snapshot, "aws:iam/rolePolicy:RolePolicy")
    .filter(({ inputs }) => isRole(inputs.role, name))
    .map((policy) => readStatements(policy.inputs.policy, nameOf(policy)));
  return {
    kind: "role",
    name,
    declared: true,
    trust: readStatements(assumeRolePolicy, "trust"),
    statements: [...inline, ...separate].flat(),
    ...(typeof permissionsBoundary === "string" && permissionsBoundary !== ""
      ? { boundary: permissionsBoundary }
      : {}),
    managed: [...new Set([...texts(managedPolicyArns), ...attachedPolicies(snapshot, name)])].sort(),
  };
}

function partOf({ urn }: SnapshotResource, component: string | undefined): Pick<PolicyOwner, "part"> {
  const type = parseUrn(urn).qualifiedType.split("$")[0];
  return component === undefined ? {} : { part: { component: { name: component, type }, urn } };
}

function attachedPolicies(snapshot: Snapshot, role: string): readonly string[] {
  return snapshot.resources.flatMap(({ type, inputs }) => {
    switch (type) {
      case "aws:iam/rolePolicyAttachment:RolePolicyAttachment":
        return isRole(inputs.role, role) ? texts([inputs.policyArn]) : [];
      case "aws:iam/policyAttachment:PolicyAttachment":
        return texts(inputs.roles).some((one) => isRole(one, role)) ? texts([inputs.policyArn]) : [];
      case "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive":
        return isRole(inputs.roleName, role) ? texts(inputs.policyArns) : [];
      default:
        return [];
    }
  });
}

function managedPolicy(policy: SnapshotResource): PolicyOwner {
  const statements = readStatements(policy.inputs.policy, nameOf(policy));
  return {
    kind: "managed policy",
    name: nameOf(policy),
    declared: true,
    trust: [],
    statements,
    managed: [],
  };
}

function ofType(snapshot: Snapshot, type: string): readonly SnapshotResource[] {
  return snapshot.resources.filter((resource) => resource.type === type);
}

/** The name in AWS, or else in the program. */
function nameOf({ name, inputs }: SnapshotResource): string {
  return typeof inputs.name === "string" ? inputs.name : name;
}

/** A role may be meant by name, id or ARN. */
function isRole(value: unknown, name: string): boolean {
  return typeof value === "string" && value.split("/").at(-1) === name;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

function records(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? (value as Readonly<Record<string, unknown>>[]) : [];
}
