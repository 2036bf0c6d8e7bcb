"""What a documented limit is, and the few kinds of them there are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from service_models.declared import Input

#: Given a value, and all inputs of its resource.
Holds: TypeAlias = Callable[[Any, Mapping[str, Any]], bool]

KILOBYTE = 1024


@dataclass(frozen=True)
class Limit:
    #: `rules[].id`: every rule's. An input that is not there keeps every limit.
    path: str
    #: Told of a value that breaks it: `must be ...`.
    rule: str
    #: Page of AWS that says so.
    source: str
    holds: Holds


Limits: TypeAlias = Mapping[str, Sequence[Limit]]


def selected(inputs: Input, path: str) -> list[Input]:
    """The values at a path."""
    found = [inputs]
    for step in path.split("."):
        found = [one[step.removesuffix("[]")] for one in found]
        if step.endswith("[]"):
            found = [member for one in found for member in one.each()]
    return [one for one in found if one.given]


def matching(pattern: str) -> Holds:
    """A text that the pattern takes as a whole."""
    expression = re.compile(pattern, re.ASCII)
    return lambda value, _: isinstance(value, str) and expression.fullmatch(value) is not None


def between(least: float, most: float) -> Holds:
    return lambda value, _: isinstance(value, (int, float)) and least <= value <= most


def one_of(values: Collection[Any]) -> Holds:
    return lambda value, _: value in values


def at_most_bytes(most: int) -> Holds:
    return lambda value, _: len(str(value).encode()) <= most


def is_object(value: Any, _inputs: object = None) -> bool:
    """A JSON document with members."""
    return isinstance(as_json(value), Mapping)


def as_json(text: Any) -> Any:
    """None for what is no JSON."""
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return None


def distinct(values: Sequence[Any]) -> bool:
    return len({json.dumps(value) for value in values}) == len(values)
