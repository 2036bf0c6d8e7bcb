"""Trim, and turn the texts that mean null into null; and what the record as a whole is like."""

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from stepline_glue.columns import MALFORMED, MULTI_LINE, UNDECODABLE, column, raw, text
from stepline_glue.contract import SourceColumn

_WHOLE = "$whole"


def clean(rows: DataFrame, columns: Sequence[SourceColumn]) -> DataFrame:
    """Adds `text$<column>` for each `raw$<column>`. Spaces around a value never count; other white space does.

    Adds `$multi_line` and `$undecodable`: the reader puts U+FFFD where bytes are not UTF-8.
    """
    whole = F.concat_ws("", *(column(raw(one.name)) for one in columns), column(MALFORMED))
    rows = rows.select("*", whole.alias(_WHOLE))
    # In two steps, or the text would be trimmed twice: to be compared, and to be kept.
    trimmed = rows.select("*", *(F.trim(column(raw(one.name))).alias(text(one.name)) for one in columns))
    others = [column(name) for name in rows.columns if name != _WHOLE]
    return trimmed.select(
        *others,
        *(_unless_null(one).alias(text(one.name)) for one in columns),
        column(_WHOLE).contains("\n").alias(MULTI_LINE),
        column(_WHOLE).contains("\ufffd").alias(UNDECODABLE),
    )


def _unless_null(one: SourceColumn) -> Column:
    value = column(text(one.name))
    return F.when(~value.isin(*one.null_values), value)
