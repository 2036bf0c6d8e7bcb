import { items, ofType, read, refersTo, type Resource, UNKNOWN } from "../resource";
import { must, resourceRule, type Rule, stackRule, type Violation } from "../rule";

const VPC = "aws:ec2/vpc:Vpc";
const AWSX_VPC = "awsx:ec2:Vpc";
const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const FLOW_LOG = "aws:ec2/flowLog:FlowLog";

/** VPCs without a resource of a type that names them. One that awsx makes is its component: that is what a program declares. */
function vpcsWithout(resources: readonly Resource[], type: string, problem: string): readonly Violation[] {
  return ofType(resources, [VPC, AWSX_VPC])
    .filter(({ urn }) => !urn.includes(`${AWSX_VPC}$`))
    .filter((vpc) => !ofType(resources, [type]).some((part) => isOfVpc(part, vpc)))
    .map((resource) => ({ resource, problem }));
}

function isOfVpc(part: Resource, vpc: Resource): boolean {
  const own = read(part, "vpcId");
  if (vpc.type === VPC) {
    return refersTo(part, "vpcId", vpc);
  }
  // What is made from a component's output depends on what the component made, not on the component.
  return own === UNKNOWN || (own !== undefined && own === read(vpc, "vpcId"));
}

export const networkRules: readonly Rule[] = [
  resourceRule({
    name: "EC2.2-default-group-is-empty",
    controls: ["EC2.2"],
    checks: "The default security group lets nothing in and nothing out.",
    enforcement: "mandatory",
    types: [DEFAULT_GROUP],
    check: (group) =>
      ["ingress", "egress"].flatMap((direction) =>
        must(group, direction, (rules) => items(rules).length === 0, `Set ${direction} to []`),
      ),
  }),
  stackRule({
    name: "EC2.2-default-group-is-taken-over",
    controls: ["EC2.2"],
    checks: "Every VPC's default security group is declared: AWS's own lets its members talk to each other.",
    enforcement: "mandatory",
    check: (resources) =>
      vpcsWithout(
        resources,
        DEFAULT_GROUP,
        "its default security group is as AWS makes it. Declare a DefaultSecurityGroup without rules.",
      ),
  }),
  stackRule({
    name: "EC2.6-flows-are-logged",
    controls: ["EC2.6", "VPC7"],
    checks: "Every VPC logs its traffic.",
    enforcement: "mandatory",
    check: (resources) => vpcsWithout(resources, FLOW_LOG, "it has no flow log. Declare a FlowLog for it."),
  }),
  resourceRule({
    name: "EC2.15-no-public-addresses",
    controls: ["EC2.15"],
    checks: "No subnet gives public addresses by itself.",
    enforcement: "mandatory",
    types: ["aws:ec2/subnet:Subnet"],
    check: (subnet) =>
      must(
        subnet,
        "mapPublicIpOnLaunch",
        (mapped) => mapped !== true,
        'Set mapPublicIpOnLaunch to false; for awsx, use subnets of type "Private" or "Isolated"',
      ),
  }),
];
