"""IAM and KMS."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from service_models.declared import Declared
from service_models.limits.limit import KILOBYTE, Limit, Limits, at_most_bytes, between, is_object, matching
from service_models.request import Finding

QUOTAS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"
KMS_API = "https://docs.aws.amazon.com/kms/latest/APIReference"

TRUST_POLICY_CHARACTERS = 2048
INLINE_POLICY_CHARACTERS = 10_240
MANAGED_POLICY_CHARACTERS = 6144
#: A role's quota can be raised to 20, at AWS's discretion.
ATTACHED_POLICIES = 10

ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"


def counted(policy: object) -> int:
    """Characters as IAM counts them: without white space."""
    return len("".join(str(policy).split()))


ACCESS_LIMITS: Limits = {
    "aws:iam/role:Role": [
        Limit(
            "assumeRolePolicy",
            f"must be at most {TRUST_POLICY_CHARACTERS} characters, white space apart",
            QUOTAS,
            lambda policy, _: counted(policy) <= TRUST_POLICY_CHARACTERS,
        ),
        Limit("assumeRolePolicy", "must be a JSON document", QUOTAS, is_object),
    ],
    ROLE_POLICY: [Limit("policy", "must be a JSON document", QUOTAS, is_object)],
    "aws:iam/policy:Policy": [
        Limit(
            "policy",
            f"must be at most {MANAGED_POLICY_CHARACTERS} characters, white space apart",
            QUOTAS,
            lambda policy, _: counted(policy) <= MANAGED_POLICY_CHARACTERS,
        ),
        Limit("policy", "must be a JSON document", QUOTAS, is_object),
    ],
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": [
        Limit(
            "url",
            "must begin with https://, without a port",
            "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html",
            matching(r"https://[^\s:/]+(/\S*)?"),
        ),
    ],
    "aws:kms/key:Key": [
        Limit(
            "deletionWindowInDays",
            "must be 7 to 30",
            f"{KMS_API}/API_ScheduleKeyDeletion.html",
            between(7, 30),
        ),
        Limit(
            "policy",
            "must be at most 32 KB",
            "https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html",
            at_most_bytes(32 * KILOBYTE),
        ),
        Limit("policy", "must be a JSON document", f"{KMS_API}/API_CreateKey.html", is_object),
    ],
    "aws:kms/alias:Alias": [
        Limit(
            "name",
            "must begin with alias/, and not with alias/aws/",
            f"{KMS_API}/API_CreateAlias.html",
            matching(r"alias/(?!aws/)[A-Za-z0-9/_-]+"),
        ),
    ],
}


def policies_of_roles(resources: Sequence[Declared]) -> Iterator[Finding]:
    """Roles whose policies are, together, more than IAM takes."""
    for role, several in by_role(resources, ROLE_POLICY).items():
        total = sum(counted(one["policy"].value) for one in several)
        if total > INLINE_POLICY_CHARACTERS:
            rule = (
                f"must be at most {INLINE_POLICY_CHARACTERS} characters of policies in role {role}, white space apart ({QUOTAS})"
            )
            yield Finding(f"{ROLE_POLICY} {names(several)}", "policy", total, rule)
    for role, several in by_role(resources, ATTACHMENT).items():
        if len(several) > ATTACHED_POLICIES:
            rule = f"must be at most {ATTACHED_POLICIES} managed policies of role {role} ({QUOTAS})"
            yield Finding(f"{ATTACHMENT} {names(several)}", "policyArn", len(several), rule)


def by_role(resources: Iterable[Declared], kind: str) -> dict[str, list[Declared]]:
    found: dict[str, list[Declared]] = defaultdict(list)
    for one in resources:
        if one.type == kind:
            found[str(one["role"].value)].append(one)
    return found


def names(resources: Iterable[Declared]) -> str:
    return ", ".join(f'"{one.name}"' for one in resources)
