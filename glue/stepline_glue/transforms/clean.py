"""Trim, and turn the texts that mean null into null; and what the record as a whole is like."""

from collections.abc import Sequence

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from stepline_glue.columns import MALFORMED, MULTI_LINE, UNDECODABLE, column, raw, text
from stepline_glue.contract import SourceColumn


def clean(rows: DataFrame, columns: Sequence[SourceColumn]) -> DataFrame:
    """Adds `text$<column>` for each `raw$<column>`. Spaces around a value never count; other white space does.

    Adds `$multi_line` and `$undecodable`: the reader puts U+FFFD where bytes are not UTF-8.
    """
    whole = F.concat_ws("", *(column(raw(one.name)) for one in columns), column(MALFORMED))
    rows = rows.select("*", whole.alias("$whole"))
    cleaned = []
    for one in columns:
        trimmed = F.trim(column(raw(one.name)))
        cleaned.append(F.when(~trimmed.isin(*one.null_values), trimmed).alias(text(one.name)))
    seen = [column("$whole").contains("\n").alias(MULTI_LINE), column("$whole").contains("\ufffd").alias(UNDECODABLE)]
    return rows.select("*", *cleaned, *seen).drop("$whole")
