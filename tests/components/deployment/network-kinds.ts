interface Ec2Needs {
  /** Kind of what the call makes, and tags. */
  readonly makes?: string;
  /** Kinds of what must be the stack's already. */
  readonly on: readonly string[];
}

const makes = (kind: string, ...on: readonly string[]): Ec2Needs => ({ makes: kind, on });
const on = (...kinds: readonly string[]): Ec2Needs => ({ on: kinds });

/** On what EC2 authorises each call that a deploy makes (service authorization reference), as far as this program's calls name it. */
export const EC2_NEEDS: Readonly<Partial<Record<string, Ec2Needs>>> = {
  "ec2:CreateVpc": makes("vpc"),
  "ec2:CreateSubnet": makes("subnet", "vpc"),
  "ec2:CreateRouteTable": makes("route-table", "vpc"),
  "ec2:CreateInternetGateway": makes("internet-gateway"),
  "ec2:CreateVpcEndpoint": makes("vpc-endpoint", "vpc", "route-table"),
  "ec2:CreateSecurityGroup": makes("security-group", "vpc"),
  "ec2:CreateFlowLogs": makes("vpc-flow-log", "vpc"),
  "ec2:AllocateAddress": makes("elastic-ip"),
  "ec2:CreateNatGateway": makes("natgateway", "subnet", "elastic-ip"),
  "ec2:DescribeVpcAttribute": on("vpc"),
  "ec2:ModifyVpcAttribute": on("vpc"),
  "ec2:DeleteVpc": on("vpc"),
  "ec2:ModifySubnetAttribute": on("subnet"),
  "ec2:DeleteSubnet": on("subnet"),
  "ec2:AssociateRouteTable": on("route-table", "subnet"),
  "ec2:DisassociateRouteTable": on("route-table", "subnet"),
  "ec2:ReplaceRouteTableAssociation": on("route-table", "subnet"),
  "ec2:CreateRoute": on("route-table"),
  "ec2:ReplaceRoute": on("route-table"),
  "ec2:DeleteRoute": on("route-table"),
  "ec2:DeleteRouteTable": on("route-table"),
  "ec2:AttachInternetGateway": on("internet-gateway", "vpc"),
  "ec2:DetachInternetGateway": on("internet-gateway", "vpc"),
  "ec2:DeleteInternetGateway": on("internet-gateway"),
  "ec2:ModifyVpcEndpoint": on("vpc-endpoint", "route-table"),
  "ec2:DeleteVpcEndpoints": on("vpc-endpoint"),
  "ec2:DeleteNatGateway": on("natgateway"),
  "ec2:DisassociateAddress": on("elastic-ip"),
  "ec2:ReleaseAddress": on("elastic-ip"),
  "ec2:AuthorizeSecurityGroupEgress": on("security-group"),
  "ec2:AuthorizeSecurityGroupIngress": on("security-group"),
  "ec2:RevokeSecurityGroupEgress": on("security-group"),
  "ec2:RevokeSecurityGroupIngress": on("security-group"),
  "ec2:DeleteSecurityGroup": on("security-group"),
  "ec2:DeleteFlowLogs": on("vpc-flow-log"),
};

/** Kinds of what each type of resource is, or is made of: what is tagged. */
export const EC2_KINDS: Readonly<Partial<Record<string, readonly string[]>>> = {
  "awsx:ec2:Vpc": [
    ...["vpc", "subnet", "route-table", "internet-gateway", "vpc-endpoint", "natgateway", "elastic-ip"],
  ],
  "aws:ec2/securityGroup:SecurityGroup": ["security-group"],
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ["security-group"],
  "aws:ec2/flowLog:FlowLog": ["vpc-flow-log"],
};
