"""The line of its file on which a record starts."""

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from stepline_glue.columns import FILE, FILE_URI, MALFORMED, RECORD, column, raw
from stepline_glue.contract import SourceColumn

URI, NUMBER, LINE = "uri", "number", "line"


def line_of_record() -> Column:
    """True while no record spans lines: the header is line 1."""
    return column(RECORD) + 1


def start_lines(source: DataFrame, columns: Sequence[SourceColumn]) -> DataFrame:
    """`uri`, `number` (of the record) and `line` of every record, counting the line breaks inside the records before it.

    Reads the source again and orders it by file: only for runs in which a record spans lines and a row is quarantined.
    """
    breaks = F.coalesce(_breaks(column(MALFORMED)), sum((_breaks(column(raw(one.name)), 0) for one in columns), F.lit(0)))
    before = Window.partitionBy(column(FILE)).orderBy(column(RECORD)).rowsBetween(Window.unboundedPreceding, -1)
    return source.select(
        column(FILE_URI).alias(URI),
        column(RECORD).alias(NUMBER),
        (line_of_record() + F.coalesce(F.sum(breaks).over(before), F.lit(0))).alias(LINE),
    )


def _breaks(value: Column, without: int | None = None) -> Column:
    count = F.length(value) - F.length(F.replace(value, F.lit("\n"), F.lit("")))
    return count if without is None else F.coalesce(count, F.lit(without))
