from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fake_gateway import Answer, refusal
from launched import Launched, caught, one_task

INVOKE = one_task("lambda:invoke", {"FunctionName": "f:live", "Payload": {"a": 1}})
DESCRIBE = one_task("aws-sdk:redshiftdata:describeStatement", {"Id": "1"})


def error_of(moto: Launched, definition: dict[str, Any]) -> str:
    return str(moto.output(caught(definition, "States.TaskFailed"))["Error"])


def test_the_result_of_a_function_is_its_payload(moto: Launched) -> None:
    moto.gateway.serve["lambda.Invoke"] = lambda call: {"got": call.input["Payload"]}
    assert moto.output(INVOKE)["Payload"] == {"got": {"a": 1}}


def test_an_error_of_a_function_is_named_by_its_type(moto: Launched) -> None:
    payload = {"errorType": "SourceMissing", "errorMessage": 'no "file"', "trace": []}
    moto.gateway.serve["lambda.Invoke"] = lambda call: Answer(payload, headers={"x-amz-function-error": "Unhandled"})
    error = moto.output(caught(INVOKE, "SourceMissing"))
    assert error["Error"] == "SourceMissing"
    assert json.loads(error["Cause"]) == payload


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("TooManyRequestsException", "Lambda.TooManyRequestsException"),
        ("ServiceException", "Lambda.ServiceException"),
        # Not in Lambda's model: AWS's base exception, which the documented retriers name.
        ("AccessDeniedException", "Lambda.AWSLambdaException"),
    ],
)
def test_errors_of_the_lambda_service_have_the_names_of_aws(moto: Launched, code: str, name: str) -> None:
    moto.gateway.serve["lambda.Invoke"] = lambda call: refusal(code)
    assert error_of(moto, INVOKE) == name


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("ValidationException", "RedshiftData.ValidationException"),
        ("ResourceNotFoundException", "RedshiftData.ResourceNotFoundException"),
        ("AccessDeniedException", "RedshiftData.RedshiftDataException"),
    ],
)
def test_sdk_integrations_name_errors_as_the_sdk_for_java_does(moto: Launched, code: str, name: str) -> None:
    moto.gateway.serve["redshift-data.DescribeStatement"] = lambda call: refusal(code)
    assert error_of(moto, DESCRIBE) == name


def test_times_in_the_result_of_an_sdk_integration_are_iso(moto: Launched) -> None:
    moto.gateway.serve["redshift-data.DescribeStatement"] = lambda call: {
        "Id": "1",
        "CreatedAt": 1227225600.5,
    }
    assert moto.output(DESCRIBE) == {"Id": "1", "CreatedAt": "2008-11-21T00:00:00.500Z"}


def test_a_result_without_body_is_an_object(moto: Launched) -> None:
    moto.gateway.serve["redshift-data.CancelStatement"] = lambda call: {"Status": True}
    assert moto.output(one_task("aws-sdk:redshiftdata:cancelStatement", {"Id": "1"})) == {"Status": True}


def test_an_action_the_service_does_not_have_is_refused_at_creation(moto: Launched) -> None:
    with pytest.raises(ClientError, match="describe_stattement"):
        moto.machine(one_task("aws-sdk:redshiftdata:describeStattement", {}))
    with pytest.raises(ClientError, match="redshift-data"):
        moto.machine(one_task("aws-sdk:redshift-data:describeStatement", {}))


@pytest.mark.parametrize(
    ("resource", "arguments", "cause"),
    [
        ("aws-sdk:redshiftdata:describeStatement", {"StatementId": "1"}, "'StatementId' is not supported"),
        ("aws-sdk:redshiftdata:describeStatement", {"Id": 1}, "'Id' must be a STRING"),
        ("lambda:invoke", {"FunctionName": "f", "Timeout": 3}, "'Timeout' is not supported"),
        ("dynamodb:getItem", {"TableName": "t", "Key": {"pk": {"N": 5}}}, "'N' must be a STRING"),
    ],
)
def test_a_parameter_aws_would_refuse_fails_loudly(moto: Launched, resource: str, arguments: dict[str, Any], cause: str) -> None:
    described = moto.run(one_task(resource, arguments))
    assert (described["status"], described["error"]) == ("FAILED", "States.Runtime")
    assert cause in described["cause"]


def test_a_transaction_is_written_and_its_cancellation_named(moto: Launched) -> None:
    moto.client("dynamodb").create_table(
        TableName="runs",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    item = {
        "pk": {"S": "{% $states.input.key %}"},
        "n": {"N": "{% $string($states.input.n) %}"},
        "ok": {"BOOL": True},
    }
    put = {"TableName": "runs", "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}
    acquire = one_task("aws-sdk:dynamodb:transactWriteItems", {"TransactItems": [{"Put": put}]})
    given = {"key": 'a"b', "n": 825}
    assert moto.run(acquire, given)["status"] == "SUCCEEDED"
    refused = moto.run(acquire, given)
    assert refused["error"] == "DynamoDb.TransactionCanceledException"
    read = one_task("dynamodb:getItem", {"TableName": "runs", "Key": {"pk": {"S": "{% $states.input.key %}"}}})
    assert moto.output(read, given)["Item"] == {"pk": {"S": 'a"b'}, "n": {"N": "825"}, "ok": {"BOOL": True}}


def test_an_object_is_copied_and_a_missing_one_named(moto: Launched) -> None:
    s3 = moto.client("s3")
    s3.create_bucket(Bucket="raw", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="raw", Key="a", Body=b"x")
    arguments = {"Bucket": "raw", "Key": "b", "CopySource": "{% 'raw/' & $states.input.key %}"}
    copy = one_task("aws-sdk:s3:copyObject", arguments)
    assert moto.output(copy, {"key": "a"})["CopyObjectResult"]["ETag"]
    assert s3.get_object(Bucket="raw", Key="b")["Body"].read() == b"x"
    assert moto.run(copy, {"key": "none"})["error"] == "S3.NoSuchKeyException"


def test_a_message_is_published_with_objects_written_as_json(moto: Launched) -> None:
    topic = moto.client("sns").create_topic(Name="notes")["TopicArn"]
    queue = moto.client("sqs").create_queue(QueueName="copy")["QueueUrl"]
    moto.client("sns").subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint="arn:aws:sqs:eu-west-1:111122223333:copy",
        Attributes={"RawMessageDelivery": "true"},
    )
    publish = one_task("sns:publish", {"TopicArn": topic, "Subject": "run", "Message": {"rows": 825}})
    assert moto.output(publish)["MessageId"]
    (message,) = moto.client("sqs").receive_message(QueueUrl=queue)["Messages"]
    assert json.loads(message["Body"]) == {"rows": 825}
