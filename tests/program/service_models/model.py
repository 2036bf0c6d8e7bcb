"""A request, held against botocore's model of its operation: members, types, enums, patterns, lengths and ranges."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from botocore.loaders import Loader
from botocore.model import ListShape, MapShape, ServiceModel, Shape, StructureShape

from service_models.declared import Input
from service_models.patterns import matcher
from service_models.request import Finding, Request, Tree

Found = Iterator[Finding]

WHOLE_NUMBERS = ("integer", "long")
NUMBERS = (*WHOLE_NUMBERS, "float", "double")


@cache
def loader() -> Loader:
    return Loader()


@cache
def service(name: str) -> ServiceModel:
    """Raises botocore's UnknownServiceError for a service that there is not."""
    return ServiceModel(loader().load_service_model(name, "service-2"), name)


def check_request(resource: str, request: Request) -> list[Finding]:
    """What the service's model says against it. Raises OperationNotFoundError for an operation that there is not."""
    shape = service(request.service).operation_model(request.operation).input_shape
    tree = present(request.members)
    call = f"{request.service} {request.operation}"
    return list(Check(resource, call).value(shape, {} if tree is None else tree, "the resource", call))


def present(tree: Tree) -> Tree | None:
    """Without members nobody gave a value for; None when none is left."""
    if isinstance(tree, Input):
        if not tree.given:
            return None
        tree.note()
        return tree
    if isinstance(tree, Mapping):
        members = {name: inside for name, member in tree.items() if (inside := present(member)) is not None}
        return members or None
    return [inside for member in tree if (inside := present(member)) is not None] or None


@dataclass(frozen=True)
class Check:
    """Of one request. `path` is where the value stands in the resource, `member` where in the request."""

    resource: str
    call: str

    def value(self, shape: Shape, tree: Tree, path: str, member: str) -> Found:
        if isinstance(tree, Input):
            path = tree.path
        if isinstance(shape, StructureShape):
            yield from self.structure(shape, tree, path, member)
        elif isinstance(shape, MapShape):
            yield from self.map(shape, tree, path, member)
        elif isinstance(shape, ListShape):
            yield from self.list(shape, tree, path, member)
        else:
            yield from self.scalar(shape, tree, path, member)

    def structure(self, shape: StructureShape, tree: Tree, path: str, member: str) -> Found:
        members = members_of(tree)
        if members is None:
            yield self.wrong(path, plain(tree), f"must be a structure with {', '.join(shape.members)}", member)
            return
        for name in shape.required_members:
            if name not in members and not shape.members[name].metadata.get("idempotencyToken"):
                yield self.wrong(path, None, f"needs a value for {name}", member)
        for name, inside in members.items():
            if name in shape.members:
                yield from self.value(shape.members[name], inside, path, f"{member}.{name}")
            else:
                yield self.wrong(path, name, f"must be one of {', '.join(shape.members)}", member)
        if shape.is_tagged_union and len(members) != 1:
            yield self.wrong(path, list(members), f"must be exactly one of {', '.join(shape.members)}", member)

    def map(self, shape: MapShape, tree: Tree, path: str, member: str) -> Found:
        members = members_of(tree)
        if members is None:
            yield self.wrong(path, plain(tree), "must be a map", member)
            return
        yield from self.size(shape, len(members), "members", path, sorted(members), member)
        for name, inside in members.items():
            at = inside.path if isinstance(inside, Input) else path
            yield from self.value(shape.key, Input(name, at), at, f"{member} key")
            yield from self.value(shape.value, inside, at, f"{member}[{name}]")

    def list(self, shape: ListShape, tree: Tree, path: str, member: str) -> Found:
        members = tree.each() if isinstance(tree, Input) else tree
        whole = tree.value if isinstance(tree, Input) else tree
        if isinstance(members, Mapping) or not isinstance(whole, Sequence) or isinstance(whole, str):
            yield self.wrong(path, plain(tree), "must be a list", member)
            return
        yield from self.size(shape, len(members), "members", path, plain(tree), member)
        for inside in members:
            yield from self.value(shape.member, inside, path, f"{member}[]")

    def scalar(self, shape: Shape, tree: Tree, path: str, member: str) -> Found:
        value = plain(tree)
        if not OF_TYPE[shape.type_name](value):
            yield self.wrong(path, value, f"must be of type {shape.type_name}", member)
            return
        rules = shape.metadata
        if "enum" in rules and value not in rules["enum"]:
            yield self.wrong(path, value, f"must be one of {', '.join(rules['enum'])}", member)
        if "pattern" in rules and not matcher(rules["pattern"]).fullmatch(value):
            yield self.wrong(path, value, f"must match {rules['pattern']}", member)
        if shape.type_name == "string":
            yield from self.size(shape, len(value), "characters", path, value, member)
        elif shape.type_name in NUMBERS:
            yield from self.size(shape, value, "", path, value, member)
        if shape.serialization.get("jsonvalue") and not is_json(value):
            yield self.wrong(path, value, "must be JSON", member)

    def size(self, shape: Shape, size: float, unit: str, path: str, value: Any, member: str) -> Found:
        least, most = shape.metadata.get("min"), shape.metadata.get("max")
        if least is not None and size < least:
            yield self.wrong(path, value, f"must be at least {least} {unit}".rstrip(), member)
        if most is not None and size > most:
            yield self.wrong(path, value, f"must be at most {most} {unit}".rstrip(), member)

    def wrong(self, path: str, value: Any, rule: str, member: str) -> Finding:
        return Finding(self.resource, path, value, f"{rule} ({member})")


def members_of(tree: Tree) -> Mapping[str, Tree] | None:
    if isinstance(tree, Input):
        return dict(tree.entries()) if isinstance(tree.value, Mapping) else None
    return tree if isinstance(tree, Mapping) else None


def plain(tree: Tree) -> Any:
    """The request as it would be sent, without where its values come from."""
    if isinstance(tree, Input):
        return tree.value
    if isinstance(tree, Mapping):
        return {name: plain(member) for name, member in tree.items()}
    return [plain(member) for member in tree]


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_whole(value: Any) -> bool:
    return is_number(value) and float(value).is_integer()


def is_bytes(value: Any) -> bool:
    """A text, or an asset or archive as `tests/program/print-resources.ts` prints it."""
    return isinstance(value, str) or (isinstance(value, Mapping) and bool({"asset", "archive"} & set(value)))


OF_TYPE: Mapping[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "blob": is_bytes,
    "float": is_number,
    "double": is_number,
    "integer": is_whole,
    "long": is_whole,
}
