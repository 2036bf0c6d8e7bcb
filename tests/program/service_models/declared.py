"""A resource as a program declares it, read by name: what was read, and what was not, is known afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final


class Absent:
    """In the place of an input that is not there."""

    def __repr__(self) -> str:
        return "nothing"


ABSENT: Final = Absent()


@dataclass(frozen=True)
class Input:
    """A value, or part of one, and where it stands: `rules[0].filter.prefix`."""

    value: Any
    path: str
    read: set[str] = field(default_factory=set, compare=False, repr=False)

    @property
    def given(self) -> bool:
        return self.value is not ABSENT

    def __getitem__(self, key: str) -> Input:
        """The member of a mapping; of anything else, and where there is none, an absent input: its type is checked elsewhere."""
        inside = self.value.get(key, ABSENT) if isinstance(self.value, Mapping) else ABSENT
        return Input(inside, f"{self.path}.{key}" if self.path else key, self.read)

    def each(self) -> list[Input]:
        """The members of a list. What is no list has none, and stays unread."""
        if not isinstance(self.value, list):
            return []
        if not self.value:
            self.note()
        return [Input(member, f"{self.path}[{index}]", self.read) for index, member in enumerate(self.value)]

    def entries(self) -> list[tuple[str, Input]]:
        """The members of a mapping, by key."""
        return [(key, self[key]) for key in self.value] if isinstance(self.value, Mapping) else []

    def changed(self, change: Callable[[Any], Any]) -> Input:
        """Another value, told as this one's."""
        return Input(change(self.value) if self.given else ABSENT, self.path, self.read)

    def as_text(self) -> Input:
        """`60` -> `"60"`, `true` -> `"true"`: APIs whose attributes are a map of texts. A text stays as it is."""
        return self.changed(lambda value: value if isinstance(value, str) else json.dumps(value))

    def note(self) -> None:
        """Remembers that it was read, with all that is in it."""
        self.read.add(self.path)


def constant(value: Any, said_by: str = "the provider") -> Input:
    """What no input of the resource says."""
    return Input(value, f"({said_by})")


@dataclass(frozen=True)
class Declared:
    """A resource of a program."""

    type: str
    name: str
    #: `eu-west-1`: where its stack is.
    region: str
    values: Mapping[str, Any]
    #: Given by the stack's provider to everything that takes tags.
    default_tags: Mapping[str, str]
    read: set[str] = field(default_factory=set, compare=False, repr=False)

    def __getitem__(self, key: str) -> Input:
        return self.inputs[key]

    @property
    def inputs(self) -> Input:
        return Input(self.values, "", self.read)

    def tags(self) -> dict[str, Input]:
        """Its own tags, over the provider's."""
        default = {key: Input(value, f"(the provider's defaultTags).{key}") for key, value in self.default_tags.items()}
        return {**default, **dict(self["tags"].entries())}

    def unread(self) -> list[Input]:
        """Every value, mapping or list without members, that nothing read."""
        return [leaf for leaf in leaves(self.inputs) if not any(covers(path, leaf.path) for path in self.read)]


def leaves(one: Input) -> Iterator[Input]:
    members = one.each() if isinstance(one.value, list) else [member for _, member in one.entries()]
    if members:
        for member in members:
            yield from leaves(member)
    elif one.path:
        yield one


def covers(path: str, inside: str) -> bool:
    """Whether `inside` is `path`, or a part of what is there."""
    return inside == path or (inside.startswith(path) and inside[len(path)] in ".[")
