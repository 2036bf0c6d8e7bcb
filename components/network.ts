import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx/ec2";
import * as pulumi from "@pulumi/pulumi";

import { createRole } from "./iam/role";
import { forAll } from "./iam/telemetry";
import { trustService } from "./iam/trust-policy";
import type { Names } from "./naming";

export interface NetworkArgs {
  readonly names: Names;
  /** A VPC that exists, with three subnets in three zones and a route to S3. Default: one is made. */
  readonly existing?: { readonly vpcId: string; readonly subnetIds: readonly string[] };
  /** For a VPC that is made. Default `None`: three isolated subnets, whose only way out is the S3 gateway endpoint. */
  readonly natGateways?: "None" | "Single" | "OnePerAz";
  /** Record traffic of a VPC that is made, encrypted and kept as long as other logs. Default: no. */
  readonly flowLogs?: { readonly retentionDays: number; readonly kmsKeyArn: pulumi.Input<string> };
}

/**
 * Where the warehouse lives: three private subnets in three zones, which enhanced VPC routing asks for, and a security group
 * that lets nothing in. Queries come by the Data API, which needs no path through the network.
 */
export class Network extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly subnetIds: pulumi.Output<string[]>;
  public readonly warehouseSecurityGroupId: pulumi.Output<string>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:network:Network", name, {}, opts);
    if (args.existing === undefined) {
      const vpc = createVpc(name, args, this);
      const isolated = (args.natGateways ?? "None") === "None";
      this.vpcId = vpc.vpcId;
      this.subnetIds = isolated ? vpc.isolatedSubnetIds : vpc.privateSubnetIds;
      emptyDefaultSecurityGroup(name, vpc.vpcId, this);
      if (args.flowLogs !== undefined) {
        createFlowLog(name, args.names, vpc.vpcId, args.flowLogs, this);
      }
    } else {
      this.vpcId = pulumi.output(args.existing.vpcId);
      this.subnetIds = pulumi.output([...args.existing.subnetIds]);
    }
    this.warehouseSecurityGroupId = createWarehouseGroup(name, args.names, this.vpcId, this).id;
    this.registerOutputs({
      vpcId: this.vpcId,
      subnetIds: this.subnetIds,
      warehouseSecurityGroupId: this.warehouseSecurityGroupId,
    });
  }
}

/** Room for the address needs of Redshift Serverless: 37 free ones a subnet at 128 RPU. */
const VPC_CIDR = "10.40.0.0/20";
const SUBNET_MASK = 24;

function createVpc(name: string, args: NetworkArgs, parent: pulumi.Resource): awsx.Vpc {
  const natGateways = args.natGateways ?? "None";
  const { region } = args.names.placement;
  return new awsx.Vpc(
    `${name}-vpc`,
    {
      cidrBlock: VPC_CIDR,
      numberOfAvailabilityZones: 3,
      enableDnsHostnames: true,
      subnetStrategy: "Auto",
      subnetSpecs:
        natGateways === "None"
          ? [{ type: "Isolated", name: "warehouse", cidrMask: SUBNET_MASK }]
          : [
              { type: "Private", name: "warehouse", cidrMask: SUBNET_MASK },
              { type: "Public", name: "nat", cidrMask: SUBNET_MASK },
            ],
      // Written out: by default awsx makes a gateway, with its bill, in every zone.
      natGateways: { strategy: natGateways },
      // Auto attaches the endpoint to the route tables of the subnets above.
      vpcEndpointStrategy: "Auto",
      vpcEndpointSpecs: [{ serviceName: `com.amazonaws.${region}.s3`, vpcEndpointType: "Gateway" }],
      tags: { Name: args.names.resource() },
    },
    { parent },
  );
}

/** The group that a VPC is born with lets its members talk to each other; adopted without rules, it lets nothing through. */
function emptyDefaultSecurityGroup(name: string, vpcId: pulumi.Input<string>, parent: pulumi.Resource): void {
  new aws.ec2.DefaultSecurityGroup(`${name}-default-group`, { vpcId, ingress: [], egress: [] }, { parent });
}

function createWarehouseGroup(
  name: string,
  names: Names,
  vpcId: pulumi.Input<string>,
  parent: pulumi.Resource,
): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(
    `${name}-warehouse-group`,
    {
      name: names.resource("warehouse"),
      description: "Redshift Serverless: nothing in, HTTPS out",
      vpcId,
      ingress: [],
      // COPY reads S3. In the isolated subnets the endpoint is the only route, whatever the rule says.
      egress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"], description: "S3" }],
      // Its network interfaces go with the workgroup, later than the call that deletes it.
      revokeRulesOnDelete: true,
    },
    { parent },
  );
}

function createFlowLog(
  name: string,
  names: Names,
  vpcId: pulumi.Input<string>,
  flowLogs: NonNullable<NetworkArgs["flowLogs"]>,
  parent: pulumi.Resource,
): void {
  const logGroupName = `/aws/vpc/${names.resource("flow-logs")}`;
  const logGroup = new aws.cloudwatch.LogGroup(
    `${name}-flow-logs`,
    { name: logGroupName, retentionInDays: flowLogs.retentionDays, kmsKeyId: flowLogs.kmsKeyArn },
    { parent },
  );
  const { role, policy } = createRole(
    `${name}-flow-logs`,
    {
      names,
      roleName: names.resource("flow-logs"),
      description: "Writes VPC flow logs",
      trusts: [
        trustService("vpc-flow-logs.amazonaws.com", {
          accountId: names.placement.accountId,
          arns: [names.regional("ec2", "vpc-flow-log/*")],
        }),
      ],
      permissions: [
        {
          sid: "WriteFlowLogs",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          resources: [names.logGroup(logGroupName), `${names.logGroup(logGroupName)}:*`],
          unproved: forAll(
            ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
            "VPC delivers its flow logs itself; the sandbox routes no packets.",
          ),
        },
        {
          sid: "FindLogGroup",
          actions: ["logs:DescribeLogGroups"],
          resources: ["*"],
          reason: "Listing log groups has no narrower resource.",
          unproved: {
            "logs:DescribeLogGroups": "VPC delivers its flow logs itself; the sandbox routes no packets.",
          },
        },
      ],
    },
    { parent },
  );
  new aws.ec2.FlowLog(
    `${name}-flow-log`,
    {
      vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
    },
    { parent, dependsOn: [policy] },
  );
}
