from __future__ import annotations

import json

from launched import ACCOUNT, REGION, Launched

KEY_ID = "8f14e45f-ceea-467f-8f14-e45fceea467f"


def test_a_bucket_policy_with_a_condition_does_not_stop_the_gateway(moto: Launched) -> None:
    s3 = moto.client("s3")
    s3.create_bucket(Bucket="tls-only", CreateBucketConfiguration={"LocationConstraint": REGION})
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::tls-only", "arn:aws:s3:::tls-only/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    s3.put_bucket_policy(Bucket="tls-only", Policy=json.dumps(policy))
    s3.put_object(Bucket="tls-only", Key="a", Body=b"x")
    assert s3.get_object(Bucket="tls-only", Key="a")["Body"].read() == b"x"


def test_a_key_gets_the_id_it_was_recorded_with(moto: Launched) -> None:
    kms = moto.client("kms")
    tags = [{"TagKey": "stepline:key-id", "TagValue": KEY_ID}, {"TagKey": "Stack", "TagValue": "dev"}]
    created = kms.create_key(Tags=tags)["KeyMetadata"]
    assert created["Arn"] == f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{KEY_ID}"
    kms.create_alias(AliasName="alias/mine", TargetKeyId=KEY_ID)
    assert kms.describe_key(KeyId="alias/mine")["KeyMetadata"]["KeyId"] == KEY_ID
    encrypted = kms.encrypt(KeyId=KEY_ID, Plaintext=b"secret")["CiphertextBlob"]
    assert kms.decrypt(CiphertextBlob=encrypted)["Plaintext"] == b"secret"
    assert kms.list_resource_tags(KeyId=KEY_ID)["Tags"] == [{"TagKey": "Stack", "TagValue": "dev"}]
