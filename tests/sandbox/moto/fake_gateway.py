"""A gateway for tests of the launcher: gives out role sessions, serves some calls itself, passes the others to moto."""

from __future__ import annotations

import http.client
import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

ADMIN_TOKEN = "token-of-the-tests"
_CREDENTIAL = re.compile(r"Credential=(?P<key>[^/]+)/\d+/[^/]+/(?P<service>[^/]+)/")
_LAMBDA_PATH = re.compile(r"^/2015-03-31/functions/(?P<name>[^/]+)/invocations")


@dataclass(frozen=True)
class Call:
    service: str
    operation: str
    role_arn: str
    session_name: str
    input: Any


@dataclass(frozen=True)
class Answer:
    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def refusal(code: str, message: str = "no", status: int = 400) -> Answer:
    return Answer({"__type": code, "message": message}, status, {"x-amzn-errortype": code})


Handler = Callable[[Call], Any]


class FakeGateway:
    """``serve["glue.GetJobRun"] = lambda call: {...}``; ``calls`` has every call a machine made, in order."""

    def __init__(self) -> None:
        self.serve: dict[str, Handler] = {}
        self.calls: list[Call] = []
        self.issued: list[dict[str, str]] = []
        self.refused_roles: set[str] = set()
        self.moto_port = 0
        self._sessions: dict[str, tuple[str, str]] = {}
        self._lock = threading.Lock()
        gateway = self

        class Requests(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                gateway._handle(self)

            do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = handle_any

            def log_message(self, *_arguments: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Requests)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def reset(self) -> None:
        self.serve.clear()
        self.calls.clear()
        self.issued.clear()
        self.refused_roles.clear()

    def called(self, operation: str) -> list[Call]:
        return [call for call in self.calls if f"{call.service}.{call.operation}" == operation]

    def session(self, role_arn: str, session_name: str) -> dict[str, str]:
        with self._lock:
            key = f"ASIA{len(self._sessions):016d}"
            self._sessions[key] = (role_arn, session_name)
        return {"AccessKeyId": key, "SecretAccessKey": "secret", "SessionToken": f"token-{key}"}

    def _handle(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("content-length") or 0))
        if request.path == "/_stepline/credentials":
            self._answer(request, self._issue(request, body))
            return
        signature = _CREDENTIAL.search(request.headers.get("authorization", ""))
        assert signature is not None, f"unsigned: {request.path}"
        role_arn, session_name = self._sessions[signature["key"]]
        call = Call(signature["service"], _operation(request, body), role_arn, session_name, _input(request, body))
        self.calls.append(call)
        handler = self.serve.get(f"{call.service}.{call.operation}")
        if handler is None:
            self._proxy(request, body)
            return
        answer = handler(call)
        self._answer(request, answer if isinstance(answer, Answer) else Answer(answer))

    def _issue(self, request: BaseHTTPRequestHandler, body: bytes) -> Answer:
        asked = json.loads(body)
        assert request.headers["x-stepline-admin"] == ADMIN_TOKEN
        self.issued.append(asked)
        if asked["roleArn"] in self.refused_roles:
            return refusal("AccessDenied", f"{asked['service']} may not assume {asked['roleArn']}", 403)
        return Answer(self.session(asked["roleArn"], asked["sessionName"]))

    def _answer(self, request: BaseHTTPRequestHandler, answer: Answer) -> None:
        payload = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        request.send_response(answer.status)
        request.send_header("content-length", str(len(payload)))
        for name, value in answer.headers.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(payload)

    def _proxy(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        moto = http.client.HTTPConnection("127.0.0.1", self.moto_port, timeout=30)
        headers = {name: value for name, value in request.headers.items() if name.lower() not in ("connection", "content-length")}
        moto.request(request.command, request.path, body, headers)
        response = moto.getresponse()
        kept = {
            name: value
            for name, value in response.getheaders()
            if name.lower() not in ("content-length", "connection", "transfer-encoding", "date", "server")
        }
        self._answer(request, Answer(response.read(), response.status, kept))
        moto.close()


def _operation(request: BaseHTTPRequestHandler, body: bytes) -> str:
    target = request.headers.get("x-amz-target")
    if target is not None:
        return target.rsplit(".", 1)[1]
    if _LAMBDA_PATH.match(request.path):
        return "Invoke"
    action = re.search(rb"(?:^|&)Action=(\w+)", body)
    return action[1].decode() if action else f"{request.command} {request.path}"


def _input(request: BaseHTTPRequestHandler, body: bytes) -> Any:
    function = _LAMBDA_PATH.match(request.path)
    try:
        parsed = json.loads(body) if body else {}
    except ValueError:
        return body.decode(errors="replace")
    return {"FunctionName": unquote(function["name"]), "Payload": parsed} if function else parsed
