"""EC2's network, and Redshift Serverless in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from service_models.declared import Declared, Input, constant
from service_models.request import Request, ResourceType, Tree, alike, pascal, resource_type, tag_list

MADE_GROUP = constant("sg-00000000000000000", "made by AWS")
MADE_VPC = constant("vpc-00000000000000000", "made by AWS")


def tagged(declared: Declared, kind: str) -> dict[str, Tree]:
    return {"TagSpecifications": [{"ResourceType": constant(kind), "Tags": tag_list(declared)}]}


def vpc(declared: Declared) -> Iterator[Request]:
    yield Request("ec2", "CreateVpc", {**pascal(declared.inputs, "cidrBlock"), **tagged(declared, "vpc")})
    names: Tree = {"Value": declared["enableDnsHostnames"]}
    yield Request("ec2", "ModifyVpcAttribute", {"VpcId": MADE_VPC, "EnableDnsHostnames": names})
    for endpoint in declared["vpcEndpointSpecs"].each():
        members = pascal(endpoint, "serviceName", "vpcEndpointType")
        yield Request("ec2", "CreateVpcEndpoint", {**members, "VpcId": MADE_VPC, **tagged(declared, "vpc-endpoint")})


def security_group(declared: Declared) -> Iterator[Request]:
    yield Request(
        "ec2",
        "CreateSecurityGroup",
        {
            "GroupName": declared["name"],
            **pascal(declared.inputs, "description", "vpcId"),
            **tagged(declared, "security-group"),
        },
    )
    yield from rules_of_group(declared)


def default_group(declared: Declared) -> Iterator[Request]:
    yield Request("ec2", "DescribeSecurityGroups", {"Filters": [{"Name": constant("vpc-id"), "Values": [declared["vpcId"]]}]})
    yield from rules_of_group(declared)
    tags = tag_list(declared)
    yield Request("ec2", "CreateTags", {"Resources": [MADE_GROUP], "Tags": tags})


def rules_of_group(declared: Declared) -> Iterator[Request]:
    for direction in ("ingress", "egress"):
        for rule in declared[direction].each():
            permission: Tree = {
                "IpProtocol": rule["protocol"],
                **pascal(rule, "fromPort", "toPort"),
                "IpRanges": [{"CidrIp": range, **pascal(rule, "description")} for range in rule["cidrBlocks"].each()],
            }
            operation = f"AuthorizeSecurityGroup{direction.capitalize()}"
            yield Request("ec2", operation, {"GroupId": MADE_GROUP, "IpPermissions": [permission]})


def flow_log(declared: Declared) -> Iterator[Request]:
    yield Request(
        "ec2",
        "CreateFlowLogs",
        {
            "ResourceIds": [declared["vpcId"]],
            "ResourceType": constant("VPC"),
            "DeliverLogsPermissionArn": declared["iamRoleArn"],
            **pascal(declared.inputs, "trafficType", "logDestination", "logDestinationType"),
            **tagged(declared, "vpc-flow-log"),
        },
    )


def namespace(declared: Declared) -> Iterator[Request]:
    admin = ("adminUsername", "manageAdminPassword", "adminPasswordSecretKmsKeyId")
    members = alike(declared.inputs, "namespaceName", "dbName", "kmsKeyId", "iamRoles", "logExports", *admin)
    yield Request("redshift-serverless", "CreateNamespace", {**members, "tags": lower_tags(declared)})


def workgroup(declared: Declared) -> Iterator[Request]:
    size = ("baseCapacity", "maxCapacity")
    place = ("subnetIds", "securityGroupIds", "enhancedVpcRouting", "publiclyAccessible")
    yield Request(
        "redshift-serverless",
        "CreateWorkgroup",
        {
            **alike(declared.inputs, "workgroupName", "namespaceName", *size, *place),
            "configParameters": [parameter(one) for one in declared["configParameters"].each()],
            "tags": lower_tags(declared),
        },
    )


def parameter(one: Input) -> Tree:
    return alike(one, "parameterKey", "parameterValue")


def lower_tags(declared: Declared) -> list[Tree]:
    return tag_list(declared, "key", "value")


def usage_limit(declared: Declared) -> Iterator[Request]:
    members = alike(declared.inputs, "resourceArn", "usageType", "amount", "period", "breachAction")
    yield Request("redshift-serverless", "CreateUsageLimit", members)


def statement(declared: Declared) -> Iterator[Request]:
    members = pascal(declared.inputs, "database", "secretArn", "sql", "workgroupName")
    yield Request("redshift-data", "ExecuteStatement", members)


NETWORK_AND_WAREHOUSE: Mapping[str, ResourceType] = {
    "awsx:ec2:Vpc": resource_type(
        vpc,
        numberOfAvailabilityZones="awsx counts by it",
        subnetStrategy="how awsx cuts the VPC's addresses",
        subnetSpecs="awsx cuts the subnets' addresses by it: limits/network_and_warehouse.py",
        natGateways="how many awsx makes",
        vpcEndpointStrategy="whether awsx attaches endpoints to route tables",
    ),
    "aws:ec2/securityGroup:SecurityGroup": resource_type(
        security_group, revokeRulesOnDelete="takes the rules away before the group is deleted"
    ),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": resource_type(default_group),
    "aws:ec2/flowLog:FlowLog": resource_type(flow_log),
    "aws:redshiftserverless/namespace:Namespace": resource_type(namespace),
    "aws:redshiftserverless/workgroup:Workgroup": resource_type(workgroup),
    "aws:redshiftserverless/usageLimit:UsageLimit": resource_type(usage_limit),
    "aws:redshiftdata/statement:Statement": resource_type(statement),
}
