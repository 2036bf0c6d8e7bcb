import type { RecordedProgram, RecordedResource } from "../types";

/** A Redshift Serverless namespace as the program declares it. */
export interface Namespace {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly accountId: string;
  readonly database: string;
  readonly adminUser: string;
  /** Secret of the admin's password, which AWS keeps; who may read it may log in as the admin. */
  readonly adminSecretArn?: string;
  readonly roleArns: readonly string[];
  readonly defaultRoleArn?: string;
  readonly resource: RecordedResource;
}

export interface Workgroup {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly namespace: Namespace;
  readonly parameters: ReadonlyMap<string, string>;
  readonly resource: RecordedResource;
}

/** Redshift Serverless of a recorded program: its namespaces and workgroups, and what its roles' tags say about the database. */
export class Warehouse {
  readonly workgroups: readonly Workgroup[];
  private readonly dbRoles = new Map<string, readonly string[]>();

  constructor(program: RecordedProgram) {
    const namespaces = ofType(program, "aws:redshiftserverless/namespace:Namespace").map((resource) =>
      namespaceOf(program, resource),
    );
    this.workgroups = ofType(program, "aws:redshiftserverless/workgroup:Workgroup").map((resource) => {
      const name = text(resource, "workgroupName") ?? resource.name;
      const namespaceName = text(resource, "namespaceName");
      const namespace = namespaces.find((candidate) => candidate.name === namespaceName);
      if (namespace === undefined) {
        throw new Error(
          `The workgroup "${name}" is in the namespace "${namespaceName}", which the program does not declare.`,
        );
      }
      return workgroupOf(program, resource, name, namespace);
    });
    for (const role of ofType(program, "aws:iam/role:Role")) {
      const tags = (role.inputs.tags ?? {}) as { readonly RedshiftDbRoles?: string };
      const roles = tags.RedshiftDbRoles?.split(":").filter((dbRole) => dbRole !== "") ?? [];
      this.dbRoles.set(text(role, "name") ?? role.name, roles);
    }
  }

  /** By name or ARN. */
  workgroup(nameOrArn: string): Workgroup | undefined {
    return this.workgroups.find(({ name, arn }) => nameOrArn === name || nameOrArn === arn);
  }

  /** Database roles a login with the IAM role brings: its tag `RedshiftDbRoles`, colon-separated. */
  dbRolesOf(roleName: string): readonly string[] {
    return this.dbRoles.get(roleName) ?? [];
  }
}

function namespaceOf(program: RecordedProgram, resource: RecordedResource): Namespace {
  const name = text(resource, "namespaceName") ?? resource.name;
  const defaultRoleArn = text(resource, "defaultIamRoleArn");
  const adminSecretArn = text(resource, "adminPasswordSecretArn");
  const id = text(resource, "namespaceId") ?? resource.id;
  const arn = `arn:aws:redshift-serverless:${program.region}:${program.accountId}:namespace/${id}`;
  return {
    name,
    id,
    arn: text(resource, "arn") ?? arn,
    accountId: program.accountId,
    database: text(resource, "dbName") ?? "dev",
    adminUser: text(resource, "adminUsername") ?? "admin",
    roleArns: (resource.inputs.iamRoles ?? []) as readonly string[],
    resource,
    ...(defaultRoleArn === undefined ? {} : { defaultRoleArn }),
    ...(adminSecretArn === undefined ? {} : { adminSecretArn }),
  };
}

function workgroupOf(
  program: RecordedProgram,
  resource: RecordedResource,
  name: string,
  namespace: Namespace,
): Workgroup {
  const id = text(resource, "workgroupId") ?? resource.id;
  const arn = `arn:aws:redshift-serverless:${program.region}:${program.accountId}:workgroup/${id}`;
  const parameters = (resource.inputs.configParameters ?? []) as readonly {
    parameterKey: string;
    parameterValue: string;
  }[];
  const workgroup: Workgroup = {
    name,
    id,
    arn: text(resource, "arn") ?? arn,
    namespace,
    parameters: new Map(parameters.map(({ parameterKey, parameterValue }) => [parameterKey, parameterValue])),
    resource,
  };
  if (workgroup.parameters.get("enable_case_sensitive_identifier") === "true") {
    throw new Error(
      `The workgroup "${name}" sets enable_case_sensitive_identifier, which the sandbox does not model: set it to false.`,
    );
  }
  return workgroup;
}

function ofType(program: RecordedProgram, type: string): RecordedResource[] {
  return program.resources.filter((resource) => resource.type === type);
}

/** From the mock's computed state first, where names and ids are complete. */
function text(resource: RecordedResource, member: string): string | undefined {
  const value = resource.state[member] ?? resource.inputs[member];
  return typeof value === "string" ? value : undefined;
}
