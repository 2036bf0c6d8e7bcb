"""Executions of state machines as they are kept: what the API tells of them. One that was running is told as aborted."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any, Final

from keeping.resources import Declared

_CAUSE: Final = "The sandbox stopped while this execution was running."
_FIELDS: Final = (
    "name",
    "sm_type",
    "role_arn",
    "exec_arn",
    "execution_arn",
    "account_id",
    "region_name",
    "state_machine_arn",
    "start_date",
    "stop_date",
    "execution_input",
    "input_data",
    "trace_header",
    "output",
    "error",
    "cause",
)


class Machines(Declared):
    name = "state machine"

    def __init__(self, account_id: str) -> None:
        from moto.stepfunctions.parser.models import stepfunctions_parser_backends

        self._backends = stepfunctions_parser_backends[account_id]

    def places(self) -> Mapping[str, Any]:
        regions = self._backends.items()
        return {f"{region}/{it.name}": it for region, backend in regions for it in backend.state_machines}

    def changes_by_itself(self) -> bool:
        return any(execution.status == "RUNNING" for machine in self.places().values() for execution in machine.executions)

    def take(self, machine: Any) -> Any:
        return {"created": machine.creation_date, "executions": [_taken(it) for it in list(machine.executions)]}

    def put(self, machine: Any, kept: Any) -> None:
        machine.creation_date = kept["created"]
        machine.executions.extend(_restored(machine, fields) for fields in kept["executions"])


def _taken(execution: Any) -> dict[str, Any]:
    # First: an execution that ends in between has its last event then, and is told by it.
    status = str(execution.status)
    fields = {field: getattr(execution, field) for field in _FIELDS}
    return {**fields, "status": status, "history": execution.to_history_output()["events"], "at": _now()}


class _History:
    """In the place of the worker that ran the execution, and of its environment: it has nothing but the history."""

    def __init__(self, events: list[Any]) -> None:
        self._events = events
        self.env = self
        self.event_manager = self
        self.callback_pool_manager = self
        self.map_run_record_pool_manager = self

    def get_event_history(self) -> list[Any]:
        return list(self._events)

    def heartbeat(self, callback_id: str) -> bool:
        """No task of an execution that ended waits for anybody."""
        return False

    def notify(self, callback_id: str, outcome: Any) -> bool:
        return False

    def get(self, _map_run_arn: str) -> None:
        return None

    def get_all(self) -> list[Any]:
        return []


def _restored(machine: Any, kept: dict[str, Any]) -> Any:
    from moto.stepfunctions.parser.api import CloudWatchEventsExecutionDataDetails, ExecutionStatus
    from moto.stepfunctions.parser.backend.execution import Execution

    execution = Execution.__new__(Execution)
    for field in _FIELDS:
        setattr(execution, field, kept[field])
    execution.state_machine = machine
    execution.input_details = CloudWatchEventsExecutionDataDetails(included=True)
    execution.output_details = CloudWatchEventsExecutionDataDetails(included=True)
    history = list(kept["history"])
    status = kept["status"] if kept["status"] != "RUNNING" else _ended(execution, history, kept["at"])
    execution.exec_status = ExecutionStatus(status)
    worker: Any = _History(history)
    execution.exec_worker = worker
    return execution


def _ended(execution: Any, history: list[Any], at: datetime.datetime) -> str:
    """Status of one that was running: how its last event says it ended, or else it is aborted here."""
    last = history[-1] if history else {}
    kind = str(getattr(last.get("type"), "value", last.get("type")))
    execution.stop_date = at
    if kind == "ExecutionSucceeded":
        execution.output = json.loads(last["executionSucceededEventDetails"]["output"])
        return "SUCCEEDED"
    statuses = {"ExecutionFailed": "FAILED", "ExecutionTimedOut": "TIMED_OUT", "ExecutionAborted": "ABORTED"}
    if kind in statuses:
        details: dict[str, Any] = next((value for name, value in last.items() if name.endswith("EventDetails")), {})
        execution.error, execution.cause = details.get("error"), details.get("cause")
        return statuses[kind]
    execution.cause = _CAUSE
    history.append(
        {
            "id": last.get("id", 0) + 1,
            "previousEventId": last.get("id", 0),
            "timestamp": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "type": "ExecutionAborted",
            "executionAbortedEventDetails": {"cause": _CAUSE},
        }
    )
    return "ABORTED"


def _now() -> datetime.datetime:
    return datetime.datetime.now(tz=datetime.timezone.utc)
