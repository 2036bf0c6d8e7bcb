import { randomBytes } from "node:crypto";
import { AwsError, type LocalCall, type LocalService, type RecordedProgram } from "../types";
import { dbUser, requireText } from "./request";
import { Warehouse, type Namespace, type Workgroup } from "./warehouse";

/** What of Redshift Serverless a program or an operator asks for: its workgroups and namespaces as declared, and logins. */
export class RedshiftServerlessService implements LocalService {
  readonly service = "redshift-serverless";
  private readonly warehouse: Warehouse;

  constructor(private readonly program: RecordedProgram) {
    this.warehouse = new Warehouse(program);
  }

  // Without waiting for anything: async, so that what it throws is a rejection.
  // eslint-disable-next-line @typescript-eslint/require-await
  async handle(call: LocalCall): Promise<unknown> {
    switch (call.operation) {
      case "GetWorkgroup":
        return {
          workgroup: this.describeWorkgroup(this.workgroup(requireText(call.input, "workgroupName"))),
        };
      case "ListWorkgroups":
        return {
          workgroups: this.warehouse.workgroups.map((workgroup) => this.describeWorkgroup(workgroup)),
        };
      case "GetNamespace":
        return { namespace: describeNamespace(this.namespace(requireText(call.input, "namespaceName"))) };
      case "GetCredentials":
        return this.credentials(call);
      default:
        throw new AwsError(
          "NotModelled",
          `The sandbox does not model redshift-serverless:${call.operation}.`,
          501,
        );
    }
  }

  async close(): Promise<void> {
    // Holds nothing open.
  }

  private workgroup(name: string): Workgroup {
    const workgroup = this.warehouse.workgroups.find((candidate) => candidate.name === name);
    if (workgroup !== undefined) return workgroup;
    throw new AwsError("ResourceNotFoundException", `The workgroup ${name} was not found.`);
  }

  private namespace(name: string): Namespace {
    const namespace = this.warehouse.workgroups
      .map((workgroup) => workgroup.namespace)
      .find((found) => found.name === name);
    if (namespace !== undefined) return namespace;
    throw new AwsError("ResourceNotFoundException", `The namespace ${name} was not found.`);
  }

  private describeWorkgroup({
    name,
    id,
    arn,
    namespace,
    parameters,
    resource,
  }: Workgroup): Record<string, unknown> {
    const {
      baseCapacity,
      maxCapacity,
      enhancedVpcRouting,
      publiclyAccessible,
      securityGroupIds,
      subnetIds,
      port,
    } = resource.inputs;
    const { region, accountId } = this.program;
    return {
      workgroupName: name,
      workgroupId: id,
      workgroupArn: arn,
      namespaceName: namespace.name,
      status: "AVAILABLE",
      baseCapacity,
      maxCapacity,
      enhancedVpcRouting: enhancedVpcRouting ?? false,
      publiclyAccessible: publiclyAccessible ?? false,
      securityGroupIds,
      subnetIds,
      port: port ?? 5439,
      configParameters: [...parameters].map(([parameterKey, parameterValue]) => ({
        parameterKey,
        parameterValue,
      })),
      endpoint: {
        address: `${name}.${accountId}.${region}.redshift-serverless.amazonaws.com`,
        port: port ?? 5439,
      },
    };
  }

  /** A login of the sandbox: there is no port to use its password at, only the Data API. */
  private credentials({ input, principal }: LocalCall): Record<string, unknown> {
    const workgroup = this.workgroup(requireText(input, "workgroupName"));
    const seconds = Number(input.durationSeconds ?? 900);
    if (!(seconds >= 900 && seconds <= 3600)) {
      throw new AwsError("ValidationException", "durationSeconds must be between 900 and 3600.");
    }
    const expiration = Date.now() / 1000 + seconds;
    return {
      dbUser: dbUser(principal, workgroup, this.warehouse).name,
      dbPassword: randomBytes(24).toString("base64url"),
      expiration,
      nextRefreshTime: expiration,
    };
  }
}

function describeNamespace(namespace: Namespace): Record<string, unknown> {
  const { name, id, arn, database, adminUser, roleArns, defaultRoleArn, resource } = namespace;
  const { kmsKeyId, logExports } = resource.inputs;
  return {
    namespaceName: name,
    namespaceId: id,
    namespaceArn: arn,
    dbName: database,
    adminUsername: adminUser,
    iamRoles: roleArns,
    defaultIamRoleArn: defaultRoleArn,
    kmsKeyId,
    logExports,
    status: "AVAILABLE",
  };
}
