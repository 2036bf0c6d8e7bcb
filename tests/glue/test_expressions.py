"""Contract expressions and their parameters."""

from datetime import date

import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from stepline_glue.errors import ContractInvalid
from stepline_glue.expressions import Parameters, parse_order_term

PARAMETERS = Parameters(date(2008, 11, 21), "run-1")


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (":logical_date", date(2008, 11, 21)),
        ("date_add(:logical_date, 1)", date(2008, 11, 22)),
        (":run_id", "run-1"),
        ("concat(:run_id, ':run_id', \":run_id\")", "run-1:run_id:run_id"),
        ("'it\\'s :run_id'", "it's :run_id"),
        (":run_id -- not :this one", "run-1"),
        ("/* :nor this */ 1", 1),
        ("`:name`", "column"),
    ],
)
def test_parameters_are_bound_and_texts_names_and_comments_left_alone(
    spark: SparkSession, expression: str, value: object
) -> None:
    rows = spark.range(1).select(F.lit("column").alias(":name"))
    assert rows.select(PARAMETERS.bind(expression, "test")).first() == (value,)


def test_a_parameter_cannot_leave_its_text(spark: SparkSession) -> None:
    hostile = "a' OR '1'='1 \\' \\"
    bound = Parameters(date(2008, 11, 21), hostile).bind(":run_id", "test")
    assert spark.range(1).select(bound).first() == (hostile,)


def test_an_unknown_parameter_is_refused_with_its_owner() -> None:
    with pytest.raises(ContractInvalid, match="rule late uses :today, and the parameters are :logical_date and :run_id"):
        PARAMETERS.bind("orders.day < :today", "rule late")


@pytest.mark.parametrize("expression", ["orders.amount >", "1 FROM other", "1; DROP TABLE orders"])
def test_what_is_not_one_expression_is_refused(spark: SparkSession, expression: str) -> None:
    with pytest.raises(ContractInvalid, match="target column x is not a Spark SQL expression"):
        PARAMETERS.bind(expression, "target column x")


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("orders.amount", ("orders.amount", False, True)),
        ("orders.amount ASC", ("orders.amount", False, True)),
        ("orders.amount desc", ("orders.amount", True, False)),
        ("orders.amount DESC NULLS FIRST", ("orders.amount", True, True)),
        ("coalesce(orders.a, 0) NULLS LAST", ("coalesce(orders.a, 0)", False, False)),
    ],
)
def test_an_order_term_says_what_and_which_way(term: str, expected: tuple[str, bool, bool]) -> None:
    parsed = parse_order_term(term)
    assert (parsed.expression, parsed.descending, parsed.nulls_first) == expected
