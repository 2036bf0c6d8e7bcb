"""Parliament, an IAM linter, over every identity policy of the program."""

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


# DescribeExecution takes an execution of a standard or of an express workflow. Parliament wants an ARN of each kind in the
# statement; ours are standard ones.
KNOWN = "'states:DescribeExecution', 'required_format': 'arn:*:states:*:*:express:"


def findings(document: object) -> list[str]:
    analyzed = analyze_policy_string(json.dumps(document), ignore_private_auditors=True)
    texts = [f"{finding.issue} {finding.detail} {finding.location}" for finding in analyzed.findings]
    return [text for text in texts if KNOWN not in text]


@pytest.fixture(scope="module")
def documents() -> dict[str, dict[str, Any]]:
    return policies()


def test_every_role_of_both_stacks_has_a_policy(documents: dict[str, dict[str, Any]]) -> None:
    for stack in ("dev", "prod"):
        assert sum(name.startswith(f"{stack} ") for name in documents) >= 9


def test_parliament_finds_nothing_in_any_policy(documents: dict[str, dict[str, Any]]) -> None:
    found = {name: findings(document) for name, document in documents.items()}
    assert {name: issues for name, issues in found.items() if issues} == {}


def test_parliament_is_really_asked() -> None:
    statement = {"Effect": "Allow", "Action": "s3:ReadEverything", "Resource": "*"}
    assert findings({"Version": "2012-10-17", "Statement": [statement]})
