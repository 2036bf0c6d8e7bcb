"""Waits that end when the execution does, and that tests can shorten.

Upstream: a retry's pause is a plain ``time.sleep``, so a stopped execution stays RUNNING until it is over.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any

from patches.replacing import replace, wrap

# How late a pause notices that its execution ended.
_SLICE_SECONDS = 0.05


@dataclass(frozen=True)
class Clock:
    """Factors on the seconds a definition declares; 1 is real time.

    ``time_scale`` shortens Wait states and the pauses between attempts: their number and order stay as declared.
    ``timeout_scale`` is apart, for tests of timeouts only: a task's work is not scaled, so neither is its limit.
    """

    time_scale: float = 1.0
    timeout_scale: float = 1.0

    def pause(self, env: Any, seconds: float) -> None:
        deadline = time.monotonic() + seconds * self.time_scale
        while env.is_running():
            left = deadline - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, _SLICE_SECONDS))


class _RetryTime:
    """Stands for the module ``time`` in the retrier."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._here = threading.local()

    def enter(self, env: Any) -> None:
        self._here.env = env

    def sleep(self, seconds: float) -> None:
        self._clock.pause(self._here.env, seconds)


def patch(clock: Clock) -> None:
    from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
    from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction

    retry_time = _RetryTime(clock)
    replace(retrier_decl, "time", retry_time)

    def noting_environment(original: Any) -> Any:
        def eval_body(self: Any, env: Any) -> None:
            retry_time.enter(env)
            original(self, env)

        return eval_body

    wrap(retrier_decl.RetrierDecl, "_eval_body", noting_environment)

    def wait_interval(_self: Any, env: Any, wait_seconds: float) -> None:
        clock.pause(env, wait_seconds)

    replace(WaitFunction, "_wait_interval", wait_interval)
