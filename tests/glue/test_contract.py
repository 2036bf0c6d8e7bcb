"""The compiled contract as the job reads it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from stepline_glue.contract import parse_contract
from stepline_glue.errors import ContractInvalid
from support import orders_contract


def test_a_compiled_contract_is_read_whole() -> None:
    contract = parse_contract(json.dumps(orders_contract()))
    assert [column.name for column in contract.source.columns] == ["id", "city", "amount", "paid"]
    assert contract.source.columns[1].null_values == ("", "unknown")
    assert contract.source.columns[2].type.spark == "decimal(6,2)"
    assert contract.source.columns[3].true_values == ("yes",)
    assert contract.lookups[0].source_column == "city"
    assert contract.target.key == ("order_id",)
    assert contract.max_quarantined_percent == 50


def test_the_empty_text_means_null_also_when_the_contract_forgot_it() -> None:
    json_contract = orders_contract()
    json_contract["source"]["columns"][0]["nullValues"] = ["-1"]
    assert parse_contract(json.dumps(json_contract)).source.columns[0].null_values == ("", "-1")


def set_version(contract: Any) -> None:
    contract["formatVersion"] = 2


def drop_target(contract: Any) -> None:
    del contract["target"]


def unknown_key(contract: Any) -> None:
    contract["target"]["key"] = ["nowhere"]


def unknown_kind(contract: Any) -> None:
    contract["source"]["columns"][0]["type"] = {"kind": "money"}


def wrong_bits(contract: Any) -> None:
    contract["source"]["columns"][0]["type"]["bits"] = 8


def wide_decimal(contract: Any) -> None:
    contract["source"]["columns"][2]["type"]["precision"] = 39


def boolean_without_texts(contract: Any) -> None:
    del contract["source"]["columns"][3]["booleanValues"]


def text_for_boolean(contract: Any) -> None:
    contract["source"]["columns"][0]["required"] = "yes"


def lookup_on_nothing(contract: Any) -> None:
    contract["lookups"][0]["on"]["source"] = "town"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (set_version, r"contract\.formatVersion is 2, this job reads 1"),
        (drop_target, r"contract\.target is null, expected an object"),
        (unknown_key, r"contract\.target\.key names nowhere, which is not one of"),
        (unknown_kind, r'source\.columns\[0\]\.type\.kind is "money", expected "string"'),
        (wrong_bits, r"bits is 8, expected 16, 32 or 64"),
        (wide_decimal, r"decimal\(39,2\)"),
        (boolean_without_texts, r"source\.columns\[3\]\.booleanValues is missing"),
        (text_for_boolean, r'source\.columns\[0\]\.required is "yes", expected true or false'),
        (lookup_on_nothing, r"lookups\.cities\.on\.source names town"),
    ],
)
def test_a_contract_that_does_not_fit_is_refused_by_path(change: Callable[[Any], None], message: str) -> None:
    contract = orders_contract()
    change(contract)
    with pytest.raises(ContractInvalid, match=message):
        parse_contract(json.dumps(contract))


def test_what_is_not_json_is_refused() -> None:
    with pytest.raises(ContractInvalid, match="contract is not JSON"):
        parse_contract("id: orders")
