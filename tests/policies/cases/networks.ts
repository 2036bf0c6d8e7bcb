import { UNKNOWN } from "../../../policies/resource";
import { type Cases, resource } from "./case";

const VPC = resource("aws:ec2/vpc:Vpc", { id: "vpc-1" });
const AWSX = resource("awsx:ec2:Vpc", { vpcId: "vpc-1" });
const AWSX_UNMADE = resource("awsx:ec2:Vpc", { vpcId: UNKNOWN });
const OF_AWSX = resource(
  "aws:ec2/vpc:Vpc",
  { id: UNKNOWN },
  { urn: "urn:pulumi:prod::stepline::awsx:ec2:Vpc$aws:ec2/vpc:Vpc::example" },
);
const inVpc = (type: string, vpcId: unknown, dependencies: readonly string[] = []) =>
  resource(type, { vpcId, ingress: [], egress: [] }, { dependencies });
const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";

const range = (from: number, to: number, source: Record<string, unknown>) => ({
  protocol: "tcp",
  fromPort: from,
  toPort: to,
  ...source,
});
const ALL_4 = { cidrBlocks: ["0.0.0.0/0"] };
const ALL_6 = { ipv6CidrBlocks: ["::/0"] };
const group = (...ingress: readonly unknown[]) =>
  resource("aws:ec2/securityGroup:SecurityGroup", { id: "sg-1", ingress });
const newRule = (properties: Record<string, unknown>) =>
  resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", { ipProtocol: "tcp", ...properties });
const oldRule = (type: string, properties: Record<string, unknown>) =>
  resource("aws:ec2/securityGroupRule:SecurityGroupRule", { type, ...properties });
const acl = (rule: Record<string, unknown>) => resource("aws:ec2/networkAcl:NetworkAcl", { ingress: [rule] });
const OPEN_RULE = { securityGroupId: "sg-1", fromPort: 5439, toPort: 5439, cidrIpv4: "10.0.0.0/8" };
const workgroup = (securityGroupIds: readonly unknown[], dependencies: readonly string[] = []) =>
  resource("aws:redshiftserverless/workgroup:Workgroup", { securityGroupIds }, { dependencies });

/** Cases of whatever a VPC must have. */
function ofVpc(type: string): Cases[string] {
  return {
    passes: {
      "a VPC's": [VPC, inVpc(type, "vpc-1")],
      "not known yet, made from it": [resource(VPC.type, { id: UNKNOWN }), inVpc(type, UNKNOWN, [VPC.urn])],
      "of awsx": [AWSX, inVpc(type, "vpc-1")],
      "of awsx, made before": [AWSX, inVpc(type, UNKNOWN)],
      "of awsx, not known yet": [AWSX_UNMADE, OF_AWSX, inVpc(type, UNKNOWN)],
    },
    fails: {
      none: [VPC],
      "another VPC's": [VPC, inVpc(type, "vpc-2")],
      "none for awsx": [AWSX_UNMADE, OF_AWSX],
      "another VPC's, of awsx": [AWSX, inVpc(type, "vpc-2")],
    },
  };
}

export const NETWORK_CASES: Cases = {
  "EC2.2-default-group-is-empty": {
    passes: {
      empty: [resource(DEFAULT_GROUP, { ingress: [], egress: [] })],
      "not set": [resource(DEFAULT_GROUP, {})],
    },
    fails: { "a way out": [resource(DEFAULT_GROUP, { ingress: [], egress: [range(0, 0, ALL_4)] })] },
  },
  "EC2.2-default-group-is-taken-over": ofVpc(DEFAULT_GROUP),
  "EC2.6-flows-are-logged": ofVpc("aws:ec2/flowLog:FlowLog"),
  "EC2.15-no-public-addresses": {
    passes: { no: [resource("aws:ec2/subnet:Subnet", {})] },
    fails: { yes: [resource("aws:ec2/subnet:Subnet", { mapPublicIpOnLaunch: true })] },
  },
  "EC2.18-only-web-ports-open-to-all": {
    passes: {
      https: [group(range(443, 443, ALL_4))],
      "any port from inside": [group(range(0, 65_535, { cidrBlocks: ["10.0.0.0/8"] }))],
      "a rule's way out": [oldRule("egress", range(0, 65_535, ALL_4))],
      "rules not known yet": [resource("aws:ec2/securityGroup:SecurityGroup", { ingress: UNKNOWN })],
    },
    fails: {
      redshift: [group(range(5439, 5439, ALL_4))],
      "a range that starts with 443": [group(range(443, 444, ALL_6))],
      "every protocol": [newRule({ ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" })],
      "a rule of the old kind": [oldRule("ingress", range(8443, 8443, ALL_6))],
    },
  },
  "EC2.19-no-risky-ports-open-to-all": {
    passes: { https: [group(range(443, 443, ALL_4))] },
    fails: { "a range around Postgres": [group(range(5000, 6000, ALL_4))] },
  },
  "EC2.53-no-administration-from-ipv4": {
    passes: { "from IPv6 is another rule's": [group(range(22, 22, ALL_6))] },
    fails: { ssh: [group(range(22, 22, ALL_4))], "every protocol": [group({ protocol: "-1", ...ALL_4 })] },
  },
  "EC2.54-no-administration-from-ipv6": {
    passes: { "from IPv4 is another rule's": [group(range(22, 22, ALL_4))] },
    fails: { rdp: [newRule({ fromPort: 3389, toPort: 3389, cidrIpv6: "::/0" })] },
  },
  "EC2.21-acl-closes-administration": {
    passes: {
      "a denial": [acl({ action: "deny", protocol: "-1", cidrBlock: "0.0.0.0/0" })],
      "answers to what was asked": [
        acl({ action: "allow", ...range(32_768, 65_535, {}), cidrBlock: "0.0.0.0/0" }),
      ],
    },
    fails: {
      everything: [acl({ action: "allow", protocol: "-1", cidrBlock: "0.0.0.0/0" })],
      "a rule apart": [
        resource("aws:ec2/networkAclRule:NetworkAclRule", {
          ruleAction: "allow",
          ...range(22, 22, {}),
          cidrBlock: "0.0.0.0/0",
        }),
      ],
    },
  },
  "Redshift.15-warehouse-lets-in-named-groups": {
    passes: {
      "from a group": [group(range(5439, 5439, { securityGroups: ["sg-2"] })), workgroup(["sg-1"])],
      "from a group, declared apart": [
        group(),
        newRule({ ...OPEN_RULE, cidrIpv4: undefined, referencedSecurityGroupId: "sg-2" }),
        workgroup(["sg-1"]),
      ],
      "another group's rule, declared apart": [
        group(),
        newRule({ ...OPEN_RULE, securityGroupId: "sg-2" }),
        workgroup(["sg-1"]),
      ],
      "a way out, declared apart": [
        group(),
        oldRule("egress", { securityGroupId: "sg-1", ...range(5439, 5439, ALL_4) }),
        workgroup(["sg-1"]),
      ],
      "another's group": [group(range(5439, 5439, { cidrBlocks: ["10.0.0.0/8"] })), workgroup(["sg-2"])],
    },
    fails: {
      "from addresses": [group(range(5439, 5439, { cidrBlocks: ["10.0.0.0/8"] })), workgroup(["sg-1"])],
      "declared apart": [group(), newRule(OPEN_RULE), workgroup(["sg-1"])],
      "declared apart, by addresses of a list": [
        group(),
        newRule({ ...OPEN_RULE, cidrIpv4: undefined, prefixListId: "pl-1" }),
        workgroup(["sg-1"]),
      ],
      "declared apart, of the old kind": [
        group(),
        oldRule("ingress", {
          securityGroupId: "sg-1",
          ...range(5439, 5439, { cidrBlocks: ["10.0.0.0/8"] }),
        }),
        workgroup(["sg-1"]),
      ],
      "declared apart, its group not known yet": [
        { ...group(), properties: { id: UNKNOWN } },
        resource(
          "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
          { ...OPEN_RULE, securityGroupId: UNKNOWN },
          { dependencies: [group().urn] },
        ),
        workgroup([UNKNOWN], [group().urn]),
      ],
      "its group not known yet": [
        group(range(5439, 5439, { cidrBlocks: ["10.0.0.0/8"] })),
        workgroup([UNKNOWN], [group().urn]),
      ],
    },
  },
};
