"""Curated Parquet and quarantined rows, out of one pass over the input.

Spark writes one data set a job, and the run has two. Reading the input again for the bad rows costs a quarter more, caching all
rows a third more (measured at 10^6 rows). So both leave in the same write, into directories of their own, and a quarantined row
travels as JSON in a text column of the target; afterwards that small directory alone is rewritten as JSON lines.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from pyspark.sql import Column, DataFrame, Observation, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from stepline_glue.columns import BAD, MULTI_LINE, POSITION, RANK, column, order, target, warning
from stepline_glue.contract import Contract, RowRule, TargetTable
from stepline_glue.counts import Counts
from stepline_glue.hadoop import HadoopFiles
from stepline_glue.session import pack_files
from stepline_glue.transforms.target import as_target

SUMMARY = "_summary.json"
COPY_MANIFEST = "_copy_manifest.json"
_ROWS = "rows"
_OPTIONS = {
    # What a half-written attempt leaves is invisible: readers go by the manifest. So task files need no second rename.
    "mapreduce.fileoutputcommitter.algorithm.version": "2",
    "mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
}


@dataclass(frozen=True)
class WrittenRows:
    source: int
    quarantined: int
    duplicates: int
    multi_line: bool
    """Whether some record spans several lines of its file."""
    warnings: dict[str, int]


def clear(files: HadoopFiles, output: str, quarantine: str) -> None:
    """Removes what an earlier run of this attempt left, its manifest first: it must not name files that are gone."""
    files.delete(output + COPY_MANIFEST)
    files.delete(output)
    files.delete(quarantine)


def narrow(checked: DataFrame, contract: Contract) -> DataFrame:
    """What has to travel to the writer: typed target columns and the job's own. Source columns stay behind."""
    table = contract.target
    orders = [column(order(position)) for position in range(len(table.deduplicate_by))]
    warnings = [column(warning(rule.id)) for rule in _warning_rules(contract)]
    values = [as_target(one).alias(target(one.name)) for one in table.columns]
    own = [column(name) for name in (POSITION, BAD, MULTI_LINE)]
    return checked.select(*values, *own, *orders, *warnings)


def write_rows(ranked: DataFrame, contract: Contract, output: str) -> WrittenRows:
    """`<output>rows=curated/` with exactly the target's columns, in order; `rows=quarantined/` with the bad rows."""
    counted, observation = _observed(ranked, _warning_rules(contract))
    table = contract.target
    quarantined = column(BAD).isNotNull()
    kept = counted.where(quarantined | (column(RANK) == 1))
    directories = {_ROWS: F.when(quarantined, "quarantined").otherwise("curated")} | {
        # A copy: Spark leaves a directory's own column out of the files, and COPY maps columns by position.
        f"by_{name}": F.when(~quarantined, column(target(name)))
        for name in table.partition_by
    }
    values = [_value(table, one.name).alias(one.name) for one in table.columns]
    rows = kept.select(*values, *(value.alias(name) for name, value in directories.items()))
    rows.write.mode("append").options(**_OPTIONS).partitionBy(*directories).parquet(output)
    found = observation.get
    return WrittenRows(
        source=found["source"],
        quarantined=found["quarantined"],
        duplicates=found["duplicates"],
        multi_line=bool(found["multi_line"]),
        warnings={rule.id: found[warning(rule.id)] for rule in _warning_rules(contract) if found[warning(rule.id)] > 0},
    )


def quarantined_rows(spark: SparkSession, narrowed: DataFrame, table: TargetTable, output: str) -> DataFrame:
    """The members of `$bad`. A target without a text column carries none: the input is read again then."""
    carrier = _carrier(table)
    if carrier is None:
        return narrowed.where(column(BAD).isNotNull()).select(f"`{BAD}`.*")
    written = (
        spark.read.schema(f"`{carrier}` string").option("recursiveFileLookup", True).parquet(f"{output}{_ROWS}=quarantined/")
    )
    kind = narrowed.schema[BAD].dataType
    assert isinstance(kind, StructType)
    return written.select(F.from_json(column(carrier), kind).alias(BAD)).select(f"`{BAD}`.*")


def write_quarantine(bad: DataFrame, quarantine: str, rules: Sequence[str]) -> dict[str, int]:
    """JSON lines. Returns rows by rule, without the rules nobody broke."""
    observation = Observation()
    counts = [F.count(F.when(column("rule") == rule, 1)).alias(f"rule{position}") for position, rule in enumerate(rules)]
    bad.observe(observation, *counts).write.mode("append").options(**_OPTIONS).json(quarantine)
    found = observation.get
    by_rule = {rule: int(found[f"rule{position}"]) for position, rule in enumerate(rules)}
    return {rule: rows for rule, rows in by_rule.items() if rows > 0}


def drop_carried(files: HadoopFiles, output: str) -> None:
    files.delete(f"{output}{_ROWS}=quarantined/")


def curated_rows(spark: SparkSession, files: HadoopFiles, schema: StructType, output: str) -> int:
    """Counted in the footers of the written files, not on the way to them."""
    if not files.files_under(_curated(output)):
        return 0
    pack_files(spark)
    return spark.read.schema(schema).option("recursiveFileLookup", True).parquet(_curated(output)).count()


def write_empty(spark: SparkSession, table: TargetTable, output: str) -> None:
    """One file without rows: a load by manifest needs a file, also on a day without rows."""
    values = [F.lit(None).cast(one.type.spark).alias(one.name) for one in table.columns]
    none = spark.range(0, 1, 1, 1).where(F.lit(False)).select(*values)
    none.write.mode("append").options(**_OPTIONS).parquet(_curated(output))


def write_copy_manifest(files: HadoopFiles, output: str) -> int:
    """Redshift's COPY manifest, the attempt's last file: only what it names is loaded. Returns the number of files."""
    written = [file for file in files.files_under(_curated(output)) if file.uri.endswith(".parquet")]
    entries = [{"url": file.uri, "mandatory": True, "meta": {"content_length": file.bytes}} for file in written]
    files.write_text(output + COPY_MANIFEST, json.dumps({"entries": entries}, indent=2))
    return len(entries)


def counts_of(written: WrittenRows, curated: int, by_rule: dict[str, int]) -> Counts:
    return Counts(
        source=written.source,
        curated=curated,
        quarantined=sum(by_rule.values()),
        duplicates=written.duplicates,
        quarantined_by_rule=by_rule,
        warnings_by_rule=written.warnings,
    )


def target_schema(spark: SparkSession, table: TargetTable) -> StructType:
    values = [F.lit(None).cast(one.type.spark).alias(one.name) for one in table.columns]
    return spark.range(0).select(*values).schema


def _observed(ranked: DataFrame, warnings: Sequence[RowRule]) -> tuple[DataFrame, Observation]:
    """Counted behind the shuffle, in the stage that writes: a task that is repeated there is counted once."""
    observation = Observation()
    good = column(BAD).isNull()
    return (
        ranked.observe(
            observation,
            F.count(F.lit(1)).alias("source"),
            F.count(F.when(~good, 1)).alias("quarantined"),
            F.count(F.when(good & (column(RANK) > 1), 1)).alias("duplicates"),
            F.max(column(MULTI_LINE)).alias("multi_line"),
            *(F.count(F.when(good & column(warning(rule.id)), 1)).alias(warning(rule.id)) for rule in warnings),
        ),
        observation,
    )


def _warning_rules(contract: Contract) -> list[RowRule]:
    return [rule for rule in contract.rules if rule.severity == "warning"]


def _carrier(table: TargetTable) -> str | None:
    return next((one.name for one in table.columns if one.type.kind == "string"), None)


def _value(table: TargetTable, name: str) -> Column:
    value = column(target(name))
    return F.coalesce(F.to_json(column(BAD)), value) if name == _carrier(table) else value


def _curated(output: str) -> str:
    return f"{output}{_ROWS}=curated/"
