"""One attempt of a state, which its timeout, a stop of the execution or the machine's timeout can end.

Upstream: an attempt is waited for even when the execution was stopped meanwhile; an attempt that timed out goes on in
its thread and writes events of success later; a ``.sync`` task leaves its job running; a task in a Map does not see it.
"""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from patches.clock import Clock
from patches.replacing import replace, wrap

_SLICE_SECONDS: Final = 0.05
# An ended .sync attempt stops its job before the next attempt starts another; a call in flight may outlast it.
_STOP_SECONDS: Final = 5.0


class AttemptEndedError(Exception):
    """Raised in an attempt that nobody waits for any more."""


@dataclass
class SyncTask:
    """Asks for a job's result, and knows how to stop the job."""

    resolve: Callable[[], Any]
    stop: Callable[[], Any]

    def __call__(self) -> Any:
        return self.resolve()


@dataclass(frozen=True)
class Polling:
    """A job is asked for soon, then ever more seldom: a short one is not waited for, a long one not pestered."""

    first_seconds: float = 0.05
    growth: float = 1.5
    most_seconds: float = 0.5


class _Attempt(threading.Thread):
    def __init__(self, state: Any, frame: Any) -> None:
        super().__init__(daemon=True)
        self._state = state
        self._frame = frame
        self.done = threading.Event()
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            self._state._eval_execution(self._frame)
        except Exception as failure:
            self.failure = failure
        finally:
            self.done.set()


def patch(clock: Clock, polling: Polling) -> None:
    from moto.stepfunctions.parser.asl.component.common.timeouts.timeout import EvalTimeoutError
    from moto.stepfunctions.parser.asl.component.state.exec.execute_state import ExecutionState
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import (
        StateTaskService,
    )
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (
        StateTaskServiceCallback,
    )

    def evaluate_with_timeout(self: Any, env: Any) -> None:
        self.timeout.eval(env=env)
        seconds = env.stack.pop() * clock.timeout_scale
        frame = _open_frame(env)
        attempt = _Attempt(self, frame)
        attempt.start()
        deadline = time.monotonic() + seconds
        while not attempt.done.wait(_SLICE_SECONDS) and env.is_running() and time.monotonic() < deadline:
            pass
        in_time = attempt.done.is_set()
        frame.set_ended()
        if not in_time and _is_job(self):
            attempt.done.wait(_STOP_SECONDS)
        env.close_frame(frame)
        if not env.is_running():
            return
        if not in_time:
            raise EvalTimeoutError()
        if attempt.failure is not None:
            raise attempt.failure
        _take_result(self, env, frame.stack[-1])

    replace(ExecutionState, "_evaluate_with_timeout", evaluate_with_timeout)

    def only_while_running(original: Any) -> Any:
        def after_eval_execution(self: Any, env: Any, **arguments: Any) -> None:
            if not env.is_running():
                raise AttemptEndedError()
            original(self, env=env, **arguments)

        return after_eval_execution

    wrap(StateTaskService, "_after_eval_execution", only_while_running)

    def eval_sync(_self: Any, env: Any, sync_resolver: Any, callback_endpoint: Any, **_timeouts: Any) -> Any:
        pause = polling.first_seconds
        while env.is_running():
            result = sync_resolver() or callback_endpoint.get_outcome()
            if result:
                return result
            wake = time.monotonic() + pause
            while env.is_running() and time.monotonic() < wake:
                time.sleep(min(_SLICE_SECONDS, pause))
            pause = min(pause * polling.growth, polling.most_seconds)
        sync_resolver.stop()
        raise AttemptEndedError()

    replace(StateTaskServiceCallback, "_eval_sync", eval_sync)


def _open_frame(env: Any) -> Any:
    frame = env.open_frame()
    frame.states.reset(input_value=env.states.get_input())
    frame.stack = copy.deepcopy(env.stack)
    context = env.states.context_object.context_object_data
    if "Map" in context:
        # Upstream: a task inside a Map does not see $states.context.Map.
        frame.states.context_object.context_object_data["Map"] = context["Map"]
    return frame


def _is_job(state: Any) -> bool:
    condition = getattr(getattr(state, "resource", None), "condition", None)
    return condition in ("sync", "sync:2")


def _take_result(state: Any, env: Any, result: Any) -> None:
    env.stack.append(result)
    if not state._is_language_query_jsonpath():
        env.states.set_result(result)
    for step in (state.assign_decl, state.result_selector, state.result_path):
        if step:
            step.eval(env)
