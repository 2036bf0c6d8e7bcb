"""The interpreter without what takes longest to load and is never used.

Upstream: for the names of a Batch job's states, the interpreter loads all of Batch and EC2: half of the start-up.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from types import ModuleType


class JobStatus(str, Enum):
    """States of a Batch job; no machine of the sandbox waits for one."""

    SUBMITTED = "SUBMITTED"
    PENDING = "PENDING"
    RUNNABLE = "RUNNABLE"
    STARTING = "STARTING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


@contextmanager
def without_batch() -> Iterator[None]:
    """While the interpreter loads; the real module is there for whoever asks later."""
    names = ModuleType("moto.batch.utils")
    names.JobStatus = JobStatus  # type: ignore[attr-defined]
    stand_ins = {"moto.batch": ModuleType("moto.batch"), "moto.batch.utils": names}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]
