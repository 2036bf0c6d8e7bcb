from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from fake_gateway import ADMIN_TOKEN, FakeGateway

LAUNCHER_DIRECTORY = Path(__file__).parents[3] / "sandbox" / "moto"

ACCOUNT = "111122223333"
REGION = "eu-west-1"
TIME_SCALE = 0.02
HISTORY_EVENTS = 1500


class Launched:
    """A running launcher with its gateway."""

    def __init__(self, gateway: FakeGateway, port: int) -> None:
        self.gateway = gateway
        self.port = port
        self.states = self.client("stepfunctions")

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=f"http://127.0.0.1:{self.port}",
            region_name=REGION,
            aws_access_key_id="operator",
            aws_secret_access_key="secret",
            config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
        )

    def machine(self, definition: dict[str, Any], role: str = "machine") -> str:
        name = f"machine-{uuid.uuid4()}"
        created = self.states.create_state_machine(
            name=name,
            definition=json.dumps({"QueryLanguage": "JSONata", **definition}),
            roleArn=f"arn:aws:iam::{ACCOUNT}:role/{role}",
        )
        return str(created["stateMachineArn"])

    def start(self, definition: dict[str, Any], execution_input: Any = None, name: str | None = None) -> str:
        arn = self.machine(definition)
        started = self.states.start_execution(
            stateMachineArn=arn, name=name or f"run-{uuid.uuid4()}", input=json.dumps(execution_input or {})
        )
        return str(started["executionArn"])

    def run(self, definition: dict[str, Any], execution_input: Any = None, name: str | None = None) -> dict[str, Any]:
        """Description of the execution, once it ended."""
        return self.ended(self.start(definition, execution_input, name))

    def ended(self, execution_arn: str) -> dict[str, Any]:
        described: dict[str, Any] = eventually(
            lambda: self.states.describe_execution(executionArn=execution_arn),
            lambda it: it["status"] != "RUNNING",
        )
        return described

    def output(self, definition: dict[str, Any], execution_input: Any = None) -> Any:
        described = self.run(definition, execution_input)
        assert described["status"] == "SUCCEEDED", (described.get("error"), described.get("cause"))
        return json.loads(described["output"])

    def events(self, execution_arn: str) -> list[dict[str, Any]]:
        pages = self.states.get_paginator("get_execution_history").paginate(executionArn=execution_arn)
        return [event for page in pages for event in page["events"]]


def eventually(ask: Callable[[], Any], enough: Callable[[Any], bool], seconds: float = 20) -> Any:
    deadline = time.monotonic() + seconds
    while True:
        answer = ask()
        if enough(answer):
            return answer
        assert time.monotonic() < deadline, f"still {answer}"
        time.sleep(0.02)


def launch(directory: Path, gateway: FakeGateway, *options: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [
            sys.executable,
            str(LAUNCHER_DIRECTORY / "launcher.py"),
            "--gateway-url",
            gateway.url,
            "--log-file",
            str(directory / "moto.log"),
            *options,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "STEPLINE_ADMIN_TOKEN": ADMIN_TOKEN},
    )
    assert process.stdout is not None
    ready = process.stdout.readline().split()
    assert ready[:1] == ["ready"], (directory / "moto.log").read_text()
    gateway.moto_port = int(ready[1])
    return process


def one_task(resource: str, arguments: Any, **fields: Any) -> dict[str, Any]:
    """A machine of one task."""
    state = {
        "Type": "Task",
        "Resource": f"arn:aws:states:::{resource}",
        "Arguments": arguments,
        "End": True,
        **fields,
    }
    return {"StartAt": "Work", "States": {"Work": state}}


def caught(definition: dict[str, Any], *errors: str) -> dict[str, Any]:
    """The machine with its task's errors caught: its output is the error."""
    states = {**definition["States"], "Caught": {"Type": "Succeed", "Output": "{% $states.input %}"}}
    catch = [{"ErrorEquals": [error], "Next": "Caught", "Output": "{% $states.errorOutput %}"} for error in errors]
    states["Work"] = {**states["Work"], "Catch": catch}
    return {**definition, "States": states}
