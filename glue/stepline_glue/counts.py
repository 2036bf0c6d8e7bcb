"""Row counts of a run, and what the contract says of them."""

from dataclasses import dataclass, field

from stepline_glue.errors import CountsUnbalanced, EmptyBatch, QuarantineThresholdExceeded


@dataclass(frozen=True)
class Counts:
    source: int
    curated: int
    quarantined: int
    duplicates: int
    quarantined_by_rule: dict[str, int] = field(default_factory=dict)
    warnings_by_rule: dict[str, int] = field(default_factory=dict)


def check_not_empty(counts: Counts, files: int, empty_batch: str) -> None:
    if counts.source == 0 and empty_batch == "fail":
        raise EmptyBatch(
            f"{plural(files, 'file')} without a data row: deliver the day's rows, or let the contract allow empty days."
        )


def check_balance(counts: Counts) -> None:
    """`curated` and `quarantined` are counted in the files that were written, `source` and `duplicates` on the way there."""
    if counts.source != counts.curated + counts.quarantined + counts.duplicates:
        raise CountsUnbalanced(
            f"source {counts.source} is not curated {counts.curated} + quarantined {counts.quarantined} + duplicates "
            f"{counts.duplicates}: rows were lost or doubled, nothing is published; start the run again."
        )


def check_threshold(counts: Counts, max_percent: float) -> None:
    if counts.quarantined * 100 <= max_percent * counts.source:
        return
    percent = counts.quarantined * 100 / counts.source
    raise QuarantineThresholdExceeded(
        f"{counts.quarantined} of {plural(counts.source, 'row')} ({percent:.1f} %) broke a rule, the contract allows "
        f"{max_percent:g} %: {_most_broken(counts.quarantined_by_rule)}"
    )


def plural(count: int, noun: str) -> str:
    """`1 row`, `825 rows`, `45,211 rows`"""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _most_broken(by_rule: dict[str, int], shown: int = 5) -> str:
    ordered = sorted(by_rule.items(), key=lambda item: (-item[1], item[0]))
    more = f", and {len(ordered) - shown} more" if len(ordered) > shown else ""
    return ", ".join(f"{rule} {rows}" for rule, rows in ordered[:shown]) + more
