"""A wrong value, put into a resource that a program really declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

from service_models.declared import Declared
from service_models.wrong_values import REMOVED, Wrong


def planted(resources: Iterable[Declared], wrong: Wrong) -> Declared:
    """Raises LookupError when no resource has a place for it: the table must follow the program."""
    for one in resources:
        if one.type == wrong.type:
            inputs: dict[str, Any] = deepcopy(dict(one.values))
            if put(inputs, steps(wrong.path), wrong.value):
                return replace(one, values=inputs, read=set())
    raise LookupError(f"No {wrong.type} has a place for {wrong.path}.")


def steps(path: str) -> list[str | int]:
    """`rules[0].id` -> rules, 0, id."""
    return [int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path)]


def put(inside: Any, path: list[str | int], value: Any) -> bool:
    """Whether there was a place."""
    step, *rest = path
    there = step in inside if isinstance(inside, Mapping) else isinstance(step, int) and step < len(inside)
    if rest:
        return there and put(inside[step], rest, value)
    if value is REMOVED:
        if there:
            del inside[step]
        return there
    inside[step] = value
    return True
