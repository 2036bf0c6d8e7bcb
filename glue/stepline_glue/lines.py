"""The line of its file on which a record starts."""

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from stepline_glue.columns import MALFORMED, column, raw
from stepline_glue.contract import SourceColumn
from stepline_glue.read import file_uri, record_number

URI, NUMBER, LINE = "uri", "number", "line"
_BREAKS = "breaks"


def line_of_record() -> Column:
    """True while no record spans lines: the header is line 1."""
    return record_number() + 1


def start_lines(source: DataFrame, columns: Sequence[SourceColumn]) -> DataFrame:
    """`uri`, `number` (of the record) and `line` of every record, counting the line breaks inside the records before it.

    Reads the source again and orders it by file: only for runs in which a record spans lines and a row is quarantined.
    """
    breaks = F.coalesce(_breaks(column(MALFORMED)), sum((_breaks(column(raw(one.name)), 0) for one in columns), F.lit(0)))
    broken = source.select(file_uri().alias(URI), record_number().alias(NUMBER), breaks.alias(_BREAKS))
    before = Window.partitionBy(URI).orderBy(NUMBER).rowsBetween(Window.unboundedPreceding, -1)
    return broken.select(URI, NUMBER, (column(NUMBER) + 1 + F.coalesce(F.sum(_BREAKS).over(before), F.lit(0))).alias(LINE))


def _breaks(value: Column, without: int | None = None) -> Column:
    count = F.length(value) - F.length(F.replace(value, F.lit("\n"), F.lit("")))
    return count if without is None else F.coalesce(count, F.lit(without))
