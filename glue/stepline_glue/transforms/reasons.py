"""Why a row is quarantined: the first check it breaks."""

from collections.abc import Sequence
from dataclasses import dataclass

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from stepline_glue.columns import REASON, column


@dataclass(frozen=True)
class Check:
    rule: str
    """What a quarantined row names as its reason."""
    broken: Column
    """True when the row breaks it; null counts as not broken."""


def with_reason(rows: DataFrame, checks: Sequence[Check]) -> DataFrame:
    """Adds `$reason`; one that is there already stays."""
    known = REASON in rows.columns
    reason = F.lit(None).cast("string")
    for check in reversed(checks):
        reason = F.when(check.broken, check.rule).otherwise(reason)
    if not known:
        return rows.select("*", reason.alias(REASON))
    return rows.withColumn(REASON, F.coalesce(column(REASON), reason))
