"""Arguments of the job, checked before anything starts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from stepline_glue.errors import InvalidArguments

# A bucket alone is no place for an output: everything under it would be replaced.
_URI = r"[a-z][a-z0-9]*://[^\s?#/]*(/[^\s?#/]+)+"
_PIPELINE = r"[a-z][a-z0-9-]{0,62}"
_EXECUTION_NAME = r"[A-Za-z0-9_-]{1,80}"

# name -> (pattern, example)
_ARGUMENTS: dict[str, tuple[str, str]] = {
    "contract_uri": (_URI, "s3://artifacts/contracts/campaign_contacts/4f2a.json"),
    "manifest_uri": (_URI, "s3://raw/landing/marketing/2008-11-21/run-1/manifest.json"),
    "output_uri": (_URI + "/", "s3://curated/marketing/2008-11-21/run-1/attempt-1/"),
    "quarantine_uri": (_URI + "/", "s3://quarantine/marketing/2008-11-21/run-1/attempt-1/"),
    "pipeline": (_PIPELINE, "marketing"),
    "logical_date": (r"\d{4}-\d{2}-\d{2}", "2008-11-21"),
    "run_id": (_EXECUTION_NAME, "marketing-2008-11-21-1"),
    "attempt": (_EXECUTION_NAME, "1"),
}


@dataclass(frozen=True)
class Options:
    contract_uri: str
    manifest_uri: str
    output_uri: str
    """Ends with `/`; everything under it belongs to this attempt and is replaced."""
    quarantine_uri: str
    pipeline: str
    logical_date: date
    run_id: str
    attempt: str


def parse_options(arguments: Sequence[str]) -> Options:
    """From `--name value` or `--name=value`. Glue adds arguments of its own (`--JOB_NAME`, `--enable-metrics`): ignored."""
    given = _named(arguments)
    values = {name: _checked(name, given) for name in _ARGUMENTS}
    _refuse_overlap(values["output_uri"], values["quarantine_uri"])
    return Options(
        contract_uri=values["contract_uri"],
        manifest_uri=values["manifest_uri"],
        output_uri=values["output_uri"],
        quarantine_uri=values["quarantine_uri"],
        pipeline=values["pipeline"],
        logical_date=_date(values["logical_date"]),
        run_id=values["run_id"],
        attempt=values["attempt"],
    )


def _named(arguments: Sequence[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for position, argument in enumerate(arguments):
        if not argument.startswith("--"):
            continue
        name, equals, value = argument[2:].partition("=")
        if not equals:
            following = arguments[position + 1 : position + 2]
            value = following[0] if following and not following[0].startswith("--") else ""
        if name in _ARGUMENTS and name in given:
            raise InvalidArguments(f"The argument --{name} is given twice: pass it once.")
        given[name] = value
    return given


def _checked(name: str, given: dict[str, str]) -> str:
    pattern, example = _ARGUMENTS[name]
    value = given.get(name)
    if value is None:
        raise InvalidArguments(f"The argument --{name} is missing: pass --{name} {example}")
    if re.fullmatch(pattern, value) is None:
        raise InvalidArguments(f'The argument --{name} is "{value}": pass a value like {example}')
    return value


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidArguments(f'The argument --logical_date is "{text}", not a day: pass a day like 2008-11-21') from None


def _refuse_overlap(output: str, quarantine: str) -> None:
    # Both are emptied before they are written: one inside the other would lose rows.
    if output.startswith(quarantine) or quarantine.startswith(output):
        raise InvalidArguments(
            f'The arguments --output_uri "{output}" and --quarantine_uri "{quarantine}" overlap: pass two separate prefixes.'
        )
