"""Reads lookup files and refuses those that would lose or double rows."""

from collections import Counter
from collections.abc import Sequence

from pyspark.sql import DataFrame, SparkSession

from stepline_glue.columns import REASON, column
from stepline_glue.contract import Lookup
from stepline_glue.errors import LookupInvalid, ManifestInvalid
from stepline_glue.hadoop import HadoopFiles
from stepline_glue.manifest import Locate, Manifest, PinnedFile
from stepline_glue.read import open_pinned, read_csv, record_number
from stepline_glue.transforms.clean import clean
from stepline_glue.transforms.convert import convert, source_checks
from stepline_glue.transforms.reasons import with_reason

_RECORD = "$record"


def read_lookups(
    spark: SparkSession, files: HadoopFiles, lookups: Sequence[Lookup], manifest: Manifest, locate: Locate
) -> list[tuple[Lookup, DataFrame]]:
    """Typed columns of each lookup, one row a key, in memory: they are broadcast anyway. Raises LookupInvalid."""
    tables = [(lookup, _table(spark, files, lookup, _pinned(lookup, manifest), locate)) for lookup in lookups]
    for lookup, table in tables:
        _check(lookup, table)
    return [(lookup, table.select(*(column(one.name) for one in lookup.columns))) for lookup, table in tables]


def _table(spark: SparkSession, files: HadoopFiles, lookup: Lookup, pinned: PinnedFile, locate: Locate) -> DataFrame:
    rows = read_csv(spark, open_pinned(files, [pinned], locate), lookup.csv, lookup.columns)
    typed = convert(clean(rows, lookup.columns), lookup.columns).alias(lookup.name)
    checked = with_reason(typed, source_checks(lookup.name, lookup.columns))
    needed = checked.select(*(column(one.name) for one in lookup.columns), column(REASON), record_number().alias(_RECORD))
    # Read once, for the checks and for the join.
    read = spark._jsparkSession.createDataFrame(needed._jdf.collectAsList(), needed._jdf.schema())
    return DataFrame(read, spark)


def _check(lookup: Lookup, table: DataFrame) -> None:
    key = column(lookup.lookup_column).cast("string")
    rows = table.select(key.alias("key"), column(REASON).alias("reason"), column(_RECORD).alias("record")).collect()
    broken = next((row for row in rows if row["reason"] is not None), None)
    if broken is not None:
        raise LookupInvalid(
            f"The lookup {lookup.name} ({lookup.file}) breaks {broken['reason']} in record {broken['record']}: mend the file."
        )
    repeated = [key for key, count in Counter(row["key"] for row in rows).items() if count > 1]
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
