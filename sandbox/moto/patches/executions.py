"""Executions as the API shows them: names, stops, time-outs, limits and history.

Upstream: an execution without a name gets the ARN ``...:None``; StopExecution forgets error and cause; a time-out of
the machine has no stop date, and its event may come late or never; history has no pages, no reverse order, no limit.
"""

from __future__ import annotations

import datetime
import re
import threading
import time
import uuid
from typing import Any, Final

from patches.clock import Clock
from patches.replacing import replace, wrap

# https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
_INPUT_BYTES: Final = 262_144
_HISTORY_PAGE: Final = 1000
_ILLEGAL_NAME: Final = re.compile(r"[\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]")
_LAST_EVENTS: Final = ("ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut", "ExecutionSucceeded")
_SETTLE_SECONDS: Final = 5.0


def patch(clock: Clock, history_events: int) -> None:
    _name_executions()
    _limit_history(history_events)
    _time_machines_out(clock)
    _stop_executions()
    _describe_executions()
    _page_history()


def _name_executions() -> None:
    from moto.stepfunctions.exceptions import InvalidExecutionInput, InvalidName
    from moto.stepfunctions.parser.models import StepFunctionsParserBackend

    def naming(original: Any) -> Any:
        def start_execution(
            self: Any,
            state_machine_arn: str,
            name: str | None = None,
            execution_input: str | None = None,
            trace_header: str | None = None,
        ) -> Any:
            name = name or str(uuid.uuid4())
            if len(name) > 80 or _ILLEGAL_NAME.search(name):
                raise InvalidName(f"Invalid Name: '{name}'")
            if len((execution_input or "").encode()) > _INPUT_BYTES:
                raise InvalidExecutionInput(f"Invalid State Machine Execution Input: more than {_INPUT_BYTES} bytes")
            return original(self, state_machine_arn, name, execution_input, trace_header)

        return start_execution

    wrap(StepFunctionsParserBackend, "start_execution", naming)


def _limit_history(most: int) -> None:
    from moto.stepfunctions.parser.asl.eval.event.event_manager import EventManager

    class HistoryLimitError(RuntimeError):
        pass

    def limiting(original: Any) -> Any:
        def add_event(self: Any, context: Any, event_type: Any, *others: Any, **named: Any) -> Any:
            if len(self._history_event_list) >= most - 1 and str(event_type.value) not in _LAST_EVENTS:
                raise HistoryLimitError(f"The execution reached the maximum number of history events ({most}).")
            return original(self, context, event_type, *others, **named)

        return add_event

    wrap(EventManager, "add_event", limiting)


def _time_machines_out(clock: Clock) -> None:
    from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent
    from moto.stepfunctions.parser.asl.component.program.program import Program

    def eval_program(self: Any, env: Any) -> None:
        env.next_state_name = self.start_at.start_at_name
        limit = self.timeout_seconds.timeout_seconds * clock.timeout_scale if self.timeout_seconds else None
        run = threading.Thread(target=EvalComponent.eval, args=(self, env), daemon=True)
        run.start()
        run.join(limit)
        if run.is_alive():
            env.set_timed_out()
            run.join(_SETTLE_SECONDS)

    replace(Program, "eval", eval_program)


def _stop_executions() -> None:
    from moto.core.responses import ActionResult
    from moto.stepfunctions.parser.asl.eval.program_state import ProgramStopped
    from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication
    from moto.stepfunctions.responses import StepFunctionResponse

    def stop_execution(self: Any) -> Any:
        execution = self.stepfunction_backend.describe_execution(self._get_param("executionArn"))
        _settle(lambda: execution.exec_worker.env is not None)
        if execution.status == "RUNNING":
            execution.stop(
                stop_date=datetime.datetime.now(tz=datetime.timezone.utc),
                error=self._get_param("error"),
                cause=self._get_param("cause"),
            )
            _settle(lambda: execution.status != "RUNNING")
        return ActionResult({"stopDate": execution.stop_date})

    replace(StepFunctionResponse, "stop_execution", stop_execution)

    def keeping_reason(original: Any) -> Any:
        def reflect(self: Any) -> None:
            state = self.execution.exec_worker.env.program_state()
            if isinstance(state, ProgramStopped):
                self.execution.error = state.error
                self.execution.cause = state.cause
            original(self)

        return reflect

    wrap(BaseExecutionWorkerCommunication, "_reflect_execution_status", keeping_reason)


def _settle(settled: Any) -> None:
    deadline = time.monotonic() + _SETTLE_SECONDS
    while not settled() and time.monotonic() < deadline:
        time.sleep(0.01)


def _describe_executions() -> None:
    from moto.core.responses import ActionResult
    from moto.stepfunctions.parser.asl.utils.encoding import to_json_str
    from moto.stepfunctions.responses import StepFunctionResponse

    def describe_execution(self: Any) -> Any:
        execution = self.stepfunction_backend.describe_execution(self._get_param("executionArn"))
        answer = {
            "executionArn": execution.execution_arn,
            "stateMachineArn": execution.state_machine_arn,
            "name": execution.name,
            "status": execution.status,
            "startDate": execution.start_date,
            "input": execution.execution_input,
            "inputDetails": {"included": True},
            "redriveCount": 0,
        }
        if execution.status != "RUNNING":
            answer["stopDate"] = execution.stop_date
        if execution.status == "SUCCEEDED":
            answer["output"] = to_json_str(execution.output, separators=(",", ":"))
            answer["outputDetails"] = {"included": True}
        for name in ("error", "cause"):
            if getattr(execution, name):
                answer[name] = getattr(execution, name)
        return ActionResult(answer)

    replace(StepFunctionResponse, "describe_execution", describe_execution)

    def dating(original: Any) -> Any:
        def list_executions(self: Any) -> Any:
            listed = original(self)
            for item in listed.result["executions"]:
                execution = self.stepfunction_backend.describe_execution(item["executionArn"])
                if execution.stop_date is not None:
                    item["stopDate"] = execution.stop_date
            return listed

        return list_executions

    wrap(StepFunctionResponse, "list_executions", dating)


def _page_history() -> None:
    from moto.core.responses import ActionResult
    from moto.stepfunctions.responses import StepFunctionResponse

    def get_execution_history(self: Any) -> Any:
        history = self.stepfunction_backend.get_execution_history(self._get_param("executionArn"))
        events = list(history["events"])
        if self._get_param("reverseOrder"):
            events.reverse()
        first = int(self._get_param("nextToken") or 0)
        last = first + (int(self._get_param("maxResults") or 0) or _HISTORY_PAGE)
        page: dict[str, Any] = {"events": events[first:last]}
        if last < len(events):
            page["nextToken"] = str(last)
        return ActionResult(page)

    replace(StepFunctionResponse, "get_execution_history", get_execution_history)
