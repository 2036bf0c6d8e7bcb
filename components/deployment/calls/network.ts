import type { Names } from "../../naming";
import { adopted, created, owned } from "./ownership";
import type { ServiceCalls } from "./service-calls";

type Target = "NewNetwork" | "NewTags" | "AdoptedGroup" | "OwnNetwork" | "BorrowedVpcs" | "EveryNetwork";

/** Calls that make something, and tag it as they do. */
const CREATE_ACTIONS = [
  ...["CreateVpc", "CreateSubnet", "CreateRouteTable", "CreateInternetGateway", "CreateVpcEndpoint"],
  ...["CreateSecurityGroup", "CreateFlowLogs", "AllocateAddress", "CreateNatGateway"],
];

/** Made by the program itself, not by awsx. */
const OTHERS: readonly string[] = ["CreateSecurityGroup", "CreateFlowLogs"];

/** Made within a VPC, or of something, that the stack must own as well. */
const WITHIN_OWN = [
  ...["CreateSubnet", "CreateRouteTable", "CreateVpcEndpoint", "CreateSecurityGroup", "CreateFlowLogs"],
  "CreateNatGateway",
];

const KINDS = [
  ...["vpc", "subnet", "route-table", "internet-gateway", "vpc-endpoint", "security-group"],
  ...["vpc-flow-log", "elastic-ip", "natgateway"],
];

/**
 * The VPC that awsx makes, with gateways for environments that choose them, its security groups and its flow log. EC2 names things by
 * identifiers: tags say whose they are.
 */
export const NETWORK_CALLS: ServiceCalls<Target> = {
  name: "network",
  targets: (names, { vpcIds }) => ({
    NewNetwork: { resources: ec2(names, KINDS), conditions: created(names) },
    NewTags: {
      resources: ec2(names, KINDS),
      conditions: { StringEquals: { ...created(names).StringEquals, "ec2:CreateAction": CREATE_ACTIONS } },
    },
    // A VPC is born with a group that has no tags; the program takes it over and empties it.
    AdoptedGroup: { resources: ec2(names, ["security-group"]), conditions: adopted(names) },
    OwnNetwork: { resources: ec2(names, KINDS), conditions: owned(names) },
    // Of somebody else: a group is made in it, which is the stack's, and nothing about the VPC changes.
    BorrowedVpcs: { resources: vpcIds.map((id) => names.regional("ec2", `vpc/${id}`)) },
    EveryNetwork: { resources: ["*"], reason: "EC2 lists what an account has: no narrower resource." },
  }),
  types: {
    "awsx:ec2:Vpc": [
      {
        on: "EveryNetwork",
        read: describe([
          ...["AvailabilityZones", "Vpcs", "Subnets", "RouteTables", "InternetGateways", "VpcEndpoints"],
          ...[
            "PrefixLists",
            "NetworkAcls",
            "SecurityGroups",
            "Addresses",
            "AddressesAttribute",
            "NatGateways",
          ],
        ]),
        delete: describe(["NetworkInterfaces"]),
      },
      { on: "NewNetwork", create: ec2Actions(CREATE_ACTIONS.filter((action) => !OTHERS.includes(action))) },
      { on: "NewTags", create: ["ec2:CreateTags"] },
      {
        on: "OwnNetwork",
        read: ["ec2:DescribeVpcAttribute"],
        create: ec2Actions([
          ...WITHIN_OWN.filter((action) => !OTHERS.includes(action)),
          ...["ModifyVpcAttribute", "AssociateRouteTable", "AttachInternetGateway", "CreateRoute"],
        ]),
        update: ec2Actions([
          ...["ModifyVpcAttribute", "ModifySubnetAttribute", "ModifyVpcEndpoint", "ReplaceRoute"],
          ...["ReplaceRouteTableAssociation", "CreateTags", "DeleteTags"],
        ]),
        delete: ec2Actions([
          ...["DeleteVpc", "DeleteSubnet", "DeleteRouteTable", "DisassociateRouteTable", "DeleteRoute"],
          ...["DetachInternetGateway", "DeleteInternetGateway", "DeleteVpcEndpoints"],
          ...["DeleteNatGateway", "DisassociateAddress", "ReleaseAddress"],
        ]),
      },
    ],
    "aws:ec2/securityGroup:SecurityGroup": [
      {
        on: "EveryNetwork",
        read: describe(["SecurityGroups", "SecurityGroupRules"]),
        delete: describe(["NetworkInterfaces"]),
      },
      { on: "NewNetwork", create: ["ec2:CreateSecurityGroup"] },
      { on: "BorrowedVpcs", create: ["ec2:CreateSecurityGroup"] },
      { on: "NewTags", create: ["ec2:CreateTags"] },
      {
        on: "OwnNetwork",
        // A group is born with a rule that lets everything out.
        create: [
          "ec2:CreateSecurityGroup",
          "ec2:RevokeSecurityGroupEgress",
          "ec2:AuthorizeSecurityGroupEgress",
        ],
        update: ec2Actions([
          ...["AuthorizeSecurityGroupEgress", "RevokeSecurityGroupEgress", "CreateTags", "DeleteTags"],
          ...["AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"],
        ]),
        delete: ec2Actions([
          "RevokeSecurityGroupIngress",
          "RevokeSecurityGroupEgress",
          "DeleteSecurityGroup",
        ]),
      },
    ],
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": [
      { on: "EveryNetwork", read: describe(["SecurityGroups"]) },
      { on: "AdoptedGroup", create: ["ec2:CreateTags"] },
      {
        on: "OwnNetwork",
        create: ec2Actions(["RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress"]),
        update: ec2Actions(["CreateTags", "DeleteTags"]),
      },
    ],
    "aws:ec2/flowLog:FlowLog": [
      { on: "EveryNetwork", read: describe(["FlowLogs"]) },
      { on: "NewNetwork", create: ["ec2:CreateFlowLogs"] },
      { on: "NewTags", create: ["ec2:CreateTags"] },
      {
        on: "OwnNetwork",
        create: ["ec2:CreateFlowLogs"],
        update: ec2Actions(["CreateTags", "DeleteTags"]),
        delete: ["ec2:DeleteFlowLogs"],
      },
    ],
    // What Redshift Serverless looks up in the name of who makes a workgroup (CloudFormation's handler of it).
    "aws:redshiftserverless/workgroup:Workgroup": [
      {
        on: "EveryNetwork",
        create: describe([
          ...["SecurityGroups", "Addresses", "InternetGateways", "Subnets", "AccountAttributes"],
          "AvailabilityZones",
        ]),
      },
      ...(["OwnNetwork", "BorrowedVpcs"] as const).map((on) => ({
        on,
        create: ["ec2:DescribeVpcAttribute"],
      })),
    ],
  },
};

function ec2(names: Names, kinds: readonly string[]): readonly string[] {
  return kinds.map((kind) => names.regional("ec2", `${kind}/*`));
}

function ec2Actions(actions: readonly string[]): readonly string[] {
  return actions.map((action) => `ec2:${action}`);
}

function describe(things: readonly string[]): readonly string[] {
  return ec2Actions(things.map((thing) => `Describe${thing}`));
}
