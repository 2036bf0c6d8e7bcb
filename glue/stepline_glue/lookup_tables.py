"""Reads lookup files and refuses those that would lose or double rows."""

from collections import Counter
from collections.abc import Sequence
from functools import reduce

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from stepline_glue.columns import REASON, RECORD, column
from stepline_glue.contract import Lookup
from stepline_glue.errors import LookupInvalid, ManifestInvalid
from stepline_glue.hadoop import HadoopFiles
from stepline_glue.manifest import Locate, Manifest, PinnedFile
from stepline_glue.read import open_pinned, read_csv
from stepline_glue.transforms.clean import clean
from stepline_glue.transforms.convert import convert, source_checks
from stepline_glue.transforms.reasons import with_reason


def read_lookups(
    spark: SparkSession, files: HadoopFiles, lookups: Sequence[Lookup], manifest: Manifest, locate: Locate
) -> list[tuple[Lookup, DataFrame]]:
    """Typed columns of each lookup, one row a key. Raises LookupInvalid."""
    if not lookups:
        return []
    tables = [(lookup, _table(spark, files, lookup, _pinned(lookup, manifest), locate)) for lookup in lookups]
    _check(tables)
    return [(lookup, table.select(*(column(one.name) for one in lookup.columns))) for lookup, table in tables]


def _table(spark: SparkSession, files: HadoopFiles, lookup: Lookup, pinned: PinnedFile, locate: Locate) -> DataFrame:
    rows = read_csv(spark, open_pinned(files, [pinned], locate), lookup.csv, lookup.columns)
    typed = convert(clean(rows, lookup.columns), lookup.columns).alias(lookup.name)
    return with_reason(typed, source_checks(lookup.name, lookup.columns))


def _check(tables: Sequence[tuple[Lookup, DataFrame]]) -> None:
    """One small job for all: lookups are broadcast, so their keys fit in memory."""
    keys = [
        table.select(
            F.lit(position).alias("lookup"),
            column(lookup.lookup_column).cast("string").alias("key"),
            column(REASON).alias("reason"),
            column(RECORD).alias("record"),
        )
        for position, (lookup, table) in enumerate(tables)
    ]
    rows = reduce(DataFrame.unionAll, keys).collect()
    for position, (lookup, _) in enumerate(tables):
        own = [row for row in rows if row["lookup"] == position]
        broken = next((row for row in own if row["reason"] is not None), None)
        if broken is not None:
            raise LookupInvalid(
                f"The lookup {lookup.name} ({lookup.file}) breaks {broken['reason']} in record {broken['record']}: mend the file."
            )
        repeated = [key for key, count in Counter(row["key"] for row in own).items() if count > 1]
        if repeated:
            raise LookupInvalid(
                f'The lookup {lookup.name} ({lookup.file}) has {lookup.lookup_column} "{repeated[0]}" more than once: '
                "keep one row a key."
            )


def _pinned(lookup: Lookup, manifest: Manifest) -> PinnedFile:
    pinned = manifest.lookups.get(lookup.name)
    if pinned is None:
        raise ManifestInvalid(f'manifest.lookups has no "{lookup.name}", which the contract joins: start a new run.')
    return pinned
