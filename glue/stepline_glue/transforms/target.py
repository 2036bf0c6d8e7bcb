"""Target columns: the contract's expressions, and whether their values fit the table."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import DataType, DecimalType, DoubleType, FloatType

from stepline_glue.columns import column, target
from stepline_glue.contract import ColumnType, TargetColumn, TargetTable
from stepline_glue.expressions import Parameters
from stepline_glue.transforms.reasons import Check

_INTEGER_LIMITS = {"smallint": 2**15, "int": 2**31, "bigint": 2**63}


def evaluate(rows: DataFrame, table: TargetTable, parameters: Parameters) -> DataFrame:
    """Adds `target$<column>`, still of the type the expression has."""
    values = [parameters.bind(one.expression, f"target column {one.name}").alias(target(one.name)) for one in table.columns]
    return rows.select("*", *values)


def target_checks(evaluated: DataFrame, table: TargetTable) -> list[Check]:
    """Key columns are never null, whatever the contract says of them being required."""
    checks = []
    for one in table.columns:
        value = column(target(one.name))
        if one.required or one.name in table.key:
            checks.append(Check(f"target.{one.name}.required", value.isNull()))
        if one.type.kind == "string":
            checks.append(Check(f"target.{one.name}.length", F.octet_length(value.cast("string")) > one.type.max_bytes))
            continue
        misfit = _misfit(value, evaluated.schema[target(one.name)].dataType, one.type)
        if misfit is not None:
            checks.append(Check(f"target.{one.name}.type", misfit))
    return checks


def as_target(one: TargetColumn) -> Column:
    """The value in the table's type, once the checks have passed."""
    return column(target(one.name)).cast(one.type.spark)


def _misfit(value: Column, actual: DataType, wanted: ColumnType) -> Column | None:
    """True for a value that the cast would change or lose; nothing to check where the types are the same."""
    if wanted.kind == "double":
        return F.isnan(value.cast("double")) | (F.abs(value.cast("double")) == float("inf"))
    if actual.simpleString() == wanted.spark:
        return None
    if wanted.kind == "integer" and isinstance(actual, DoubleType | FloatType | DecimalType):
        # The upper limit is exclusive: 2**63 - 1 has no double of its own.
        limit = F.lit(str(_INTEGER_LIMITS[wanted.spark])).cast("decimal(20,0)")
        return ~((value == F.floor(value)) & (value >= -limit) & (value < limit))
    cast = value.cast(wanted.spark)
    if wanted.kind == "integer":
        return cast.isNull() & value.isNotNull() | (cast.cast(actual) != value)
    return cast.isNull() & value.isNotNull()
