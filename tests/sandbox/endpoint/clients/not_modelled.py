"""boto3 asks for what the sandbox can't answer truthfully.

Reads ``[[service, operation, arguments], ...]`` from standard input; prints ``[[code, status, message] or null, ...]``.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


def main() -> None:
    # TestState's host would be `sync-127.0.0.1`.
    config = Config(retries={"total_max_attempts": 1}, inject_host_prefix=False)
    clients: dict[str, Any] = {}
    answers: list[list[Any] | None] = []
    for service, operation, arguments in json.load(sys.stdin):
        client = clients.setdefault(service, boto3.client(service, config=config))
        try:
            getattr(client, operation)(**arguments)
            answers.append(None)
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            answers.append([error.response["Error"]["Code"], status, error.response["Error"].get("Message", "")])
    print(json.dumps(answers))


if __name__ == "__main__":
    main()
