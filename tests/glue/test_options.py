"""The job's arguments."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from stepline_glue.errors import InvalidArguments
from stepline_glue.options import parse_options

GLUE = Path(__file__).parents[2] / "glue"
GIVEN = {
    "contract_uri": "s3://artifacts/contracts/orders/4f.json",
    "manifest_uri": "s3://raw/landing/shop/2008-11-21/run-1/manifest.json",
    "output_uri": "s3://curated/shop/2008-11-21/run-1/attempt-1/",
    "quarantine_uri": "s3://quarantine/shop/2008-11-21/run-1/attempt-1/",
    "pipeline": "shop",
    "logical_date": "2008-11-21",
    "run_id": "run-1",
    "attempt": "1",
}


def arguments(**changes: str | None) -> list[str]:
    values = {**GIVEN, **changes}
    return [part for name, value in values.items() if value is not None for part in (f"--{name}", value)]


def test_arguments_become_typed_options() -> None:
    options = parse_options(arguments())
    assert options.logical_date == date(2008, 11, 21)
    assert options.output_uri == GIVEN["output_uri"]
    assert (options.pipeline, options.run_id, options.attempt) == ("shop", "run-1", "1")


def test_what_glue_adds_is_ignored() -> None:
    glue = ["/tmp/transform.py", "--JOB_NAME", "shop", "--enable-metrics", "--TempDir", "s3://x/", "--job-language", "python"]
    assert parse_options([*glue, *arguments()]) == parse_options(arguments())


def test_name_and_value_may_be_joined_by_an_equals_sign() -> None:
    joined = [f"--{name}={value}" for name, value in GIVEN.items()]
    assert parse_options(joined) == parse_options(arguments())


@pytest.mark.parametrize("name", GIVEN)
def test_a_missing_argument_is_refused_by_name_with_an_example(name: str) -> None:
    with pytest.raises(InvalidArguments, match=f"--{name} is missing: pass --{name} \\S+"):
        parse_options(arguments(**{name: None}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("logical_date", "21.11.2008"),
        ("logical_date", "2008-02-30"),
        ("output_uri", "s3://curated/shop"),
        ("output_uri", "s3://curated/"),
        ("output_uri", "curated/shop/"),
        ("contract_uri", "s3://artifacts/contracts/"),
        ("pipeline", "Shop; drop"),
        ("run_id", "run 1"),
        ("run_id", "run'--"),
        ("attempt", ""),
    ],
)
def test_a_malformed_argument_is_refused_with_its_value(name: str, value: str) -> None:
    with pytest.raises(InvalidArguments) as refused:
        parse_options(arguments(**{name: value}))
    assert f'--{name} is "{value}"' in str(refused.value)


def test_an_argument_given_twice_is_refused() -> None:
    with pytest.raises(InvalidArguments, match="--attempt is given twice"):
        parse_options([*arguments(), "--attempt", "2"])


def test_output_and_quarantine_may_not_lie_in_each_other() -> None:
    with pytest.raises(InvalidArguments, match="overlap"):
        parse_options(arguments(quarantine_uri=GIVEN["output_uri"] + "quarantine/"))


def test_the_script_runs_from_a_zip_and_ends_with_one_line_and_status_1(tmp_path: Path) -> None:
    package = shutil.make_archive(str(tmp_path / "stepline_glue"), "zip", GLUE, "stepline_glue")
    ended = subprocess.run(
        [sys.executable, GLUE / "transform.py", *arguments(attempt="one two")],
        env={**os.environ, "PYTHONPATH": package},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr == 'InvalidArguments: The argument --attempt is "one two": pass a value like 1\n'
