"""S3 and DynamoDB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from service_models.declared import Declared, Input, constant
from service_models.request import Request, ResourceType, Tree, pascal, resource_type, tag_list, when


def bucket(declared: Declared) -> Iterator[Request]:
    place: Tree = {"LocationConstraint": constant(declared.region, "the stack's region")}
    # S3's first region is the one that must not be named.
    configuration = {} if declared.region == "us-east-1" else {"CreateBucketConfiguration": place}
    yield Request("s3", "CreateBucket", {**pascal(declared.inputs, "bucket"), **configuration})
    tags: Tree = {"TagSet": tag_list(declared)}
    yield Request("s3", "PutBucketTagging", {**pascal(declared.inputs, "bucket"), "Tagging": tags})


def lifecycle(declared: Declared) -> Iterator[Request]:
    rules = [lifecycle_rule(rule) for rule in declared["rules"].each()]
    yield about_bucket(declared, "PutBucketLifecycleConfiguration", {"LifecycleConfiguration": {"Rules": rules}})


def lifecycle_rule(rule: Input) -> Tree:
    abort, expiration, noncurrent, filtered = (
        rule[name] for name in ("abortIncompleteMultipartUpload", "expiration", "noncurrentVersionExpiration", "filter")
    )
    return {
        "ID": rule["id"],
        **pascal(rule, "status"),
        # A filter without members stands for every object.
        "Filter": pascal(filtered, "prefix") if filtered.value else filtered,
        "AbortIncompleteMultipartUpload": pascal(abort, "daysAfterInitiation"),
        "Expiration": pascal(expiration, "days", "expiredObjectDeleteMarker"),
        "NoncurrentVersionExpiration": pascal(noncurrent, "noncurrentDays"),
    }


def logging(declared: Declared) -> Iterator[Request]:
    enabled: Tree = {"LoggingEnabled": pascal(declared.inputs, "targetBucket", "targetPrefix")}
    yield about_bucket(declared, "PutBucketLogging", {"BucketLoggingStatus": enabled})


def bucket_object(declared: Declared) -> Iterator[Request]:
    body = declared["source"] if declared["source"].given else declared["content"]
    tags = urlencode({key: str(value.value) for key, value in declared.tags().items()})
    yield about_bucket(
        declared,
        "PutObject",
        {**pascal(declared.inputs, "key", "contentType"), "Body": body, "Tagging": constant(tags)},
    )


def ownership(declared: Declared) -> Iterator[Request]:
    controls: Tree = {"Rules": [pascal(declared["rule"], "objectOwnership")]}
    yield about_bucket(declared, "PutBucketOwnershipControls", {"OwnershipControls": controls})


def bucket_policy(declared: Declared) -> Iterator[Request]:
    yield about_bucket(declared, "PutBucketPolicy", pascal(declared.inputs, "policy"))


def public_access(declared: Declared) -> Iterator[Request]:
    blocks = pascal(declared.inputs, "blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    yield about_bucket(declared, "PutPublicAccessBlock", {"PublicAccessBlockConfiguration": blocks})


def encryption(declared: Declared) -> Iterator[Request]:
    rules = [
        {
            "ApplyServerSideEncryptionByDefault": {
                "SSEAlgorithm": rule["applyServerSideEncryptionByDefault"]["sseAlgorithm"],
                "KMSMasterKeyID": rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"],
            },
            **pascal(rule, "bucketKeyEnabled"),
        }
        for rule in declared["rules"].each()
    ]
    yield about_bucket(declared, "PutBucketEncryption", {"ServerSideEncryptionConfiguration": {"Rules": rules}})


def versioning(declared: Declared) -> Iterator[Request]:
    configuration = pascal(declared["versioningConfiguration"], "status")
    yield about_bucket(declared, "PutBucketVersioning", {"VersioningConfiguration": configuration})


def about_bucket(declared: Declared, operation: str, members: Mapping[str, Tree]) -> Request:
    return Request("s3", operation, {**pascal(declared.inputs, "bucket"), **members})


def table(declared: Declared) -> Iterator[Request]:
    encrypted = declared["serverSideEncryption"]
    keys: list[Tree] = [
        {"AttributeName": declared[name], "KeyType": constant(kind)}
        for name, kind in (("hashKey", "HASH"), ("rangeKey", "RANGE"))
        if declared[name].given
    ]
    yield Request(
        "dynamodb",
        "CreateTable",
        {
            "TableName": declared["name"],
            "AttributeDefinitions": [
                {"AttributeName": one["name"], "AttributeType": one["type"]} for one in declared["attributes"].each()
            ],
            "KeySchema": keys,
            **pascal(declared.inputs, "billingMode", "deletionProtectionEnabled"),
            "SSESpecification": {
                **pascal(encrypted, "enabled"),
                **when(encrypted["kmsKeyArn"], {"KMSMasterKeyId": encrypted["kmsKeyArn"], "SSEType": constant("KMS")}),
            },
            "Tags": tag_list(declared),
        },
    )
    restore = declared["pointInTimeRecovery"]["enabled"]
    if restore.given:
        specification: Tree = {"PointInTimeRecoveryEnabled": restore}
        yield Request(
            "dynamodb",
            "UpdateContinuousBackups",
            {"TableName": declared["name"], "PointInTimeRecoverySpecification": specification},
        )


STORAGE: Mapping[str, ResourceType] = {
    "aws:s3/bucket:Bucket": resource_type(bucket, forceDestroy="empties the bucket before it is deleted"),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": resource_type(lifecycle),
    "aws:s3/bucketLogging:BucketLogging": resource_type(logging),
    "aws:s3/bucketObjectv2:BucketObjectv2": resource_type(bucket_object),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": resource_type(ownership),
    "aws:s3/bucketPolicy:BucketPolicy": resource_type(bucket_policy),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": resource_type(public_access),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": resource_type(encryption),
    "aws:s3/bucketVersioning:BucketVersioning": resource_type(versioning),
    "aws:dynamodb/table:Table": resource_type(table),
}
