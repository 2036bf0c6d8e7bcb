import { ALL_CALLS } from "../../../components/deployment/calls/all";
import type { Grant } from "../../../components/deployment/calls/service-calls";
import { actionsOf, type Purpose } from "../../../components/deployment/role-policies";
import type { RecordedProgram, RecordedResource } from "../../../sandbox/types";
import { EC2_KINDS, EC2_NEEDS } from "./network-kinds";

/** One authorization that AWS asks of who manages a resource. */
export interface ProviderCall {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
  /** The recorded resource it is for. */
  readonly by: string;
}

/** Every call on every resource of the program, on the ARN that the resource really has. */
export function providerCalls(
  program: RecordedProgram,
  purpose: Purpose,
  deletesData: boolean,
): readonly ProviderCall[] {
  return ALL_CALLS.flatMap(({ name, types }) =>
    program.resources.flatMap((resource) =>
      (types[resource.type] ?? []).flatMap((grant: Grant) =>
        actionsOf(grant, purpose, deletesData).flatMap((action) =>
          requests(`${name}/${grant.on}`, action, resource, program).map((request) => ({
            ...request,
            action,
            by: `${resource.type} ${resource.name}`,
          })),
        ),
      ),
    ),
  );
}

type Request = Pick<ProviderCall, "resource" | "context">;

function requests(
  target: string,
  action: string,
  resource: RecordedResource,
  program: RecordedProgram,
): readonly Request[] {
  const owned = tags("ResourceTag", program);
  const made = tags("RequestTag", program);
  const one = (arn: unknown, context: Request["context"] = {}): readonly Request[] => [
    { resource: text(arn), context },
  ];
  switch (target) {
    case "storage/Buckets":
      return one(`arn:aws:s3:::${text(resource.inputs.bucket)}`);
    case "storage/Objects":
      return one(`arn:aws:s3:::${text(resource.inputs.bucket)}/landing/marketing/a.csv`, {
        "s3:ResourceAccount": program.accountId,
      });
    case "encryption/NewKeys":
      return one("*", made);
    case "encryption/AdoptedKeys":
    case "warehouse/AdoptedWarehouse":
      return one(resource.state.arn, made);
    case "encryption/OwnKeys":
      return one(resource.state.targetKeyArn ?? resource.state.arn, owned);
    case "encryption/OwnKeysThroughServices":
      return one(theKey(program), { ...owned, "kms:ViaService": viaService(resource.type) });
    case "messaging/Topics":
      return one(
        action === "sns:Subscribe" ? resource.inputs.topic : (resource.state.arn ?? resource.inputs.arn),
      );
    case "messaging/Queues":
      return one(resource.state.arn ?? find(program, "url", resource.inputs.queueUrl).state.arn);
    case "messaging/Rules":
      return one(
        resource.inputs.rule === undefined
          ? resource.state.arn
          : find(program, "name", resource.inputs.rule, "aws:cloudwatch/eventRule:EventRule").state.arn,
      );
    case "observability/Dashboards":
      return one(resource.state.dashboardArn);
    case "warehouse/NewWarehouse":
      return one(resource.state.arn, made);
    case "warehouse/OwnWarehouse":
      return one(resource.state.arn ?? warehouseOf(program, "workgroup").state.arn, owned);
    case "warehouse/AdministratorSecret":
      return one(warehouseOf(program, "namespace").state.adminPasswordSecretArn);
    case "access/Roles":
      return one(roleOf(resource, program));
    case "access/BoundedRoles":
      return one(roleOf(resource, program), {
        "iam:PermissionsBoundary": `arn:aws:iam::${program.accountId}:policy/stepline-bootstrap-${program.stack}-boundary`,
      });
    case "access/PassedRoles":
      return passed(resource).map((context) => ({ resource: text(roleGiven(resource)), context }));
    case "access/RedshiftServiceRole":
      return one(
        `arn:aws:iam::${program.accountId}:role/aws-service-role/redshift.amazonaws.com/AWSServiceRoleForRedshift`,
        { "iam:AWSServiceName": "redshift.amazonaws.com" },
      );
    case "network/NewNetwork":
      return network([needs(action).makes], made, program);
    case "network/NewTags":
      return (EC2_KINDS[resource.type] ?? []).flatMap((kind) => taggedWhenMade(kind, made, program));
    case "network/AdoptedGroup":
      return one(resource.state.arn, made);
    case "network/OwnNetwork":
    case "network/BorrowedVpcs": {
      const kinds = action.endsWith("Tags") ? (EC2_KINDS[resource.type] ?? []) : needs(action).on;
      const own = kinds.filter((kind) => kind !== "vpc" || borrowedVpc(program) === undefined);
      return [
        ...(target === "network/OwnNetwork" ? network(own, owned, program) : []),
        ...(own.length < kinds.length ? one(borrowedVpc(program)) : []),
      ];
    }
    default:
      return one(EVERYTHING.has(target) ? "*" : resource.state.arn);
  }
}

/** Targets whose calls name no resource. */
const EVERYTHING: ReadonlySet<string> = new Set([
  ...["encryption/EveryAlias", "compute/SecurityConfigurations", "compute/Definitions"],
  ...["observability/EveryLogGroup", "network/EveryNetwork", "warehouse/UsageLimits"],
  ...["warehouse/Statements", "warehouse/RandomPassword"],
]);

function tags(kind: "ResourceTag" | "RequestTag", { project, stack }: RecordedProgram): Request["context"] {
  return {
    [`aws:${kind}/Project`]: project,
    [`aws:${kind}/Stack`]: stack,
    [`aws:${kind}/Environment`]: stack,
  };
}

function network(
  kinds: readonly (string | undefined)[],
  context: Request["context"],
  { region, accountId }: RecordedProgram,
): readonly Request[] {
  return kinds.map((kind) => ({
    resource: `arn:aws:ec2:${region}:${accountId}:${text(kind)}/${text(kind)}-0a1b2c3d4e5f60718`,
    context,
  }));
}

/** ARN of the VPC that the program uses and has not made, which has no tags of the stack. */
function borrowedVpc({ resources, region, accountId }: RecordedProgram): string | undefined {
  if (resources.some(({ type }) => type === "awsx:ec2:Vpc")) {
    return undefined;
  }
  const group = resources.find(({ type }) => type === "aws:ec2/securityGroup:SecurityGroup");
  return `arn:aws:ec2:${region}:${accountId}:vpc/${text(group?.inputs.vpcId)}`;
}

function taggedWhenMade(
  kind: string,
  context: Request["context"],
  program: RecordedProgram,
): readonly Request[] {
  const [action] = Object.entries(EC2_NEEDS).find(([, one]) => one?.makes === kind) ?? [];
  return network([kind], { ...context, "ec2:CreateAction": text(action).replace("ec2:", "") }, program);
}

function needs(action: string): NonNullable<(typeof EC2_NEEDS)[string]> {
  const found = EC2_NEEDS[action];
  if (found === undefined) {
    throw new Error(`EC2_NEEDS does not say on what ${action} is authorised.`);
  }
  return found;
}

function viaService(type: string): string {
  const services: Readonly<Partial<Record<string, string>>> = {
    "aws:dynamodb/table:Table": "dynamodb",
    "aws:s3/bucketObjectv2:BucketObjectv2": "s3",
    "aws:redshiftserverless/namespace:Namespace": "redshift-serverless",
    "aws:redshiftdata/statement:Statement": "secretsmanager",
  };
  return `${text(services[type])}.eu-west-1.amazonaws.com`;
}

function passed({ type }: RecordedResource): readonly Request["context"][] {
  const services: Readonly<Partial<Record<string, readonly string[]>>> = {
    "aws:lambda/function:Function": ["lambda"],
    "aws:glue/job:Job": ["glue"],
    "aws:sfn/stateMachine:StateMachine": ["states"],
    "aws:scheduler/schedule:Schedule": ["scheduler"],
    "aws:redshiftserverless/namespace:Namespace": ["redshift", "redshift-serverless"],
    "aws:ec2/flowLog:FlowLog": ["vpc-flow-logs"],
  };
  return (services[type] ?? []).map((service) => ({ "iam:PassedToService": `${service}.amazonaws.com` }));
}

/** Where each type of resource names the role it is given. */
function roleGiven({ inputs }: RecordedResource): unknown {
  const target = inputs.target as { readonly roleArn?: string } | undefined;
  const [first] = (inputs.iamRoles ?? []) as readonly string[];
  return inputs.role ?? inputs.roleArn ?? inputs.iamRoleArn ?? target?.roleArn ?? first;
}

function roleOf({ state, inputs }: RecordedResource, program: RecordedProgram): unknown {
  return state.arn ?? find(program, "name", inputs.role, "aws:iam/role:Role").state.arn;
}

function theKey(program: RecordedProgram): unknown {
  return find(program, "enableKeyRotation", true).state.arn;
}

function warehouseOf(program: RecordedProgram, kind: "namespace" | "workgroup"): RecordedResource {
  return find(program, kind === "namespace" ? "dbName" : "baseCapacity", undefined);
}

/** The one resource with that output; with any, when no value is given. */
function find(program: RecordedProgram, key: string, value: unknown, type?: string): RecordedResource {
  const found = program.resources.find(
    (one) =>
      (type === undefined || one.type === type) &&
      (value === undefined ? one.state[key] !== undefined : one.state[key] === value),
  );
  if (found === undefined) {
    throw new Error(`No resource has ${key} ${JSON.stringify(value)}.`);
  }
  return found;
}

function text(value: unknown): string {
  if (typeof value !== "string" || value === "") {
    throw new Error(`A call's resource was recorded without its name: ${JSON.stringify(value)}`);
  }
  return value;
}
