import type { Computed, ComputedOutputs, Declared } from "./computed-outputs";
import { arn, digits } from "./identifiers";

/** Networks: what the program declares of one, and what awsx's components make inside. */
export const networkOutputs: Readonly<Record<string, ComputedOutputs>> = {
  "aws:ec2/vpc:Vpc": ({ place, urn }) =>
    outputsOf("vpc", "vpc", place, urn, {
      ownerId: place.accountId,
      mainRouteTableId: `rtb-${digits(`${urn}/main`, 17)}`,
      defaultSecurityGroupId: `sg-${digits(`${urn}/default`, 17)}`,
    }),
  "aws:ec2/subnet:Subnet": ({ place, urn }) => outputsOf("subnet", "subnet", place, urn),
  "aws:ec2/internetGateway:InternetGateway": ({ place, urn }) =>
    outputsOf("igw", "internet-gateway", place, urn),
  "aws:ec2/routeTable:RouteTable": ({ place, urn }) => outputsOf("rtb", "route-table", place, urn),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ({ urn }) => ({
    id: `rtbassoc-${digits(urn, 17)}`,
  }),
  "aws:ec2/route:Route": ({ text, urn }) => ({
    id: `r-${text("routeTableId")}${digits(urn, 10)}`,
    outputs: { origin: "CreateRoute", state: "active" },
  }),
  "aws:ec2/eip:Eip": ({ place, urn }) => {
    const id = `eipalloc-${digits(urn, 17)}`;
    return {
      id,
      outputs: { allocationId: id, domain: "vpc", arn: arn(place, "ec2", `elastic-ip/${id}`) },
    };
  },
  "aws:ec2/natGateway:NatGateway": ({ urn }) => ({
    id: `nat-${digits(urn, 17)}`,
    outputs: { networkInterfaceId: `eni-${digits(urn, 17)}` },
  }),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ({ place, urn }) =>
    outputsOf("vpce", "vpc-endpoint", place, urn, {
      state: "available",
      prefixListId: `pl-${digits(urn, 8)}`,
    }),
  "aws:ec2/securityGroup:SecurityGroup": securityGroup,
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ({ place, urn }) =>
    outputsOf("sg", "security-group", place, urn, { name: "default", ownerId: place.accountId }),
  "aws:ec2/flowLog:FlowLog": ({ place, urn }) => outputsOf("fl", "vpc-flow-log", place, urn),
};

/** `vpc-0f3c…`, and its ARN. */
function outputsOf(
  prefix: string,
  resource: string,
  place: Declared["place"],
  urn: string,
  outputs: Readonly<Record<string, unknown>> = {},
): Computed {
  const id = `${prefix}-${digits(urn, 17)}`;
  return { id, outputs: { ...outputs, arn: arn(place, "ec2", `${resource}/${id}`) } };
}

function securityGroup({ place, physicalName, urn }: Declared): Computed {
  return outputsOf("sg", "security-group", place, urn, { name: physicalName(), ownerId: place.accountId });
}
