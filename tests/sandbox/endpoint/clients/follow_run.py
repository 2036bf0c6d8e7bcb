"""boto3 starts the pipeline for a date and follows its history to the end.

Prints the execution's description as JSON. Usage: follow_run.py MACHINE_ARN DATE
"""

from __future__ import annotations

import json
import sys
import time

import boto3


def main(machine_arn: str, date: str) -> None:
    states = boto3.client("stepfunctions")
    started = states.start_execution(stateMachineArn=machine_arn, input=json.dumps({"logicalDate": date}))
    arn = started["executionArn"]
    seen: list[str] = []
    deadline = time.monotonic() + 240
    while not (seen and seen[-1].startswith("Execution") and seen[-1] != "ExecutionStarted"):
        if time.monotonic() > deadline:
            sys.exit(f"{arn} did not end; its last events: {seen[-5:]}")
        time.sleep(0.2)
        pages = states.get_paginator("get_execution_history").paginate(executionArn=arn)
        seen = [event["type"] for page in pages for event in page["events"]]
    described = states.describe_execution(executionArn=arn)
    print(json.dumps({**described, "events": seen, "ResponseMetadata": None}, default=str))


if __name__ == "__main__":
    main(*sys.argv[1:])
