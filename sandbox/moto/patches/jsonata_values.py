"""JSON data as the evaluator holds it, and back."""

from __future__ import annotations

import datetime
import decimal
import math
from collections.abc import Mapping, Sequence
from typing import Any

from jsonata.utils import Utils


class EvaluationError(Exception):
    """What Step Functions reports as ``States.QueryEvaluationError``."""


def to_jsonata(value: Any) -> Any:
    """JSON data as the evaluator holds it: a null of its own, ``None`` being undefined."""
    if value is None:
        return Utils.NULL_VALUE
    if isinstance(value, Mapping):
        return {key: to_jsonata(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_jsonata(item) for item in value]
    if isinstance(value, datetime.datetime):
        return iso_instant(value)
    if isinstance(value, decimal.Decimal):
        return float(value)
    return value


def from_jsonata(value: Any) -> Any:
    """:raises TypeError: when JSON has no word for it."""
    if value is None or value is Utils.NULL_VALUE:
        return None
    if isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise TypeError(f"number {value}")
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, Mapping):
        return {str(key): from_jsonata(member) for key, member in value.items()}
    if isinstance(value, Sequence):
        return [from_jsonata(item) for item in value]
    raise TypeError("function")


def iso_instant(instant: datetime.datetime) -> str:
    """``2008-11-21T00:00:00.000Z``"""
    return instant.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"
