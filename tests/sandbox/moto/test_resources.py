from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

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


def test_of_transactions_at_the_same_moment_one_gets_the_claim_and_keeps_it(moto: Launched) -> None:
    key = {"AttributeName": "id", "AttributeType": "S"}
    moto.client("dynamodb").create_table(
        TableName="claims",
        AttributeDefinitions=[key],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    clients = [moto.client("dynamodb") for _ in range(12)]
    # Upstream copies the table for each transaction: the more is in it, the more of them are under way at once.
    for number in range(300):
        clients[0].put_item(TableName="claims", Item={"id": {"S": f"other-{number}"}})

    def claim(round_id: str, owner: int) -> int | None:
        def update(item: str) -> dict[str, Any]:
            return {
                "TableName": "claims",
                "Key": {"id": {"S": item}},
                "UpdateExpression": "SET #owner = :me",
                "ConditionExpression": "attribute_not_exists(#owner)",
                "ExpressionAttributeNames": {"#owner": "owner"},
                "ExpressionAttributeValues": {":me": {"N": str(owner)}},
            }

        items = [{"Update": update(round_id)}, {"Update": update(f"{round_id}-lock")}]
        try:
            clients[owner].transact_write_items(TransactItems=items)
        except clients[owner].exceptions.TransactionCanceledException:
            return None
        return owner

    with ThreadPoolExecutor(len(clients)) as pool:
        for round_id in map(str, range(15)):
            winners = [owner for owner in pool.map(claim, [round_id] * len(clients), range(len(clients))) if owner is not None]
            assert len(winners) == 1
            for item in (round_id, f"{round_id}-lock"):
                kept = clients[0].get_item(TableName="claims", Key={"id": {"S": item}})["Item"]
                assert kept["owner"]["N"] == str(winners[0])
