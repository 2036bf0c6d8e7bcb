"""EC2's network, and Redshift Serverless."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_network
from typing import Any

from service_models.limits.limit import KILOBYTE, Limit, Limits, at_most_bytes, distinct, matching, one_of

EC2 = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference"
VPC = "https://docs.aws.amazon.com/vpc/latest/userguide"
REDSHIFT = "https://docs.aws.amazon.com/redshift/latest/mgmt"
SERVERLESS_API = "https://docs.aws.amazon.com/redshift-serverless/latest/APIReference"

GROUP_TEXT = r"[A-Za-z0-9 ._\-:/()#,@\[\]+=&;{}!$*]{0,255}"
GROUP_RULE = "must be at most 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*"

#: Those of a workgroup, but for limits to single queries.
SETTINGS = """
    auto_mv datestyle enable_case_sensitive_identifier enable_user_activity_logging query_group search_path require_ssl
    use_fips_ssl wlm_json_configuration
"""
LIMITS_TO_QUERIES = """
    max_query_cpu_time max_query_blocks_read max_scan_row_count max_query_execution_time max_query_queue_time
    max_query_cpu_usage_percent max_query_temp_blocks_to_disk max_join_row_count max_nested_loop_join_row_count
"""
PARAMETERS, QUERY_LIMITS = frozenset(SETTINGS.split()), frozenset(LIMITS_TO_QUERIES.split())

#: Not all of SQL's: those that a database or its administrator might be called by.
SQL_WORDS = """
    all analyze any both case cast check column create cross default delete distinct drop else end except false foreign from full
    grant group having inner insert into join left like limit not null open order outer primary public right rollback select
    session_user set table tag then top true union unique update user using values verbose view when where with
"""
RESERVED_WORDS = frozenset(SQL_WORDS.split())


def mask_in_range(cidr: Any, _inputs: object = None) -> bool:
    try:
        return 16 <= ip_network(str(cidr)).prefixlen <= 28
    except ValueError:
        return False


def any_network(cidr: Any, _inputs: object) -> bool:
    try:
        ip_network(str(cidr))
    except ValueError:
        return False
    return True


def subnets_fit(specs: Any, inputs: Mapping[str, Any]) -> bool:
    """Every zone has one of each, and together they are no more than the VPC."""
    addresses = sum(2 ** (32 - spec.get("cidrMask", 28)) for spec in specs) * inputs.get("numberOfAvailabilityZones", 3)
    return all(16 <= spec.get("cidrMask", 28) <= 28 for spec in specs) and (
        not mask_in_range(inputs.get("cidrBlock")) or addresses <= ip_network(inputs["cidrBlock"]).num_addresses
    )


def capacity(units: Any, _inputs: object) -> bool:
    return isinstance(units, int) and (
        units == 4 or (8 <= units <= 512 and units % 8 == 0) or (512 < units <= 1024 and units % 32 == 0)
    )


def name_of_database(name: Any, _inputs: object) -> bool:
    pattern = matching(r"[a-z_][a-z0-9_+.@-]{0,63}")
    return pattern(name, {}) and name not in RESERVED_WORDS


def ports(inputs_path: str) -> Limit:
    return Limit(
        inputs_path,
        "must have ports from 0 to 65535, the first not after the last",
        f"{EC2}/API_IpPermission.html",
        lambda rule, _: rule.get("protocol") not in ("tcp", "udp") or 0 <= rule["fromPort"] <= rule["toPort"] <= 65_535,
    )


NETWORK_AND_WAREHOUSE_LIMITS: Limits = {
    "awsx:ec2:Vpc": [
        Limit("cidrBlock", "must be a network with a mask from /16 to /28", f"{VPC}/vpc-cidr-blocks.html", mask_in_range),
        Limit("subnetSpecs", "must have masks from 16 to 28, and fit into the VPC", f"{VPC}/subnet-sizing.html", subnets_fit),
        Limit(
            "subnetSpecs[].type",
            "must be Public, Private, Isolated or Unused",
            "https://www.pulumi.com/registry/packages/awsx/api-docs/ec2/vpc/",
            one_of(("Public", "Private", "Isolated", "Unused")),
        ),
    ],
    "aws:ec2/securityGroup:SecurityGroup": [
        Limit("name", GROUP_RULE, f"{EC2}/API_CreateSecurityGroup.html", matching(GROUP_TEXT)),
        Limit("name", "must not start with sg-", f"{EC2}/API_CreateSecurityGroup.html", matching(r"(?!sg-).*")),
        Limit("description", GROUP_RULE, f"{EC2}/API_CreateSecurityGroup.html", matching(GROUP_TEXT)),
        Limit("egress[].description", GROUP_RULE, f"{EC2}/API_IpRange.html", matching(GROUP_TEXT)),
        Limit("egress[].cidrBlocks[]", "must be a network", f"{EC2}/API_IpRange.html", any_network),
        ports("egress[]"),
        ports("ingress[]"),
    ],
    "aws:ec2/flowLog:FlowLog": [
        Limit(
            "vpcId",
            "must be the id of a VPC",
            f"{EC2}/API_CreateFlowLogs.html",
            matching(r"vpc-([0-9a-f]{8}|[0-9a-f]{17})"),
        ),
    ],
    "aws:redshiftserverless/namespace:Namespace": [
        Limit(
            "dbName",
            "must be at most 64 small letters, digits and _ + . @ -, a letter or _ first, and no reserved word",
            f"{REDSHIFT}/amazon-redshift-limits.html",
            name_of_database,
        ),
        Limit(
            "adminUsername",
            "must be at most 64 small letters, digits and _ + . @ -, a letter or _ first, and no reserved word",
            f"{REDSHIFT}/amazon-redshift-limits.html",
            name_of_database,
        ),
        Limit(
            "adminPasswordSecretKmsKeyId",
            "must come with manageAdminPassword",
            f"{SERVERLESS_API}/API_CreateNamespace.html",
            lambda _, inputs: inputs.get("manageAdminPassword") is True,
        ),
    ],
    "aws:redshiftserverless/workgroup:Workgroup": [
        Limit(
            "baseCapacity",
            "must be 4, a multiple of 8 up to 512, or of 32 up to 1024 RPU",
            f"{REDSHIFT}/serverless-capacity.html",
            capacity,
        ),
        Limit(
            "maxCapacity",
            "must be at least baseCapacity, and of the same steps",
            f"{REDSHIFT}/serverless-capacity.html",
            lambda units, inputs: capacity(units, inputs) and units >= inputs.get("baseCapacity", 0),
        ),
        Limit(
            "subnetIds",
            "must be at least three different subnets",
            f"{REDSHIFT}/serverless-usage-considerations.html",
            lambda ids, _: len(ids) >= 3 and distinct(ids),
        ),
        Limit(
            "configParameters[].parameterKey",
            "must be a parameter of a workgroup",
            f"{SERVERLESS_API}/API_ConfigParameter.html",
            one_of(PARAMETERS | QUERY_LIMITS),
        ),
        Limit(
            "configParameters",
            "must have each parameter once, and not both wlm_json_configuration and limits to queries",
            f"{SERVERLESS_API}/API_ConfigParameter.html",
            lambda given, _: (
                distinct(keys := [one.get("parameterKey") for one in given])
                and not ("wlm_json_configuration" in keys and QUERY_LIMITS & set(keys))
            ),
        ),
    ],
    "aws:redshiftserverless/usageLimit:UsageLimit": [
        Limit(
            "amount",
            "must be a positive number",
            f"{SERVERLESS_API}/API_CreateUsageLimit.html",
            lambda amount, _: amount > 0,
        ),
    ],
    "aws:redshiftdata/statement:Statement": [
        Limit("sql", "must be at most 200 KB", f"{REDSHIFT}/data-api.html", at_most_bytes(200 * KILOBYTE)),
    ],
}
