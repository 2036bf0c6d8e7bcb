"""IAM, KMS, and the provider itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from service_models.declared import Declared, constant
from service_models.request import Request, ResourceType, pascal, resource_type, tag_list


def role(declared: Declared) -> Iterator[Request]:
    yield Request(
        "iam",
        "CreateRole",
        {
            "RoleName": declared["name"],
            "AssumeRolePolicyDocument": declared["assumeRolePolicy"],
            **pascal(declared.inputs, "description", "path", "permissionsBoundary", "maxSessionDuration"),
            "Tags": tag_list(declared),
        },
    )


def role_policy(declared: Declared) -> Iterator[Request]:
    names = {"RoleName": declared["role"], "PolicyName": declared["name"]}
    yield Request("iam", "PutRolePolicy", {**names, "PolicyDocument": declared["policy"]})


def managed_policy(declared: Declared) -> Iterator[Request]:
    named = {"PolicyName": declared["name"], "PolicyDocument": declared["policy"]}
    yield Request("iam", "CreatePolicy", {**named, **pascal(declared.inputs, "description", "path"), "Tags": tag_list(declared)})


def attachment(declared: Declared) -> Iterator[Request]:
    yield Request("iam", "AttachRolePolicy", {"RoleName": declared["role"], "PolicyArn": declared["policyArn"]})


def identity_provider(declared: Declared) -> Iterator[Request]:
    lists = {"ClientIDList": declared["clientIdLists"], "ThumbprintList": declared["thumbprintLists"]}
    yield Request("iam", "CreateOpenIDConnectProvider", {**pascal(declared.inputs, "url"), **lists, "Tags": tag_list(declared)})


def key(declared: Declared) -> Iterator[Request]:
    tags = tag_list(declared, "TagKey", "TagValue")
    yield Request("kms", "CreateKey", {**pascal(declared.inputs, "description", "policy"), "Tags": tags})
    made = {"KeyId": constant("00000000-0000-4000-8000-000000000000", "made by AWS")}
    window = {"PendingWindowInDays": declared["deletionWindowInDays"]}
    yield Request("kms", "ScheduleKeyDeletion", {**made, **window})


def key_alias(declared: Declared) -> Iterator[Request]:
    yield Request("kms", "CreateAlias", {"AliasName": declared["name"], "TargetKeyId": declared["targetKeyId"]})


def provider(_declared: Declared) -> Iterator[Request]:
    yield from ()


ACCESS: Mapping[str, ResourceType] = {
    "aws:iam/role:Role": resource_type(role),
    "aws:iam/rolePolicy:RolePolicy": resource_type(role_policy),
    "aws:iam/policy:Policy": resource_type(managed_policy),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": resource_type(attachment),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": resource_type(identity_provider),
    "aws:kms/key:Key": resource_type(key, enableKeyRotation="chooses between EnableKeyRotation and no call"),
    "aws:kms/alias:Alias": resource_type(key_alias),
    "pulumi:providers:aws": resource_type(
        provider,
        region="checked with every bucket, which names it",
        allowedAccountIds="compared with the account of the credentials, by the provider",
        defaultTags="checked with every resource that takes tags",
        skipCredentialsValidation="the provider's own",
        skipRegionValidation="the provider's own",
    ),
}
