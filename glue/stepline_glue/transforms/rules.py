"""Row rules of the contract."""

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from stepline_glue.columns import warning
from stepline_glue.contract import RowRule
from stepline_glue.expressions import Parameters
from stepline_glue.transforms.reasons import Check


def rule_checks(rules: Sequence[RowRule], parameters: Parameters) -> list[Check]:
    return [Check(rule.id, _broken(rule, parameters)) for rule in rules if rule.severity == "error"]


def with_warnings(rows: DataFrame, rules: Sequence[RowRule], parameters: Parameters) -> DataFrame:
    """Adds `warning$<rule>`, true for a row that breaks a rule which only warns."""
    warnings = [_broken(rule, parameters).alias(warning(rule.id)) for rule in rules if rule.severity == "warning"]
    return rows.select("*", *warnings) if warnings else rows


def _broken(rule: RowRule, parameters: Parameters) -> Column:
    # A condition on a missing value is null, and null is not what the rule asked for.
    return ~F.coalesce(parameters.bind(rule.expression, f"rule {rule.id}").cast("boolean"), F.lit(False))
