"""Lookups, rules, target columns and de-duplication, each with explicit rows in and out."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession

from stepline_glue.columns import BAD, POSITION, RANK, REASON, column, order, target, warning
from stepline_glue.contract import ColumnType, Contract, TargetColumn, TargetTable, parse_contract
from stepline_glue.errors import ContractInvalid
from stepline_glue.expressions import Parameters
from stepline_glue.transforms.deduplicate import rank, with_order
from stepline_glue.transforms.lookups import join_lookups, lookup_checks
from stepline_glue.transforms.reasons import Check, with_reason
from stepline_glue.transforms.rules import rule_checks, with_rules
from stepline_glue.transforms.target import as_target, evaluate, target_checks
from support import orders_contract

PARAMETERS = Parameters(date(2008, 11, 21), "run-1")


def contract(change: Callable[[Any], None] = lambda _: None) -> Contract:
    members = orders_contract()
    change(members)
    return parse_contract(json.dumps(members))


def typed(spark: SparkSession, *rows: tuple[Any, ...]) -> DataFrame:
    return spark.createDataFrame(list(rows), "id int, city string, amount decimal(6,2), paid boolean").coalesce(1)


def cities(spark: SparkSession) -> DataFrame:
    return spark.createDataFrame([("Paris", "France"), ("Rome", None)], "city string, country string")


def test_a_lookup_adds_its_columns_and_loses_no_row(spark: SparkSession) -> None:
    one = contract()
    rows = typed(spark, (1, "Paris", None, True), (2, "Oslo", None, True), (3, None, None, True), (4, "Rome", None, True))
    joined = join_lookups(rows, one.source, [(one.lookups[0], cities(spark))])
    checked = with_reason(joined, lookup_checks(one.source, one.lookups))
    found = checked.select(column("orders", "id"), column("cities", "country"), column(REASON)).collect()
    assert sorted(found) == [(1, "France", None), (2, None, "lookup.cities"), (3, None, None), (4, None, None)]


def test_a_lookup_that_allows_it_gives_nulls_for_a_missing_key(spark: SparkSession) -> None:
    def allow(members: Any) -> None:
        members["lookups"][0]["onMissing"] = "null"

    one = contract(allow)
    assert lookup_checks(one.source, one.lookups) == []


def test_the_first_broken_rule_is_the_reason_and_null_counts_as_broken(spark: SparkSession) -> None:
    def two_rules(members: Any) -> None:
        members["rules"] = [
            {"id": "cheap", "expression": "orders.amount < 100", "severity": "error", "description": ""},
            {"id": "early", "expression": "orders.id < day(:logical_date)", "severity": "error", "description": ""},
        ]

    rows = typed(
        spark,
        (20, None, Decimal("99.99"), True),
        (21, None, Decimal("99.99"), True),
        (22, None, Decimal("100"), True),
        (23, None, None, True),
    )
    rules = contract(two_rules).rules
    checked = with_reason(with_rules(rows.alias("orders"), rules, PARAMETERS), rule_checks(rules))
    assert [row[0] for row in checked.select(column(REASON)).collect()] == [None, "early", "cheap", "cheap"]


def test_a_warning_marks_the_row_and_gives_no_reason(spark: SparkSession) -> None:
    one = contract()
    rows = typed(spark, (1, None, Decimal(1), True), (2, None, Decimal(1), False), (3, None, Decimal(1), None)).alias("orders")
    checked = with_reason(with_rules(rows, one.rules, PARAMETERS), rule_checks(one.rules))
    found = checked.select(column(warning("is_paid")), column(REASON)).collect()
    assert found == [(False, None), (True, None), (True, None)]


def test_a_check_that_is_null_is_not_broken(spark: SparkSession) -> None:
    rows = typed(spark, (1, None, None, True))
    checked = with_reason(rows, [Check("unknown", column("amount") > 1), Check("second", column("id") == 1)])
    assert checked.select(column(REASON)).first() == ("second",)


TARGETS: list[tuple[str, str, ColumnType, list[tuple[str, Any, str | None]]]] = [
    (
        "an integer too large wraps in a cast and is caught",
        "int",
        ColumnType("integer", "smallint"),
        [("32767", 32767, None), ("32768", None, "target.x.type"), ("70000", None, "target.x.type")],
    ),
    (
        "a fraction is not an integer",
        "double",
        ColumnType("integer", "int"),
        [("2.0", 2, None), ("2.5", None, "target.x.type"), ("3e9", None, "target.x.type"), ("'NaN'", None, "target.x.type")],
    ),
    (
        "a double outside the range of bigint is caught",
        "double",
        ColumnType("integer", "bigint"),
        [("9.3e18", None, "target.x.type"), ("-9223372036854775808", -(2**63), None)],
    ),
    (
        "a decimal overflows, and is rounded as SQL does",
        "double",
        ColumnType("decimal", "decimal(4,2)"),
        [("1D/3", Decimal("0.33"), None), ("99.999D", None, "target.x.type"), ("'NaN'", None, "target.x.type")],
    ),
    (
        "a double is finite",
        "double",
        ColumnType("double", "double"),
        [("1.5", 1.5, None), ("'NaN'", None, "target.x.type"), ("'Infinity'", None, "target.x.type")],
    ),
    (
        "a text is measured in bytes",
        "string",
        ColumnType("string", "string", 4),
        [("'äö'", "äö", None), ("'äöü'", None, "target.x.length"), ("'abcd'", "abcd", None)],
    ),
    (
        "a text that is no date",
        "string",
        ColumnType("date", "date"),
        [("'2008-11-21'", date(2008, 11, 21), None), ("'soon'", None, "target.x.type")],
    ),
]


@pytest.mark.parametrize(("given", "kind", "cases"), [one[1:] for one in TARGETS], ids=[one[0] for one in TARGETS])
def test_a_target_value_fits_its_type_or_gives_a_reason(
    spark: SparkSession, given: str, kind: ColumnType, cases: list[tuple[str, Any, str | None]]
) -> None:
    one = TargetColumn("x", kind, False, "things.v")
    table = TargetTable((one,), (), (), ())
    values = " UNION ALL ".join(f"SELECT {at} AS at, CAST({text} AS {given}) AS v" for at, (text, _, _) in enumerate(cases))
    evaluated = evaluate(spark.sql(values).alias("things"), table, PARAMETERS)
    checked = with_reason(evaluated, target_checks(evaluated, table)).orderBy("at")
    found = checked.select(as_target(one), column(REASON)).collect()
    assert [(None if why else value, why) for value, why in found] == [(value, why) for _, value, why in cases]


def test_required_and_key_columns_of_the_target_are_never_null(spark: SparkSession) -> None:
    integer = ColumnType("integer", "int")
    columns = (TargetColumn("must", integer, True, "things.v"), TargetColumn("key", integer, False, "things.w"))
    table = TargetTable(columns, ("key",), (), ())
    rows = spark.sql("SELECT 1 AS v, 1 AS w UNION ALL SELECT NULL, 1 UNION ALL SELECT 1, NULL").coalesce(1).alias("things")
    evaluated = evaluate(rows, table, PARAMETERS)
    found = with_reason(evaluated, target_checks(evaluated, table)).select(column(REASON)).collect()
    assert [row[0] for row in found] == [None, "target.must.required", "target.key.required"]


def ranked(spark: SparkSession, by: list[str], *rows: tuple[Any, ...]) -> list[int]:
    """Positions of the rows that are kept, of rows (id, amount, reason, position)."""

    def deduplicate_by(members: Any) -> None:
        members["target"]["deduplicateBy"] = by

    one = contract(deduplicate_by)
    schema = f"id int, amount int, `{BAD}` string, `{POSITION}` long"
    frame = spark.createDataFrame(list(rows), schema).alias("orders")
    ordered = with_order(frame, one.source, one.target, PARAMETERS).withColumn(target("order_id"), column("orders", "id"))
    assert order(0) in ordered.columns
    kept = rank(ordered, one.target).where(column(BAD).isNull() & (column(RANK) == 1))
    return sorted(row[0] for row in kept.select(POSITION).collect())


def test_of_rows_with_one_key_the_first_in_order_is_kept(spark: SparkSession) -> None:
    rows = [(1, 5, None, 1), (1, 9, None, 2), (1, 7, None, 3), (2, 1, None, 4), (1, None, None, 5)]
    assert ranked(spark, ["orders.amount DESC"], *rows) == [2, 4]
    assert ranked(spark, ["amount"], *rows) == [4, 5]


def test_equal_rows_are_told_apart_by_position(spark: SparkSession) -> None:
    rows = [(1, 5, None, (1 << 33) + 1), (1, 5, None, 9), (1, 5, None, 8)]
    assert ranked(spark, ["orders.amount DESC"], *rows) == [8]
    assert ranked(spark, ["orders.amount DESC"], *reversed(rows)) == [8]


def test_a_quarantined_row_never_displaces_a_good_one(spark: SparkSession) -> None:
    rows = [(1, 99, "amount.range", 1), (1, 5, None, 2), (None, 1, "id.required", 3), (None, 1, "id.required", 4)]
    assert ranked(spark, ["orders.amount DESC"], *rows) == [2]


def test_an_order_term_that_does_not_parse_is_refused(spark: SparkSession) -> None:
    with pytest.raises(ContractInvalid, match="deduplicateBy"):
        ranked(spark, ["amount ++"], (1, 5, None, 1))
