"""Requests to AWS's APIs, as the provider would send them, and what is found wrong with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from service_models.declared import Declared, Input

#: Members of a request: inputs of the resource, in the API's order and by its names.
Tree: TypeAlias = "Input | Mapping[str, Tree] | Sequence[Tree]"

LONGEST_SHOWN = 100


@dataclass(frozen=True)
class Request:
    #: As botocore spells them: `s3`, `PutBucketPolicy`.
    service: str
    operation: str
    members: Mapping[str, Tree]


@dataclass(frozen=True)
class Finding:
    """Something that AWS, or the check itself, would not take."""

    resource: str
    path: str
    value: Any
    #: What must be, and who says so.
    rule: str

    def __str__(self) -> str:
        return f"{self.resource}: {self.path} is {shown(self.value)}: {self.rule}"


Mapper: TypeAlias = Callable[[Declared], Iterable[Request]]


@dataclass(frozen=True)
class ResourceType:
    """What the provider makes of a type of resource."""

    #: Everything an API call takes.
    requests: Mapper
    #: Inputs no call takes -> why.
    provider_only: Mapping[str, str]


def resource_type(requests: Mapper, **provider_only: str) -> ResourceType:
    return ResourceType(requests, provider_only)


def shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=repr)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}... ({len(text)} characters)"


def pascal(inputs: Input, *names: str) -> dict[str, Tree]:
    """`logFormat` -> `LogFormat`, for inputs the API calls alike but for the first letter."""
    return {name[0].upper() + name[1:]: inputs[name] for name in names}


def alike(inputs: Input, *names: str) -> dict[str, Tree]:
    """Inputs the API calls by the same names."""
    return {name: inputs[name] for name in names}


def when(given: Input, tree: Mapping[str, Tree]) -> Mapping[str, Tree]:
    """Members that are sent only with an input."""
    return tree if given.given else {}


def tag_list(declared: Declared, key: str = "Key", value: str = "Value") -> list[Tree]:
    return [{key: constant_key(name, tag), value: tag} for name, tag in declared.tags().items()]


def tag_map(declared: Declared) -> Mapping[str, Tree]:
    return declared.tags()


def constant_key(name: str, tag: Input) -> Input:
    """A tag's key, told as the tag."""
    return Input(name, tag.path)
