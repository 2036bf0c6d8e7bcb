import { boundaryDocument } from "../../components/deployment/boundary-document";
import { boundaryName } from "../../components/deployment/bootstrap-names";
import type { PolicyDocument } from "../../components/iam/permission";
import { Names } from "../../components/naming";
import type { RecordedProgram, RecordedResource, RolePolicies } from "../types";
import { parsePolicy, type IamPolicy } from "./policy";
import { ofType, text } from "./recorded-resources";

/** One role of the program, its policies ready to be evaluated. */
export interface RecordedRole {
  readonly roleArn: string;
  readonly roleName: string;
  readonly trust: IamPolicy;
  readonly identity: readonly IamPolicy[];
  readonly boundary?: IamPolicy;
  readonly tags: Readonly<Record<string, string>>;
  readonly documents: RolePolicies;
}

const UNSUPPORTED = new Set([
  ...["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "aws:iam/policyAttachment:PolicyAttachment"],
  ...["aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive"],
  ...["aws:iam/rolePoliciesExclusive:RolePoliciesExclusive"],
]);

/**
 * Roles of the program by ARN, each with every policy that bears on it.
 *
 * @throws Error when a policy is malformed, or comes in a way the sandbox doesn't follow (managed policies).
 */
export function recordedRoles(program: RecordedProgram): ReadonlyMap<string, RecordedRole> {
  const attached = program.resources.find(({ type }) => UNSUPPORTED.has(type));
  if (attached !== undefined) {
    const { type, name } = attached;
    throw new Error(
      `The sandbox doesn't follow "${name}" (${type}): write the role's policy as an aws.iam.RolePolicy.`,
    );
  }
  const inline = ofType(program, "aws:iam/rolePolicy:RolePolicy");
  const roles = ofType(program, "aws:iam/role:Role").map((role): [string, RecordedRole] => {
    const parsed = recordedRole(program, role, inline);
    return [parsed.roleArn, parsed];
  });
  const names = new Set(roles.map(([, { roleName }]) => roleName));
  const orphan = inline.find((policy) => !names.has(roleNameOf(policy)));
  if (orphan !== undefined) {
    throw new Error(
      `Policy "${orphan.name}" is on role "${roleNameOf(orphan)}", which the program doesn't declare: declare it.`,
    );
  }
  return new Map(roles);
}

function recordedRole(
  program: RecordedProgram,
  role: RecordedResource,
  inline: readonly RecordedResource[],
): RecordedRole {
  const roleName = text(role, "name");
  const roleArn = text(role, "arn");
  const managed = role.inputs.managedPolicyArns;
  if (Array.isArray(managed) && managed.length > 0) {
    throw new Error(
      `Role "${roleName}" has managed policies (${managed.join(", ")}): the sandbox has none, write them out.`,
    );
  }
  const documents: Record<string, unknown> = {};
  for (const { name = "inline", policy } of listOf(role.inputs.inlinePolicies)) {
    documents[String(name)] = policy;
  }
  for (const policy of inline.filter((candidate) => roleNameOf(candidate) === roleName)) {
    documents[nameOf(policy)] = policy.inputs.policy;
  }
  const identity = Object.entries(documents).map(([name, json]) =>
    parsePolicy(json, policyName(roleName, name)),
  );
  const trust = parsePolicy(role.inputs.assumeRolePolicy, `trust policy of ${roleName}`, "trust");
  const boundary = boundaryOf(program, role, roleName);
  const tags = { ...(role.inputs.tags as Record<string, string>) };
  return {
    ...{ roleArn, roleName, trust, identity, boundary: boundary?.parsed, tags },
    documents: {
      ...{ roleArn, roleName, tags, boundary: boundary?.document },
      trust: document(role.inputs.assumeRolePolicy),
      identity: Object.fromEntries(Object.entries(documents).map(([name, json]) => [name, document(json)])),
    },
  };
}

/** A policy named like its role is not said twice. */
function policyName(roleName: string, name: string): string {
  return name.startsWith(roleName) ? name : `${roleName}/${name}`;
}

function boundaryOf(program: RecordedProgram, role: RecordedResource, roleName: string) {
  const arn = role.inputs.permissionsBoundary as string | null | undefined;
  if (arn === undefined || arn === null || arn === "") {
    return undefined;
  }
  const declared = ofType(program, "aws:iam/policy:Policy").find(({ state }) => state.arn === arn);
  const json = declared === undefined ? bootstrapBoundary(program, arn) : declared.inputs.policy;
  if (json === undefined) {
    throw new Error(
      `Role "${roleName}" has the boundary ${JSON.stringify(arn)}, which neither the program nor the bootstrap of its stack declares: ` +
        "declare it, or name the bootstrap's.",
    );
  }
  const name = declared === undefined ? arn.split("/").at(-1)! : nameOf(declared);
  return { parsed: parsePolicy(json, `boundary ${name}`), document: document(json) };
}

/** What bootstrap/ makes for the stack, when the ARN is that one's: it is deployed apart from the program. */
function bootstrapBoundary(
  { project, stack, accountId, region }: RecordedProgram,
  arn: string,
): PolicyDocument | undefined {
  const [, partition = ""] = arn.split(":");
  const names = new Names({ project, stack, accountId, region, partition });
  return arn === names.policy(boundaryName(names)) ? boundaryDocument(names) : undefined;
}

/** The role may be given by name, id or ARN. */
function roleNameOf(policy: RecordedResource): string {
  return String(policy.inputs.role).split("/").at(-1)!;
}

/** The name it has in IAM, or else in the program. */
function nameOf({ state, name }: RecordedResource): string {
  return typeof state.name === "string" ? state.name : name;
}

function listOf(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
}

function document(json: unknown): PolicyDocument {
  return (typeof json === "string" ? JSON.parse(json) : json) as PolicyDocument;
}
