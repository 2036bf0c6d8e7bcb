"""Enrich rows from small reference tables."""

from collections.abc import Sequence

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from stepline_glue.columns import column, found
from stepline_glue.contract import Lookup, SourceData
from stepline_glue.transforms.reasons import Check


def join_lookups(rows: DataFrame, source: SourceData, lookups: Sequence[tuple[Lookup, DataFrame]]) -> DataFrame:
    """Source columns become `contacts.age`, lookup columns `job_categories.category`; no row is lost or doubled.

    A lookup frame has the lookup's typed columns, one row a key.
    """
    joined = rows.alias(source.object)
    for lookup, table in lookups:
        known = table.select("*", F.lit(True).alias(found(lookup.name))).alias(lookup.name)
        same_key = column(source.object, lookup.source_column) == column(lookup.name, lookup.lookup_column)
        joined = joined.join(F.broadcast(known), same_key, "left")
    return joined


def lookup_checks(source: SourceData, lookups: Sequence[Lookup]) -> list[Check]:
    return [
        Check(
            f"lookup.{lookup.name}",
            column(source.object, lookup.source_column).isNotNull() & column(found(lookup.name)).isNull(),
        )
        for lookup in lookups
        if lookup.on_missing == "quarantine"
    ]
