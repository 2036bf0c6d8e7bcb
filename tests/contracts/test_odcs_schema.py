"""The contract files are valid against the JSON schema that the Open Data Contract Standard publishes."""

import copy
import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

CONTRACTS = sorted((Path(__file__).parents[2] / "contracts").glob("*.odcs.yaml"))


def published_schema() -> dict[str, Any]:
    text = resources.files("open_data_contract_standard").joinpath("schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def problems(document: object) -> list[str]:
    validator = jsonschema.Draft201909Validator(published_schema())
    return [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(document)]


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.name)
def test_a_contract_is_valid_against_the_published_schema(path: Path) -> None:
    document = yaml.safe_load(path.read_text("utf-8"))
    assert document["apiVersion"] == "v3.1.0"
    assert problems(document) == []


def test_there_is_a_contract() -> None:
    assert [path.name for path in CONTRACTS] == ["campaign_contacts.odcs.yaml"]


def without_name(document: dict[str, Any]) -> None:
    del document["schema"][0]["name"]


def unknown_key(document: dict[str, Any]) -> None:
    document["schema"][0]["properties"][0]["nullable"] = True


def unknown_logical_type(document: dict[str, Any]) -> None:
    document["schema"][0]["properties"][0]["logicalType"] = "int"


def relationship_to_a_table_only(document: dict[str, Any]) -> None:
    document["schema"][0]["properties"][2]["relationships"][0]["to"] = "job_categories"


@pytest.mark.parametrize(
    "spoil",
    [without_name, unknown_key, unknown_logical_type, relationship_to_a_table_only],
)
def test_the_published_schema_refuses_a_spoilt_contract(
    spoil: Callable[[dict[str, Any]], None],
) -> None:
    document = copy.deepcopy(yaml.safe_load(CONTRACTS[0].read_text("utf-8")))
    spoil(document)
    assert problems(document) != []


def test_yaml_1_1_reads_no_text_of_the_contract_as_a_boolean() -> None:
    """PyYAML and other tools of the standard read unquoted yes and no as booleans."""
    document = yaml.safe_load(CONTRACTS[0].read_text("utf-8"))
    texts = [
        value
        for schema_object in document["schema"]
        for prop in schema_object["properties"]
        for custom in prop.get("customProperties", [])
        if custom["property"].endswith("Values")
        for value in custom["value"]
    ]
    assert texts != []
    assert all(isinstance(value, str) for value in texts)
