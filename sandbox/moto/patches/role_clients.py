"""Every call of a machine goes to the gateway, signed with the role AWS would use.

Upstream: ``boto_client_for`` signs all calls with one fixed key, calls ``localhost:$MOTO_PORT``, ignores the role it
is given and builds a new client for each call.
"""

from __future__ import annotations

import json
import re
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

import botocore.session
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import ClientError

from patches.replacing import replace

# A function may run 15 minutes; the state's own timeout decides earlier.
_READ_TIMEOUT_SECONDS = 1000


@dataclass(frozen=True)
class Gateway:
    """The sandbox's AWS endpoint, ``http://127.0.0.1:4566``, and the token a service asks for role sessions with."""

    url: str
    admin_token: str


@dataclass(frozen=True)
class RoleCredentials:
    access_key_id: str
    secret_access_key: str
    session_token: str


@dataclass(frozen=True)
class Caller:
    """On whose behalf a call is made; moto passes it around as ``state_credentials`` and reads its ``role_arn``."""

    role_arn: str
    machine_role_arn: str
    machine_arn: str
    execution_arn: str
    session_name: str


class RoleRefusedError(Exception):
    """The role's trust policy, or the machine's permission to assume it, said no."""


class RoleClients:
    """boto clients by caller and service; a session lives as long as the execution that opened it."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._session = botocore.session.Session()
        self._lock = threading.RLock()
        self._clients: dict[tuple[Caller, str, str], BaseClient] = {}
        self._credentials: dict[Caller, RoleCredentials] = {}
        # No proxy of the environment stands between two processes on the loopback interface.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def client(self, region: str, service: str, caller: Caller) -> BaseClient:
        """:raises RoleRefusedError: when the caller's role cannot be had."""
        key = (caller, service, region)
        with self._lock:
            client = self._clients.get(key)
            if client is None:
                client = self._connect(region, service, self.credentials(region, caller))
                self._clients[key] = client
            return client

    def credentials(self, region: str, caller: Caller) -> RoleCredentials:
        """Those of the machine's role, or of the role a Task's ``Credentials`` name, assumed by the machine's role."""
        with self._lock:
            known = self._credentials.get(caller)
            if known is None:
                own = caller.role_arn == caller.machine_role_arn
                known = self._issue(caller) if own else self._assume(region, caller)
                self._credentials[caller] = known
            return known

    def forget(self, execution_arn: str) -> None:
        with self._lock:
            for key in [key for key in self._clients if key[0].execution_arn == execution_arn]:
                del self._clients[key]
            for caller in [caller for caller in self._credentials if caller.execution_arn == execution_arn]:
                del self._credentials[caller]

    def _issue(self, caller: Caller) -> RoleCredentials:
        body = {
            "roleArn": caller.role_arn,
            "service": "states.amazonaws.com",
            "sessionName": caller.session_name,
            "sourceArn": caller.machine_arn,
        }
        request = urllib.request.Request(
            f"{self._gateway.url}/_stepline/credentials",
            data=json.dumps(body).encode(),
            headers={"content-type": "application/json", "x-stepline-admin": self._gateway.admin_token},
        )
        try:
            with self._opener.open(request, timeout=30) as response:
                issued: dict[str, Any] = json.load(response)
        except urllib.error.HTTPError as refusal:
            raise RoleRefusedError(_message(refusal.read())) from refusal
        return RoleCredentials(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])

    def _assume(self, region: str, caller: Caller) -> RoleCredentials:
        machine = Caller(
            role_arn=caller.machine_role_arn,
            machine_role_arn=caller.machine_role_arn,
            machine_arn=caller.machine_arn,
            execution_arn=caller.execution_arn,
            session_name=caller.session_name,
        )
        try:
            # Step Functions gives the machine's ARN as external id: a target's trust policy may ask for it.
            # https://docs.aws.amazon.com/step-functions/latest/dg/concepts-cross-acct-sync-pattern.html
            answer = self.client(region, "sts", machine).assume_role(
                RoleArn=caller.role_arn, RoleSessionName=caller.session_name, ExternalId=caller.machine_arn
            )
        except ClientError as refusal:
            raise RoleRefusedError(str(refusal.response["Error"]["Message"])) from refusal
        issued = answer["Credentials"]
        return RoleCredentials(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])

    def _connect(self, region: str, service: str, credentials: RoleCredentials) -> BaseClient:
        client = self._session.create_client(
            service,
            region_name=region,
            endpoint_url=self._gateway.url,
            aws_access_key_id=credentials.access_key_id,
            aws_secret_access_key=credentials.secret_access_key,
            aws_session_token=credentials.session_token,
            config=Config(
                # What the definition says is what is sent: sdk_integrations.py checks it, in Step Functions' words.
                parameter_validation=False,
                # Attempts are the definition's business: a hidden retry would change their count.
                retries={"total_max_attempts": 1},
                connect_timeout=10,
                read_timeout=_READ_TIMEOUT_SECONDS,
                max_pool_connections=20,
                proxies={},
                s3={"addressing_style": "path"},
            ),
        )
        client.meta.events.register("after-call", _number_request)
        return client


def _number_request(parsed: dict[str, Any], **_event: Any) -> None:
    """Causes of errors quote the request's id; a service that fails early gives none."""
    parsed["ResponseMetadata"].setdefault("RequestId", "none")


def _message(body: bytes) -> str:
    try:
        answer = json.loads(body)
        return str(answer.get("message") or answer.get("Message") or answer)
    except ValueError:
        return body.decode(errors="replace")


def caller_of(env: Any, role_arn: str | None = None) -> Caller:
    """The caller of a state that runs in ``env``; ``role_arn`` when its ``Credentials`` name another role."""
    context = env.states.context_object.context_object_data
    machine_role_arn: str = env.aws_execution_details.role_arn
    return Caller(
        role_arn=role_arn or machine_role_arn,
        machine_role_arn=machine_role_arn,
        machine_arn=context["StateMachine"]["Id"],
        execution_arn=context["Execution"]["Id"],
        session_name=session_name(context["Execution"]["Name"]),
    )


def session_name(execution_name: str) -> str:
    """Role session names have at most 64 of ``[\\w+=,.@-]``; execution names 80 of more letters."""
    return re.sub(r"[^A-Za-z0-9_+=,.@-]", "-", execution_name)[:64]


def patch(clients: RoleClients) -> None:
    from moto.stepfunctions.parser.asl.utils import boto_client

    def client_of_caller(region: str, service: str, state_credentials: Any = None) -> BaseClient:
        if not isinstance(state_credentials, Caller):
            raise RuntimeError(
                f"A call of Step Functions to {service} does not say whose it is: "
                "Map's ItemReader and ResultWriter are not modelled by the sandbox."
            )
        return clients.client(region, service, state_credentials)

    # Before any module that imports the name: they keep their own reference.
    replace(boto_client, "boto_client_for", client_of_caller)

    from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
        StatesErrorNameType,
    )
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.state_task import StateTask
    from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication

    from patches.failures import task_failure

    def eval_state_credentials(self: Any, env: Any) -> Caller:
        role_arn = None
        if self.credentials:
            self.credentials.eval(env=env)
            role_arn = env.stack.pop().role_arn
        caller = caller_of(env, role_arn)
        try:
            clients.credentials(env.aws_execution_details.region, caller)
        except RoleRefusedError as refusal:
            raise task_failure(env, StatesErrorNameType.StatesPermissions, str(refusal)) from refusal
        return caller

    replace(StateTask, "_eval_state_credentials", eval_state_credentials)

    def terminated(self: Any) -> None:
        self._reflect_execution_status()
        clients.forget(self.execution.exec_arn)

    replace(BaseExecutionWorkerCommunication, "terminated", terminated)
