"""Settings of the Spark session that the job's results depend on, set in code so that no one has to pass them."""

from pyspark.sql import SparkSession

_MIB = 1024 * 1024
# A split never holds more than this much, and opening a file counts as much: so each file is a task of its own (read.py).
_SPLIT_BYTES = 128 * _MIB
_PACKED_FILE_BYTES = 1 * _MIB
# CSV text per shuffle partition: small enough to sort in memory, large enough that tasks are worth starting.
_SHUFFLE_BYTES = 64 * _MIB


def open_session() -> SparkSession:
    return SparkSession.builder.getOrCreate()


def apply_settings(spark: SparkSession, input_bytes: int) -> None:
    partitions = max(spark.sparkContext.defaultParallelism, -(-input_bytes // _SHUFFLE_BYTES))
    settings = {
        "spark.sql.session.timeZone": "UTC",
        # A cast that fails gives null and the row is quarantined; with ANSI on it would end the job.
        "spark.sql.ansi.enabled": "false",
        # Otherwise a date that Spark 2 would have read ends the job, instead of the row in quarantine.
        "spark.sql.legacy.timeParserPolicy": "CORRECTED",
        # Otherwise a date before 1582 or a time before 1900 ends the job at the write.
        "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
        "spark.sql.parquet.int96RebaseModeInWrite": "CORRECTED",
        "spark.sql.files.maxPartitionBytes": str(_SPLIT_BYTES),
        "spark.sql.files.openCostInBytes": str(_SPLIT_BYTES),
        # Days before 1582 in a lookup stay what they are.
        "spark.sql.datetime.java8API.enabled": "true",
        # A pruned reader does not look at all fields and would miss malformed records.
        "spark.sql.csv.parser.columnPruning.enabled": "false",
        "spark.sql.adaptive.enabled": "true",
        "spark.sql.shuffle.partitions": str(partitions),
        # Curated and quarantined rows leave in one write, to files open side by side: no sort by directory.
        "spark.sql.maxConcurrentOutputFileWriters": "8",
        # De-duplicating before the shuffle too would sort all rows twice to drop few.
        "spark.sql.optimizer.windowGroupLimitThreshold": "-1",
    }
    for name, value in settings.items():
        spark.conf.set(name, value)


def pack_files(spark: SparkSession) -> None:
    """From now on a task reads many small files: what the run wrote needs no task for each."""
    spark.conf.set("spark.sql.files.openCostInBytes", str(_PACKED_FILE_BYTES))
