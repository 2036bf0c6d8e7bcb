"""Tags, which every service takes alike."""

from __future__ import annotations

from collections.abc import Iterator

from service_models.declared import Declared
from service_models.patterns import matcher
from service_models.request import Finding

SOURCE = "https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html"
OBJECT_SOURCE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html"

CHARACTERS = "letters, digits, spaces and _.:/=+-@"
TAGS, TAGS_OF_OBJECT = 50, 10
KEY, VALUE = 128, 256
ALLOWED = matcher(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*")

OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2"


def tag_findings(resource: str, declared: Declared) -> Iterator[Finding]:
    tags = declared.tags()
    most, source = (TAGS_OF_OBJECT, OBJECT_SOURCE) if declared.type == OBJECT else (TAGS, SOURCE)
    if len(tags) > most:
        yield Finding(resource, "tags", sorted(tags), f"must be at most {most} tags, the provider's included ({source})")
    for key, tag in tags.items():
        if key.lower().startswith("aws:") or len(key) > KEY or not ALLOWED.fullmatch(key):
            yield Finding(resource, tag.path, key, f"must be at most {KEY} {CHARACTERS}, not aws: first ({source})")
        if len(str(tag.value)) > VALUE or not ALLOWED.fullmatch(str(tag.value)):
            yield Finding(resource, tag.path, tag.value, f"must be at most {VALUE} {CHARACTERS} ({source})")
