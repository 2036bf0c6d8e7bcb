"""The rows of a run, from text to checked target values: the order of the transforms."""

from collections.abc import Sequence

from pyspark.sql import DataFrame

from stepline_glue.columns import text
from stepline_glue.contract import Contract, Lookup
from stepline_glue.expressions import Parameters
from stepline_glue.transforms.clean import clean
from stepline_glue.transforms.convert import convert, source_checks
from stepline_glue.transforms.deduplicate import with_order
from stepline_glue.transforms.lookups import join_lookups, lookup_checks
from stepline_glue.transforms.quarantine import with_bad_row
from stepline_glue.transforms.reasons import Check, with_reason
from stepline_glue.transforms.rules import rule_checks, with_rules
from stepline_glue.transforms.target import evaluate, target_checks

# More than a source has files: coalesce leaves the partitions as they are.
_ALL_PARTITIONS = 1 << 30
# Bytecode of the generated methods, measured: up to 430 bytes a column to read and convert, up to 200 to check and to make.
_READ_AT_ONCE = 16
_MADE_AT_ONCE = 36


def checked_rows(
    rows: DataFrame, contract: Contract, lookups: Sequence[tuple[Lookup, DataFrame]], parameters: Parameters
) -> tuple[DataFrame, list[Check]]:
    """Every source row with its target values and, if it breaks one of the checks, its reason and what the quarantine keeps."""
    source, columns = contract.source, contract.source.columns
    cleaned = clean(rows, columns)
    if len(columns) > _READ_AT_ONCE:
        cleaned = _own_method(cleaned)
    typed = convert(cleaned, columns).alias(source.object)
    read_checks = source_checks(source.object, columns)
    read = with_reason(typed, read_checks).drop(*(text(one.name) for one in columns))
    evaluated = evaluate(join_lookups(_own_method(read), source, lookups), contract.target, parameters)
    value_checks = [
        *lookup_checks(source, contract.lookups),
        *rule_checks(contract.rules),
        *target_checks(evaluated, contract.target),
    ]
    judged = with_rules(evaluated, contract.rules, parameters)
    ordered = with_order(judged, source, contract.target, parameters)
    if len(columns) + len(contract.target.columns) > _MADE_AT_ONCE:
        ordered = _own_method(ordered)
    return with_bad_row(with_reason(ordered, value_checks), columns), [*read_checks, *value_checks]


def _own_method(rows: DataFrame) -> DataFrame:
    """Ends the Java method that Spark generates for the steps so far.

    Spark makes one method of all row-by-row steps, and the JVM leaves methods above 8,000 bytes of bytecode interpreted, several
    times slower. `coalesce` is not part of such a method, and to more partitions than there are it does nothing else. Each row is
    copied there: so only where the contract is too wide for one method.
    """
    return rows.coalesce(_ALL_PARTITIONS)
