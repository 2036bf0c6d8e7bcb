"""What a service's model says of a request, rule by rule, where no resource of the programs shows it."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import UnknownServiceError
from botocore.model import OperationNotFoundError, ShapeResolver

from service_models.declared import Input
from service_models.model import Check, check_request
from service_models.request import Request

TEXT = {"type": "string"}
SHAPES: dict[str, Any] = {
    "Text": TEXT,
    "Token": {"type": "string"},
    "Document": {"type": "string", "jsonvalue": True},
    "Share": {"type": "double", "min": 0, "max": 1},
    "Choice": {"type": "structure", "union": True, "members": {"one": {"shape": "Text"}, "other": {"shape": "Text"}}},
    "Named": {
        "type": "structure",
        "required": ["name", "token"],
        "members": {"name": {"shape": "Text"}, "token": {"shape": "Token", "idempotencyToken": True}},
    },
}


def said(shape: str, value: Any) -> list[str]:
    found = Check("resource", "call").value(ShapeResolver(SHAPES).get_shape_by_name(shape), Input(value, "path"), "", "call")
    return [f"{finding.path}: {finding.rule}" for finding in found]


@pytest.mark.parametrize(
    ("shape", "value"),
    [("Document", '{"a": 1}'), ("Choice", {"one": "x"}), ("Named", {"name": "x"}), ("Share", 0.5), ("Share", 1)],
)
def test_what_the_model_allows_passes(shape: str, value: Any) -> None:
    assert said(shape, value) == []


@pytest.mark.parametrize(
    ("shape", "value", "finding"),
    [
        ("Document", "{a}", "path: must be JSON (call)"),
        ("Choice", {"one": "x", "other": "y"}, "path: must be exactly one of one, other (call)"),
        ("Choice", {}, "path: must be exactly one of one, other (call)"),
        ("Named", {"token": "t"}, "path: needs a value for name (call)"),
        ("Named", {"name": "x", "nmae": "x"}, "path: must be one of name, token (call)"),
        ("Named", "x", "path: must be a structure with name, token (call)"),
        ("Share", 1.5, "path: must be at most 1 (call)"),
        ("Share", True, "path: must be of type double (call)"),
        ("Share", "0.5", "path: must be of type double (call)"),
    ],
)
def test_what_it_does_not_allow_is_found(shape: str, value: Any, finding: str) -> None:
    assert said(shape, value) == [finding]


def test_a_service_or_an_operation_that_there_is_not_stops_the_check() -> None:
    with pytest.raises(UnknownServiceError):
        check_request("resource", Request("s4", "PutObject", {}))
    with pytest.raises(OperationNotFoundError):
        check_request("resource", Request("s3", "PutObjects", {}))
