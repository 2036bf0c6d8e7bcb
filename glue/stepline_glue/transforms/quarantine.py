"""A quarantined row as a person gets it: where it came from, the rule it broke, and what it said."""

from collections.abc import Sequence

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from stepline_glue.columns import BAD, MALFORMED, REASON, column, raw
from stepline_glue.contract import SourceColumn
from stepline_glue.lines import LINE, NUMBER, URI, line_of_record
from stepline_glue.read import file_uri

# A quote that is never closed can make one record of half a file.
_TEXT_LIMIT = 10_000


def with_bad_row(rows: DataFrame, columns: Sequence[SourceColumn]) -> DataFrame:
    """Adds `$bad`, null for a good row: `line`, `rule`, `source_file`, `row` (struct of the fields as delivered), `text`.

    A malformed record has its `text` in place of a `row`: its fields are not the columns'.
    """
    malformed = column(MALFORMED).isNotNull()
    fields = F.struct(*(F.coalesce(column(raw(one.name)), F.lit("")).alias(one.name) for one in columns))
    members = F.struct(
        line_of_record().alias("line"),
        column(REASON).alias("rule"),
        file_uri().alias("source_file"),
        F.when(~malformed, fields).alias("row"),
        F.substring(column(MALFORMED), 1, _TEXT_LIMIT).alias("text"),
    )
    return rows.select("*", F.when(column(REASON).isNotNull(), members).alias(BAD))


def with_start_lines(bad: DataFrame, lines: DataFrame) -> DataFrame:
    """Bad rows (the members of `$bad` as columns) with the line their record starts on, from `lines.start_lines`."""
    same = (column(URI) == column("source_file")) & (column(NUMBER) == column("bad", "line") - 1)
    joined = bad.alias("bad").join(lines.alias("lines"), same, "left")
    return joined.select(column("lines", LINE), *(column("bad", name) for name in bad.columns if name != "line"))
