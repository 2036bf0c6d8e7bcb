"""Reads typed members out of parsed JSON; what does not fit names its path, its value and what was expected."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class JsonObject:
    """One JSON object and where it is: `contract.source.columns[3]`."""

    members: dict[str, Any]
    path: str
    error: type[Exception]

    @staticmethod
    def parse(text: str, path: str, error: type[Exception]) -> "JsonObject":
        try:
            value = json.loads(text)
        except ValueError as problem:
            raise error(f"{path} is not JSON ({problem}): write it again.") from None
        return JsonObject._of(value, path, error)

    def text(self, name: str) -> str:
        return self._typed(name, str, "a text")

    def optional_text(self, name: str) -> str | None:
        return self.text(name) if name in self.members else None

    def boolean(self, name: str) -> bool:
        return self._typed(name, bool, "true or false")

    def integer(self, name: str) -> int:
        value = self._typed(name, int, "an integer")
        if isinstance(value, bool):
            raise self._misfit(name, "an integer")
        return value

    def number(self, name: str) -> float:
        value = self.members.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._misfit(name, "a number")
        return value

    def choice(self, name: str, *allowed: str) -> str:
        value = self.text(name)
        if value not in allowed:
            raise self._misfit(name, " or ".join(json.dumps(one) for one in allowed))
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        values = self._typed(name, list, "a list of texts")
        if not all(isinstance(value, str) for value in values):
            raise self._misfit(name, "a list of texts")
        return tuple(values)

    def object(self, name: str) -> "JsonObject":
        return JsonObject._of(self.members.get(name), f"{self.path}.{name}", self.error)

    def objects(self, name: str, read: Callable[["JsonObject"], T]) -> tuple[T, ...]:
        values = self._typed(name, list, "a list of objects")
        return tuple(
            read(JsonObject._of(value, f"{self.path}.{name}[{position}]", self.error)) for position, value in enumerate(values)
        )

    def format_version(self, supported: int) -> None:
        if self.members.get("formatVersion") != supported:
            raise self.error(
                f"{self.path}.formatVersion is {json.dumps(self.members.get('formatVersion'))}, this job reads {supported}: "
                "deploy the job and its contracts together."
            )

    @staticmethod
    def _of(value: Any, path: str, error: type[Exception]) -> "JsonObject":
        if not isinstance(value, dict):
            raise error(f"{path} is {_short(value)}, expected an object.")
        return JsonObject(value, path, error)

    def _typed(self, name: str, kind: type[T], expected: str) -> T:
        value = self.members.get(name)
        if not isinstance(value, kind):
            raise self._misfit(name, expected)
        return value

    def _misfit(self, name: str, expected: str) -> Exception:
        found = _short(self.members[name]) if name in self.members else "missing"
        return self.error(f"{self.path}.{name} is {found}, expected {expected}.")


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
