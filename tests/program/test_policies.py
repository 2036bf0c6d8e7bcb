"""Parliament, an IAM linter, over every policy of program and bootstrap: of roles, trust, keys, buckets, topic, queues."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from parliament import analyze_policy_string

ROOT = Path(__file__).parents[2]


def policies() -> dict[str, dict[str, Any]]:
    command = ["node", "-r", "ts-node/register", "tests/program/print-policies.ts"]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    loaded: dict[str, dict[str, Any]] = json.loads(printed)
    return loaded


KNOWN = (
    # DescribeExecution takes an execution of a standard or of an express workflow. Parliament wants an ARN of each kind in the
    # statement; ours are standard ones.
    "'states:DescribeExecution', 'required_format': 'arn:*:states:*:*:express:",
    # The key policy that CloudWatch Logs asks for (its user guide, "Encrypt log data using AWS KMS") compares the encryption
    # context as an ARN, for every action it names, DescribeKey too.
    "Unknown condition kms:EncryptionContext:aws:logs:arn for action kms:DescribeKey",
    "Type mismatch: ArnLike requires a value of type Arn but given String",
    # Of the bootstrap, "example". Calls on an alias are authorised on alias and key; each has its statement, with its conditions.
    "'action': 'kms:CreateAlias', 'required_format': 'arn:*:kms:*:*:",
    # AWS has come to authorise calls on subscriptions on their topic.
    "'action': 'sns:GetSubscriptionAttributes', 'required_format': '*'",
    # AWS has come to send the boundary with these; its documentation compares it as text.
    "Unknown condition iam:PermissionsBoundary for action iam:DeleteRole",
    "Unknown condition iam:PermissionsBoundary for action iam:UpdateAssumeRolePolicy",
    "Unknown condition iam:PermissionsBoundary for action iam:UpdateRoleDescription",
    "Type mismatch: StringEquals requires a value of type String but given Arn",
    # Claims of a token are keys named after its issuer.
    "Unknown condition token.actions.githubusercontent.com:",
    "oidc-provider/token.actions.githubusercontent.com",
    # Who deploys the buckets' policies and lifecycles decides who reaches their data: docs/deploying.md says so.
    "due to s3:GetObject not being allowed, but does allow s3:PutBucketPolicy",
    "due to s3:PutObject not being allowed, but does allow s3:PutBucketPolicy",
    "due to s3:DeleteObject not being allowed, but does allow s3:PutBucketPolicy",
    "due to s3:DeleteObject not being allowed, but does allow s3:PutLifecycleConfiguration",
)


def findings(document: object, *, of_key: bool = False) -> list[str]:
    analyzed = analyze_policy_string(json.dumps(document), ignore_private_auditors=True)
    texts = [f"{finding.issue} {finding.detail} {finding.location}" for finding in analyzed.findings]
    # In a key's policy, and only there, "*" is the key itself.
    star = "RESOURCE_STAR " if of_key else None
    return [text for text in texts if not any(known in text for known in KNOWN) and not (star and text.startswith(star))]


@pytest.fixture(scope="module")
def documents() -> dict[str, dict[str, Any]]:
    return policies()


OF_STACKS = [("RolePolicy", 9), ("Role", 9), ("Key", 1), ("BucketPolicy", 5), ("TopicPolicy", 1), ("QueuePolicy", 3)]
OF_BOOTSTRAP = [("Policy", 38), ("Role", 4), ("Key", 2), ("BucketPolicy", 2)]


@pytest.mark.parametrize(
    ("stack", "kind", "least"),
    [(stack, *one) for stack in ("dev", "prod") for one in OF_STACKS] + [("example", *one) for one in OF_BOOTSTRAP],
)
def test_every_kind_of_policy_is_there(documents: dict[str, dict[str, Any]], stack: str, kind: str, least: int) -> None:
    assert sum(name.startswith(f"{stack} {kind} ") for name in documents) >= least


def test_parliament_finds_nothing_in_any_policy(documents: dict[str, dict[str, Any]]) -> None:
    found = {name: findings(document, of_key=" Key " in name) for name, document in documents.items()}
    assert {name: issues for name, issues in found.items() if issues} == {}


def test_parliament_is_really_asked() -> None:
    statement = {"Effect": "Allow", "Action": "s3:ReadEverything", "Resource": "*"}
    assert findings({"Version": "2012-10-17", "Statement": [statement]})
