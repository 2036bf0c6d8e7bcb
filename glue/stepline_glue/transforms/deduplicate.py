"""One row a key."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from stepline_glue.columns import BAD, POSITION, RANK, column, order, target
from stepline_glue.contract import SourceData, TargetTable
from stepline_glue.expressions import Parameters, parse_order_term


def with_order(rows: DataFrame, source: SourceData, table: TargetTable, parameters: Parameters) -> DataFrame:
    """Adds `order$<n>`, what `deduplicateBy` orders by, while the source columns are still there."""
    terms = [parse_order_term(term) for term in table.deduplicate_by]
    names = {one.name for one in source.columns}
    values = [
        column(source.object, term.expression)
        if term.expression in names
        else parameters.bind(term.expression, f'deduplicateBy "{term.expression}"')
        for term in terms
    ]
    return rows.select("*", *(value.alias(order(position)) for position, value in enumerate(values)))


def rank(rows: DataFrame, table: TargetTable) -> DataFrame:
    """Adds `$rank`: 1 for the row of each key that is kept.

    Rows that `deduplicateBy` leaves equal are ordered by position, so a repeated run keeps the same one. Quarantined
    rows come last and do not count; each is a group of its own, so that rows with a null key do not pile up in one task.
    """
    terms = [parse_order_term(term) for term in table.deduplicate_by]
    quarantined = column(BAD).isNotNull()
    key = [column(target(name)) for name in table.key]
    first = Window.partitionBy(*key, F.when(quarantined, column(POSITION))).orderBy(
        quarantined,
        *(term.apply(column(order(position))) for position, term in enumerate(terms)),
        column(POSITION),
    )
    return rows.select("*", F.row_number().over(first).alias(RANK))
