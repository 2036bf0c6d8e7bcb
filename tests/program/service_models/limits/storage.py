"""S3 and DynamoDB."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from service_models.limits.limit import KILOBYTE, Limit, Limits, at_most_bytes, between, distinct, is_object, matching

S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide"
S3_API = "https://docs.aws.amazon.com/AmazonS3/latest/API"
DYNAMODB = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide"

RESERVED_PREFIXES = ("xn--", "sthree-", "amzn-s3-demo-")
RESERVED_SUFFIXES = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")


def bucket_name(name: Any, _inputs: object = None) -> bool:
    return (
        isinstance(name, str)
        and re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", name) is not None
        and ".." not in name
        and re.fullmatch(r"\d+(\.\d+){3}", name) is None
        and not name.startswith(RESERVED_PREFIXES)
        and not name.endswith(RESERVED_SUFFIXES)
    )


def plain_keys(attributes: Any, inputs: Mapping[str, Any]) -> bool:
    """Every attribute that is defined is one of a key, and the other way round."""
    keys = {inputs[name] for name in ("hashKey", "rangeKey") if name in inputs}
    return isinstance(attributes, list) and {one.get("name") for one in attributes} == keys


def marker_or_days(expiration: Any, _inputs: object) -> bool:
    return not (expiration.get("expiredObjectDeleteMarker") and "days" in expiration)


def bucket_named(path: str) -> Limit:
    rule = "must be 3 to 63 small letters, digits, - and ., ends included, with no reserved prefix or suffix"
    return Limit(path, rule, f"{S3}/bucketnamingrules.html", bucket_name)


DAYS = Limit(
    "rules[].expiration.days",
    "must be a positive number of days",
    f"{S3_API}/API_LifecycleExpiration.html",
    between(1, 2**31 - 1),
)

STORAGE_LIMITS: Limits = {
    "aws:s3/bucket:Bucket": [bucket_named("bucket")],
    "aws:s3/bucketLogging:BucketLogging": [bucket_named("bucket"), bucket_named("targetBucket")],
    "aws:s3/bucketObjectv2:BucketObjectv2": [
        bucket_named("bucket"),
        Limit("key", "must be at most 1,024 bytes of UTF-8", f"{S3}/object-keys.html", at_most_bytes(KILOBYTE)),
    ],
    "aws:s3/bucketPolicy:BucketPolicy": [
        Limit("policy", "must be at most 20 KB", f"{S3}/bucket-policies.html", at_most_bytes(20 * KILOBYTE)),
        Limit("policy", "must be a JSON document", f"{S3}/bucket-policies.html", is_object),
    ],
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": [
        Limit(
            "rules",
            "must be at most 1,000 rules of different ids",
            f"{S3}/intro-lifecycle-rules.html",
            lambda rules, _: len(rules) <= 1000 and distinct([rule.get("id") for rule in rules]),
        ),
        Limit(
            "rules[].id",
            "must be at most 255 characters",
            f"{S3_API}/API_LifecycleRule.html",
            lambda rule_id, _: len(rule_id) <= 255,
        ),
        DAYS,
        Limit(
            "rules[].expiration",
            "must not have both days and expiredObjectDeleteMarker",
            f"{S3_API}/API_LifecycleExpiration.html",
            marker_or_days,
        ),
        Limit(
            "rules[].noncurrentVersionExpiration.noncurrentDays",
            "must be a positive number of days",
            f"{S3_API}/API_NoncurrentVersionExpiration.html",
            DAYS.holds,
        ),
        Limit(
            "rules[].abortIncompleteMultipartUpload.daysAfterInitiation",
            "must be a positive number of days",
            f"{S3_API}/API_AbortIncompleteMultipartUpload.html",
            DAYS.holds,
        ),
    ],
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
        Limit(
            "rules[].applyServerSideEncryptionByDefault",
            "must have kmsMasterKeyId only with sseAlgorithm aws:kms or aws:kms:dsse",
            f"{S3_API}/API_ServerSideEncryptionByDefault.html",
            lambda default, _: "kmsMasterKeyId" not in default or str(default.get("sseAlgorithm")).startswith("aws:kms"),
        ),
    ],
    "aws:dynamodb/table:Table": [
        Limit(
            "name",
            "must be 3 to 255 letters, digits and _ . -",
            f"{DYNAMODB}/HowItWorks.NamingRulesDataTypes.html",
            matching(r"[A-Za-z0-9_.-]{3,255}"),
        ),
        Limit(
            "attributes",
            "must be those of hashKey and rangeKey, and no others: only attributes of keys are defined",
            f"{DYNAMODB}/HowItWorks.CoreComponents.html",
            plain_keys,
        ),
        Limit(
            "billingMode",
            "must be PAY_PER_REQUEST, or the table have readCapacity and writeCapacity",
            "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html",
            lambda mode, inputs: mode == "PAY_PER_REQUEST" or {"readCapacity", "writeCapacity"} <= set(inputs),
        ),
    ],
}
