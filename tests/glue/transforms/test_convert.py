"""Cleaning and converting: what each type takes, and what breaks its rule."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from pyspark.sql import SparkSession
from pyspark.sql.types import StringType, StructField, StructType

from stepline_glue.columns import MALFORMED, MULTI_LINE, REASON, column, raw
from stepline_glue.contract import ColumnType, SourceColumn
from stepline_glue.session import apply_settings
from stepline_glue.transforms.clean import clean
from stepline_glue.transforms.convert import convert, source_checks
from stepline_glue.transforms.reasons import with_reason

OK = None


def source_column(
    kind: ColumnType, required: bool = False, pattern: str | None = None, nulls: tuple[str, ...] = ("",)
) -> SourceColumn:
    return SourceColumn("x", kind, required, nulls, ("yes", "1"), ("no", "0"), pattern)


def converted(spark: SparkSession, one: SourceColumn, texts: list[str | None]) -> list[tuple[Any, str | None]]:
    """Value and reason of each text."""
    apply_settings(spark, 0)
    schema = StructType([StructField(raw("x"), StringType()), StructField(MALFORMED, StringType())])
    rows = spark.createDataFrame([(text, None) for text in texts], schema).coalesce(1)
    typed = convert(clean(rows, [one]), [one]).alias("things")
    checked = with_reason(typed, source_checks("things", [one]))
    return [(row[0], row[1]) for row in checked.select(column("x"), column(REASON)).collect()]


CASES: list[tuple[str, SourceColumn, list[tuple[str | None, Any, str | None]]]] = [
    (
        "string",
        source_column(ColumnType("string", "string", 4), nulls=("", "unknown")),
        [
            ("abc", "abc", OK),
            ("  abc ", "abc", OK),
            ("unknown", None, OK),
            (" unknown ", None, OK),
            ("Unknown"[:4], "Unkn", OK),
            ("", None, OK),
            (None, None, OK),
            ("abcd", "abcd", OK),
            ("abcde", "abcde", "x.length"),
            ("äö", "äö", OK),
            ("äöü", "äöü", "x.length"),
            ("a\ufffd", "a\ufffd", "row.encoding"),
        ],
    ),
    (
        "16 bits",
        source_column(ColumnType("integer", "smallint"), nulls=("", "-1")),
        [
            ("5", 5, OK),
            ("+5", 5, OK),
            ("-5", -5, OK),
            ("-1", None, OK),
            ("007", 7, OK),
            ("32767", 32767, OK),
            ("-32768", -32768, OK),
            ("32768", None, "x.type"),
            ("5.7", None, "x.type"),
            ("5.0", None, "x.type"),
            ("1e3", None, "x.type"),
            ("0x10", None, "x.type"),
            ("NaN", None, "x.type"),
            ("1 000", None, "x.type"),
            ("five", None, "x.type"),
        ],
    ),
    (
        "32 bits",
        source_column(ColumnType("integer", "int"), required=True),
        [("2147483647", 2147483647, OK), ("2147483648", None, "x.type"), ("", None, "x.required"), (None, None, "x.required")],
    ),
    (
        "64 bits",
        source_column(ColumnType("integer", "bigint")),
        [("9223372036854775807", 9223372036854775807, OK), ("9223372036854775808", None, "x.type")],
    ),
    (
        "decimal",
        source_column(ColumnType("decimal", "decimal(5,2)")),
        [
            ("1.5", Decimal("1.50"), OK),
            ("-999.99", Decimal("-999.99"), OK),
            ("1.500000", Decimal("1.50"), OK),
            ("1000", None, "x.type"),
            ("999.995", None, "x.type"),
            ("1.005", None, "x.type"),
            ("9" * 60, None, "x.type"),
            ("1,5", None, "x.type"),
            ("NaN", None, "x.type"),
        ],
    ),
    (
        "double",
        source_column(ColumnType("double", "double")),
        [
            ("1.5", 1.5, OK),
            ("-1e3", -1000.0, OK),
            (".5", 0.5, OK),
            ("NaN", None, "x.type"),
            ("Infinity", None, "x.type"),
            ("-inf", None, "x.type"),
            ("1e999", None, "x.type"),
            ("1d", None, "x.type"),
        ],
    ),
    (
        "boolean",
        source_column(ColumnType("boolean", "boolean")),
        [("yes", True, OK), ("0", False, OK), ("YES", None, "x.type"), ("true", None, "x.type"), ("", None, OK)],
    ),
    (
        "date",
        source_column(ColumnType("date", "date"), pattern="dd.MM.yyyy"),
        [
            ("21.11.2008", date(2008, 11, 21), OK),
            ("29.02.2008", date(2008, 2, 29), OK),
            ("30.02.2008", None, "x.type"),
            ("1.1.2008", None, "x.type"),
            ("2008-11-21", None, "x.type"),
            ("21.11.2008 10:00", None, "x.type"),
            ("01.01.0001", date(1, 1, 1), OK),
        ],
    ),
    (
        "timestamp",
        source_column(ColumnType("timestamp", "timestamp"), pattern="yyyy-MM-dd HH:mm:ss"),
        [
            ("2008-11-21 23:59:59", datetime(2008, 11, 21, 23, 59, 59), OK),
            ("2008-11-21 24:00:00", None, "x.type"),
            ("2008-11-21", None, "x.type"),
        ],
    ),
]


@pytest.mark.parametrize(("one", "cases"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_text_becomes_a_value_or_a_reason(
    spark: SparkSession, one: SourceColumn, cases: list[tuple[str | None, Any, str | None]]
) -> None:
    found = converted(spark, one, [case[0] for case in cases])
    assert list(zip([case[0] for case in cases], found, strict=True)) == [(text, (value, why)) for text, value, why in cases]


def test_a_malformed_record_has_no_other_reason(spark: SparkSession) -> None:
    one = source_column(ColumnType("integer", "int"), required=True)
    schema = StructType([StructField(raw("x"), StringType()), StructField(MALFORMED, StringType())])
    typed = convert(clean(spark.createDataFrame([(None, "1,2,3\n4")], schema), [one]), [one]).alias("things")
    checked = with_reason(typed, source_checks("things", [one]))
    assert checked.select(column(REASON), column(MULTI_LINE)).first() == ("row.malformed", True)
