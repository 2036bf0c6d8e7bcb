"""Row rules of the contract."""

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from stepline_glue.columns import broken, column, warning
from stepline_glue.contract import RowRule
from stepline_glue.expressions import Parameters
from stepline_glue.transforms.reasons import Check


def with_rules(rows: DataFrame, rules: Sequence[RowRule], parameters: Parameters) -> DataFrame:
    """Adds `broken$<rule>`, or `warning$<rule>` where the rule only warns: true for a row that breaks it.

    All at once and beside the target's columns: Spark then computes once what their expressions have in common.
    """
    flags = [_broken(rule, parameters).alias(flag(rule)) for rule in rules]
    return rows.select("*", *flags) if flags else rows


def rule_checks(rules: Sequence[RowRule]) -> list[Check]:
    return [Check(rule.id, column(flag(rule))) for rule in rules if rule.severity == "error"]


def flag(rule: RowRule) -> str:
    return broken(rule.id) if rule.severity == "error" else warning(rule.id)


def _broken(rule: RowRule, parameters: Parameters) -> Column:
    # A condition on a missing value is null, and null is not what the rule asked for.
    return ~F.coalesce(parameters.bind(rule.expression, f"rule {rule.id}").cast("boolean"), F.lit(False))
