"""From cleaned text to typed values. A text that does not convert gives null, and breaks `<column>.type`."""

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from stepline_glue.columns import MALFORMED, UNDECODABLE, column, text
from stepline_glue.contract import SourceColumn
from stepline_glue.transforms.reasons import Check

_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"


def convert(rows: DataFrame, columns: Sequence[SourceColumn]) -> DataFrame:
    """Adds `<column>`, typed, for each `text$<column>`."""
    return rows.select("*", *(_typed(one).alias(one.name) for one in columns))


def source_checks(owner: str, columns: Sequence[SourceColumn]) -> list[Check]:
    """In the order a row's reason is looked for: the record as a whole, then column by column in file order.

    `owner` is the alias of the frame with the typed columns: `contacts`.
    """
    checks = [Check("row.malformed", column(MALFORMED).isNotNull()), Check("row.encoding", column(UNDECODABLE))]
    for one in columns:
        if one.required:
            checks.append(Check(f"{one.name}.required", column(text(one.name)).isNull()))
        if one.type.kind == "string":
            checks.append(Check(f"{one.name}.length", F.octet_length(column(text(one.name))) > one.type.max_bytes))
        else:
            checks.append(Check(f"{one.name}.type", column(text(one.name)).isNotNull() & column(owner, one.name).isNull()))
    return checks


def _typed(one: SourceColumn) -> Column:
    value = column(text(one.name))
    quoted = "`" + text(one.name).replace("`", "``") + "`"
    match one.type.kind:
        case "integer":
            # try_cast refuses "5.7" and what is too large; cast would make it 5, or wrap around.
            return F.expr(f"try_cast({quoted} AS {one.type.spark})")
        case "decimal":
            return _decimal(value, one.type.spark)
        case "double":
            # Java also reads "1d" and "NaN". A finite text can still be too large for a double.
            number = F.when(value.rlike(_NUMBER), value.cast("double"))
            return F.when(F.abs(number) < float("inf"), number)
        case "boolean":
            return F.when(value.isin(*one.true_values), True).when(value.isin(*one.false_values), False)
        case "date":
            return F.to_date(value, one.date_format or "yyyy-MM-dd")
        case "timestamp":
            return F.to_timestamp(value, one.date_format or "yyyy-MM-dd'T'HH:mm:ssXXX")
        case _:
            return value


def _decimal(value: Column, kind: str) -> Column:
    """Null when digits before the point do not fit, and when digits after it would be rounded away."""
    precision, scale = (int(part) for part in kind.removeprefix("decimal(").removesuffix(")").split(","))
    widest = value.cast(f"decimal(38,{38 - (precision - scale)})")
    narrow = widest.cast(kind)
    return F.when(widest == narrow, narrow)
