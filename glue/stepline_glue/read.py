"""Reads pinned CSV files as text, in one pass, keeping each row's place in its file.

A record may span lines (a quoted field with a line break), so a file is parsed from its start by one task (`multiLine`), and
the session's settings give each file a partition of its own. In such a partition `monotonically_increasing_id` counts the
records from zero, which makes the record number exact without a second pass, a shuffle or a sort. Files are read in
parallel, one file is not: a source of 10^7 rows should come in several files.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StringType, StructField, StructType

from stepline_glue.columns import MALFORMED, POSITION, column, raw
from stepline_glue.contract import CsvFormat, SourceColumn
from stepline_glue.errors import SourceChanged
from stepline_glue.hadoop import FileStatus, HadoopFiles
from stepline_glue.manifest import Locate, PinnedFile

# `monotonically_increasing_id` has the partition above the lower 33 bits.
_RECORD_BITS = (1 << 33) - 1


@dataclass(frozen=True)
class SourceFile:
    pinned: PinnedFile
    status: FileStatus


def open_pinned(files: HadoopFiles, pinned: Sequence[PinnedFile], locate: Locate) -> list[SourceFile]:
    """Refuses a file whose length, or ETag where the file system knows it, is not the pinned one."""
    return [SourceFile(one, _checked_status(files, one, locate)) for one in pinned]


def check_unchanged(files: HadoopFiles, opened: Sequence[SourceFile], locate: Locate) -> None:
    """After reading: what was read is still what was pinned."""
    open_pinned(files, [file.pinned for file in opened], locate)


def read_csv(spark: SparkSession, files: Sequence[SourceFile], csv: CsvFormat, columns: Sequence[SourceColumn]) -> DataFrame:
    """One row a record, `raw$...` columns all text, with its position and, if it does not fit, its own text.

    The header is checked by Spark against the contract's columns; a file without any line has no rows.
    """
    schema = StructType([StructField(one.name, StringType()) for one in columns] + [StructField(MALFORMED, StringType())])
    rows = (
        spark.read.schema(schema)
        .options(
            header=True,
            multiLine=True,
            sep=csv.delimiter,
            quote=csv.quote,
            # RFC 4180 escapes a quote by doubling it; Spark's own default is a backslash.
            escape=csv.quote,
            encoding="UTF-8",
            mode="PERMISSIVE",
            columnNameOfCorruptRecord=MALFORMED,
            enforceSchema=False,
            # The directory contact_date=2008-11-21 is not a column of the file.
            recursiveFileLookup=True,
        )
        .csv([file.status.uri for file in files])
    )
    fields = [column(one.name).alias(raw(one.name)) for one in columns]
    # A file is a partition (session.py), and Spark numbers partitions by the length of their files.
    return rows.select(*fields, column(MALFORMED), F.monotonically_increasing_id().alias(POSITION))


def record_number() -> Column:
    """Number of the record in its file, from 1, the header not counted."""
    return column(POSITION).bitwiseAND(F.lit(_RECORD_BITS)) + 1


def file_uri() -> Column:
    """URI of the file a row was read from, unescaped as Hadoop writes it. Only before a shuffle."""
    # Of what a key may hold (manifest.py), Spark escapes the space alone.
    return F.replace(F.input_file_name(), F.lit("%20"), F.lit(" "))


def _checked_status(files: HadoopFiles, pinned: PinnedFile, locate: Locate) -> FileStatus:
    status = files.status(locate(pinned))
    if status.bytes != pinned.bytes:
        raise SourceChanged(_changed(status.uri, f"{status.bytes} bytes", f"{pinned.bytes} bytes"))
    if status.etag is not None and status.etag != pinned.etag:
        raise SourceChanged(_changed(status.uri, f"ETag {status.etag}", f"ETag {pinned.etag}"))
    return status


def _changed(uri: str, found: str, pinned: str) -> str:
    return f"{uri} has {found}, the run pinned it with {pinned}: start a new run, which pins the files as they are now."
