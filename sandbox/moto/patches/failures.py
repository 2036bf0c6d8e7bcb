"""Failures in the form moto's interpreter passes them on."""

from __future__ import annotations

from typing import Any

from moto.stepfunctions.parser.api import (
    EvaluationFailedEventDetails,
    HistoryEventType,
    TaskFailedEventDetails,
)
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)


def task_failure(env: Any, error: StatesErrorNameType, cause: str) -> FailureEventException:
    details = _details(taskFailedEventDetails=TaskFailedEventDetails(error=error.to_name(), cause=cause))
    return FailureEventException(
        FailureEvent(
            env=env,
            error_name=StatesErrorName(typ=error),
            event_type=HistoryEventType.TaskFailed,
            event_details=details,
        )
    )


def evaluation_failure(env: Any, cause: str) -> FailureEventException:
    """``States.QueryEvaluationError``: retriers and catchers of the state see it as any other error."""
    error = StatesErrorNameType.StatesQueryEvaluationError
    details = _details(evaluationFailedEventDetails=EvaluationFailedEventDetails(error=error.to_name(), cause=cause))
    return FailureEventException(
        FailureEvent(
            env=env,
            error_name=StatesErrorName(typ=error),
            event_type=HistoryEventType.EvaluationFailed,
            event_details=details,
        )
    )


def _details(**one_of_many: Any) -> Any:
    """moto's type demands all kinds of details at once."""
    return one_of_many
