"""The run manifest as the job reads it."""

import json
from typing import Any

import pytest

from stepline_glue.errors import ManifestInvalid
from stepline_glue.manifest import parse_manifest, s3_location
from stepline_glue.options import parse_options
from test_options import arguments

OPTIONS = parse_options(arguments())
FILE = {"bucket": "raw", "key": "landing/shop/a.csv", "etag": '"9a"', "sha256": "00", "bytes": 12, "source": "s3://raw/a.csv"}


def manifest(**changes: Any) -> str:
    members = {"formatVersion": 1, "pipeline": "shop", "logicalDate": "2008-11-21", "runId": "run-1", "files": [FILE]}
    return json.dumps({**members, "lookups": [{**FILE, "name": "cities"}], **changes})


def test_a_pinned_file_is_found_on_s3_with_its_etag_unquoted() -> None:
    read = parse_manifest(manifest(), OPTIONS)
    assert s3_location(read.files[0]) == "s3://raw/landing/shop/a.csv"
    assert (read.files[0].etag, read.files[0].bytes) == ("9a", 12)
    assert set(read.lookups) == {"cities"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"formatVersion": 3}, "formatVersion is 3"),
        ({"runId": "run-2"}, 'runId is "run-2" and the job was started for "run-1"'),
        ({"logicalDate": "2008-11-20"}, "logicalDate"),
        ({"pipeline": "other"}, "pipeline"),
        ({"files": []}, "files is empty"),
        ({"files": [{**FILE, "bytes": "12"}]}, r'files\[0\]\.bytes is "12", expected an integer'),
        ({"files": [{**FILE, "key": "landing/*.csv"}]}, r'key is "landing/\*\.csv"'),
        ({"files": [{**FILE, "key": "landing/../secret"}]}, "secret"),
    ],
)
def test_a_manifest_of_another_run_or_form_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ManifestInvalid, match=message):
        parse_manifest(manifest(**changes), OPTIONS)
