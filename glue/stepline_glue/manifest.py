"""The run manifest (`RunManifest` in `handlers/events.ts`): which files, pinned how."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from stepline_glue.errors import ManifestInvalid
from stepline_glue.json_fields import JsonObject
from stepline_glue.options import Options

# Hadoop reads * ? [ { \ in a path as a pattern, so a key with one could name other files than its own.
_KEY = re.compile(r"[A-Za-z0-9_.=+@,:/ -]{1,1024}")


@dataclass(frozen=True)
class PinnedFile:
    bucket: str
    key: str
    etag: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    files: tuple[PinnedFile, ...]
    lookups: dict[str, PinnedFile]
    """By the lookup's name in the contract."""


Locate = Callable[[PinnedFile], str]
"""Where Hadoop finds a pinned file; tests keep buckets in a folder."""


def s3_location(file: PinnedFile) -> str:
    return f"s3://{file.bucket}/{file.key}"


def parse_manifest(text: str, options: Options) -> Manifest:
    """Refuses another `formatVersion`, and the manifest of another run."""
    json = JsonObject.parse(text, "manifest", ManifestInvalid)
    json.format_version(1)
    for member, expected in (
        ("pipeline", options.pipeline),
        ("logicalDate", options.logical_date.isoformat()),
        ("runId", options.run_id),
    ):
        if json.text(member) != expected:
            raise ManifestInvalid(
                f'manifest.{member} is "{json.text(member)}" and the job was started for "{expected}": '
                "pass the manifest of the same run."
            )
    files = json.objects("files", _file)
    if not files:
        raise ManifestInvalid("manifest.files is empty: a run without files ends before the transform.")
    return Manifest(files=files, lookups=dict(json.objects("lookups", lambda one: (one.text("name"), _file(one)))))


def _file(json: JsonObject) -> PinnedFile:
    key = json.text("key")
    if _KEY.fullmatch(key) is None or ".." in key.split("/"):
        raise ManifestInvalid(
            f'{json.path}.key is "{key}": rename the object, a key may hold letters, digits, spaces and _ . = + @ , : / -'
        )
    return PinnedFile(bucket=json.text("bucket"), key=key, etag=json.text("etag").strip('"'), bytes=json.integer("bytes"))
