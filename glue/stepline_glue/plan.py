"""The rows of a run, from text to checked target values: the order of the transforms."""

from collections.abc import Sequence

from pyspark.sql import DataFrame

from stepline_glue.contract import Contract, Lookup
from stepline_glue.expressions import Parameters
from stepline_glue.transforms.clean import clean
from stepline_glue.transforms.convert import convert, source_checks
from stepline_glue.transforms.deduplicate import with_order
from stepline_glue.transforms.lookups import join_lookups, lookup_checks
from stepline_glue.transforms.quarantine import with_bad_row
from stepline_glue.transforms.reasons import Check, with_reason
from stepline_glue.transforms.rules import rule_checks, with_warnings
from stepline_glue.transforms.target import evaluate, target_checks


def checked_rows(
    rows: DataFrame, contract: Contract, lookups: Sequence[tuple[Lookup, DataFrame]], parameters: Parameters
) -> tuple[DataFrame, list[Check]]:
    """Every source row with its target values and, if it breaks one of the checks, its reason and what the quarantine keeps."""
    columns = contract.source.columns
    typed = convert(clean(rows, columns), columns)
    enriched = join_lookups(typed, contract.source, lookups)
    evaluated = evaluate(enriched, contract.target, parameters)
    checks = [
        *source_checks(contract.source.object, columns),
        *lookup_checks(contract.source, contract.lookups),
        *rule_checks(contract.rules, parameters),
        *target_checks(evaluated, contract.target),
    ]
    warned = with_warnings(evaluated, contract.rules, parameters)
    ordered = with_order(warned, contract.source, contract.target, parameters)
    return with_bad_row(with_reason(ordered, checks), columns), checks
