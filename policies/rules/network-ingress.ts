import { items, member, ofType, read, refersTo, type Resource, textOf, UNKNOWN } from "../resource";
import { resourceRule, type Rule, shown, stackRule } from "../rule";

interface Opening {
  readonly from: number;
  readonly to: number;
  readonly sources: readonly unknown[];
}

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const OLD_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const ANYWHERE_4 = "0.0.0.0/0";
const ANYWHERE_6 = "::/0";
const ADMINISTRATION = [22, 3389];
const WEB = [80, 443];

/** Ports of services that are attacked as soon as they are seen (Security Hub user guide, EC2.19). */
const HIGH_RISK = [
  ...[20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601],
  ...[8080, 8088, 8888, 9200, 9300],
];

/** What a security group, or a rule of one, lets in. What is not known yet is left out. */
function openings(resource: Resource): readonly Opening[] {
  if (resource.type === GROUP) {
    return items(read(resource, "ingress")).map((rule) => opening(rule, "protocol"));
  }
  if (resource.type === OLD_RULE) {
    return read(resource, "type") === "ingress" ? [opening(resource.properties, "protocol")] : [];
  }
  return [opening(resource.properties, "ipProtocol")];
}

function opening(rule: unknown, protocolProperty: string): Opening {
  const protocol = member(rule, protocolProperty);
  const port = (property: string, otherwise: number): number => {
    const value = member(rule, property);
    return typeof value === "number" ? value : otherwise;
  };
  const all = protocol === "-1" || protocol === -1 || protocol === "all";
  return {
    from: all ? 0 : port("fromPort", 0),
    to: all ? 65_535 : port("toPort", 65_535),
    sources: [
      ...items(member(rule, "cidrBlocks")),
      ...items(member(rule, "ipv6CidrBlocks")),
      member(rule, "cidrIpv4"),
      member(rule, "cidrIpv6"),
      ...items(member(rule, "prefixListIds")),
      member(rule, "prefixListId"),
    ],
  };
}

function ingressRule(
  name: string,
  controls: readonly string[],
  checks: string,
  from: readonly string[],
  forbids: (range: Opening) => boolean,
): Rule {
  return resourceRule({
    name,
    controls,
    checks,
    enforcement: "mandatory",
    types: [GROUP, OLD_RULE, INGRESS_RULE],
    check: (resource) =>
      openings(resource)
        .filter(({ sources }) => sources.some((source) => from.includes(textOf(source))))
        .filter(forbids)
        .map(
          ({ from: first, to }) =>
            `ports ${first} to ${to} are open to ${from.join(" or ")}. Name the address range or the security group that needs them.`,
        ),
  });
}

const holdsOneOf =
  (ports: readonly number[]) =>
  ({ from, to }: Opening): boolean =>
    ports.some((port) => from <= port && port <= to);

const NACLS = ["aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"];
const NACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule";

/** Entries that let in, of an ACL or of a rule declared apart. */
function aclOpenings(resource: Resource): readonly Opening[] {
  const entry = (rule: unknown, action: string): readonly Opening[] =>
    member(rule, action) === "allow"
      ? [
          opening(
            {
              ...(rule as object),
              cidrIpv4: member(rule, "cidrBlock"),
              cidrIpv6: member(rule, "ipv6CidrBlock"),
            },
            "protocol",
          ),
        ]
      : [];
  if (resource.type === NACL_RULE) {
    return read(resource, "egress") === true ? [] : entry(resource.properties, "ruleAction");
  }
  return items(read(resource, "ingress")).flatMap((rule) => entry(rule, "action"));
}

export const networkIngressRules: readonly Rule[] = [
  ingressRule(
    "EC2.18-only-web-ports-open-to-all",
    ["EC2.18", "EC23"],
    "From the whole internet a security group lets in ports 80 and 443 at most.",
    [ANYWHERE_4, ANYWHERE_6],
    ({ from, to }) => from !== to || !WEB.includes(from),
  ),
  ingressRule(
    "EC2.19-no-risky-ports-open-to-all",
    ["EC2.19"],
    "No port of a service that is often attacked is open to the whole internet.",
    [ANYWHERE_4, ANYWHERE_6],
    holdsOneOf(HIGH_RISK),
  ),
  ingressRule(
    "EC2.53-no-administration-from-ipv4",
    ["EC2.53"],
    "Ports 22 and 3389 are not open to 0.0.0.0/0.",
    [ANYWHERE_4],
    holdsOneOf(ADMINISTRATION),
  ),
  ingressRule(
    "EC2.54-no-administration-from-ipv6",
    ["EC2.54"],
    "Ports 22 and 3389 are not open to ::/0.",
    [ANYWHERE_6],
    holdsOneOf(ADMINISTRATION),
  ),
  resourceRule({
    name: "EC2.21-acl-closes-administration",
    controls: ["EC2.21"],
    checks: "No network ACL lets in ports 22 or 3389 from everywhere.",
    enforcement: "mandatory",
    types: [...NACLS, NACL_RULE],
    check: (acl) =>
      aclOpenings(acl)
        .filter(({ sources }) => sources.some((source) => [ANYWHERE_4, ANYWHERE_6].includes(textOf(source))))
        .filter(holdsOneOf(ADMINISTRATION))
        .map(
          ({ from, to }) => `ports ${from} to ${to} are open to everywhere. Name the range that needs them.`,
        ),
  }),
  stackRule({
    name: "Redshift.15-warehouse-lets-in-named-groups",
    controls: ["Redshift.15"],
    checks: "What a warehouse's security groups let in comes from named security groups, not from addresses.",
    enforcement: "mandatory",
    check: (resources) => {
      const warehouses = ofType(resources, ["aws:redshiftserverless/workgroup:Workgroup"]);
      const groups = ofType(resources, [GROUP]).filter((group) =>
        warehouses.some((warehouse) => protects(group, warehouse)),
      );
      const apart = ofType(resources, [INGRESS_RULE, OLD_RULE]).filter((rule) =>
        groups.some((group) => refersTo(rule, "securityGroupId", group)),
      );
      return [...groups, ...apart].flatMap((resource) =>
        openings(resource).flatMap(({ sources }) => {
          const addresses = sources.filter((source) => source !== undefined && source !== UNKNOWN);
          const problem = `ingress is from ${shown(addresses)}. Name the security groups that need it instead.`;
          return addresses.length === 0 ? [] : [{ resource, problem }];
        }),
      );
    },
  }),
];

function protects(group: Resource, warehouse: Resource): boolean {
  const groups = items(read(warehouse, "securityGroupIds"));
  return groups.some((id) => id === UNKNOWN)
    ? warehouse.dependencies.includes(group.urn)
    : groups.includes(read(group, "id"));
}
