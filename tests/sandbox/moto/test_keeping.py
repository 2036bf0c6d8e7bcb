from __future__ import annotations

import json
import os
import pickle
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fake_gateway import ADMIN_TOKEN, FakeGateway
from keeping.store import Store, StoreError
from launched import ACCOUNT, REGION, Launched, eventually, launch

BUCKET = "kept"
WAITING = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 600, "End": True}}}
PASSING = {"StartAt": "Pass", "States": {"Pass": {"Type": "Pass", "Output": {"done": True}, "End": True}}}

Start = Callable[..., Launched]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts moto on the test's folder, makes the resources a program would, and puts the state back."""
    processes: list[subprocess.Popen[str]] = []
    gateway = FakeGateway()

    def started(declare: Callable[[Launched], None] = declare_all) -> Launched:
        process = launch(tmp_path, gateway, "--data-dir", str(tmp_path / "data"))
        processes.append(process)
        moto = Launched(gateway, gateway.moto_port)
        declare(moto)
        moto.aside = restore(moto.port)  # type: ignore[attr-defined]
        moto.process = process  # type: ignore[attr-defined]
        return moto

    yield started
    for process in processes:
        process.kill()
        process.wait()
    gateway.close()


def restore(port: int) -> list[str]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/_stepline/restore", method="POST", headers={"x-stepline-admin": ADMIN_TOKEN}
    )
    with urllib.request.urlopen(request) as answer:
        aside: list[str] = json.load(answer)["aside"]
        return aside


def declare_all(moto: Launched) -> None:
    s3 = moto.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket=BUCKET, Key="declared", Body=b"by the program")
    moto.client("dynamodb").create_table(
        TableName="runs",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    moto.client("sqs").create_queue(QueueName="notices")
    moto.client("logs").create_log_group(logGroupName="/aws/lambda/f")
    for name, definition in (("waits", WAITING), ("passes", PASSING)):
        moto.states.create_state_machine(
            name=name,
            definition=json.dumps({"QueryLanguage": "JSONata", **definition}),
            roleArn=f"arn:aws:iam::{ACCOUNT}:role/machine",
        )


def arn(machine: str) -> str:
    return f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:{machine}"


def end(moto: Launched) -> None:
    """As the sandbox ends it."""
    process: subprocess.Popen[str] = moto.process  # type: ignore[attr-defined]
    process.terminate()
    assert process.wait(20) == 0


def queue_url(moto: Launched) -> str:
    return str(moto.client("sqs").get_queue_url(QueueName="notices")["QueueUrl"])


def test_objects_come_back_with_every_version_marker_tag_and_byte(start: Start) -> None:
    moto = start()
    s3 = moto.client("s3")
    body = os.urandom(100_000)
    s3.put_object(Bucket=BUCKET, Key="a/ä", Body=b"first")
    s3.put_object(Bucket=BUCKET, Key="a/ä", Body=body, ContentType="text/csv", Tagging="day=1", Metadata={"k": "v"})
    s3.put_object(Bucket=BUCKET, Key="gone", Body=b"")
    s3.delete_object(Bucket=BUCKET, Key="gone")
    before = s3.list_object_versions(Bucket=BUCKET)
    end(moto)
    again = start().client("s3")
    after = again.list_object_versions(Bucket=BUCKET)
    assert [after["Versions"], after["DeleteMarkers"]] == [before["Versions"], before["DeleteMarkers"]]
    found = again.get_object(Bucket=BUCKET, Key="a/ä")
    assert (found["Body"].read(), found["ContentType"], found["Metadata"]) == (body, "text/csv", {"k": "v"})
    assert again.get_object_tagging(Bucket=BUCKET, Key="a/ä")["TagSet"] == [{"Key": "day", "Value": "1"}]


def test_a_multipart_upload_goes_on_after_a_restart(start: Start) -> None:
    moto = start()
    s3 = moto.client("s3")
    upload = s3.create_multipart_upload(Bucket=BUCKET, Key="big")["UploadId"]
    part = s3.upload_part(Bucket=BUCKET, Key="big", UploadId=upload, PartNumber=1, Body=b"half")
    end(moto)
    again = start().client("s3")
    parts = {"Parts": [{"ETag": part["ETag"], "PartNumber": 1}]}
    again.complete_multipart_upload(Bucket=BUCKET, Key="big", UploadId=upload, MultipartUpload=parts)
    assert again.get_object(Bucket=BUCKET, Key="big")["Body"].read() == b"half"


def test_an_object_the_program_delivers_unchanged_gets_no_version_and_a_changed_one_gets_one(start: Start) -> None:
    end(start())
    moto = start()
    assert len(moto.client("s3").list_object_versions(Bucket=BUCKET, Prefix="declared")["Versions"]) == 1
    end(moto)

    def changed(moto: Launched) -> None:
        declare_all(moto)
        moto.client("s3").delete_object(Bucket=BUCKET, Key="declared")
        moto.client("s3").put_object(Bucket=BUCKET, Key="declared", Body=b"changed")

    s3 = start(changed).client("s3")
    assert len(s3.list_object_versions(Bucket=BUCKET, Prefix="declared")["Versions"]) == 2
    assert s3.get_object(Bucket=BUCKET, Key="declared")["Body"].read() == b"changed"


def test_items_messages_and_log_events_come_back(start: Start) -> None:
    moto = start()
    item = {"id": {"S": "1"}, "n": {"N": "2"}, "m": {"M": {"l": {"L": [{"BOOL": True}, {"NULL": True}]}}}, "b": {"B": b"\0"}}
    moto.client("dynamodb").put_item(TableName="runs", Item=item)
    moto.client("sqs").send_message(QueueUrl=queue_url(moto), MessageBody="done")
    logs = moto.client("logs")
    line = {"timestamp": int(time.time() * 1000), "message": "line"}
    for group in ("/aws/lambda/f", "/aws-glue/jobs/output"):
        if group != "/aws/lambda/f":
            logs.create_log_group(logGroupName=group)
        logs.create_log_stream(logGroupName=group, logStreamName="s")
        logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[line])
    end(moto)
    again = start()
    assert again.client("dynamodb").get_item(TableName="runs", Key={"id": {"S": "1"}})["Item"] == item
    received = again.client("sqs").receive_message(QueueUrl=queue_url(again))["Messages"]
    assert [message["Body"] for message in received] == ["done"]
    for group in ("/aws/lambda/f", "/aws-glue/jobs/output"):
        events = again.client("logs").get_log_events(logGroupName=group, logStreamName="s")["events"]
        assert [event["message"] for event in events] == ["line"]


def test_an_execution_that_ended_comes_back_with_its_history(start: Start) -> None:
    moto = start()
    execution = moto.states.start_execution(stateMachineArn=arn("passes"), name="one", input='{"a": 1}')["executionArn"]
    before = moto.ended(execution)
    history = moto.events(execution)
    end(moto)
    again = start()
    after = again.states.describe_execution(executionArn=execution)
    for name in ("status", "input", "output", "startDate", "stopDate", "name", "stateMachineArn"):
        assert after[name] == before[name]
    assert again.events(execution) == history
    listed = again.states.list_executions(stateMachineArn=arn("passes"))["executions"]
    assert [(it["executionArn"], it["status"]) for it in listed] == [(execution, "SUCCEEDED")]
    with pytest.raises(ClientError, match="ExecutionAlreadyExists"):
        again.states.start_execution(stateMachineArn=arn("passes"), name="one", input='{"a": 1}')


def test_an_execution_that_was_running_is_told_as_aborted_and_why(start: Start) -> None:
    moto = start()
    execution = moto.states.start_execution(stateMachineArn=arn("waits"), name="one")["executionArn"]
    eventually(lambda: moto.events(execution), lambda events: events[-1]["type"] == "WaitStateEntered")
    end(moto)
    again = start()
    described = again.states.describe_execution(executionArn=execution)
    assert described["status"] == "ABORTED"
    assert described["stopDate"] >= described["startDate"]
    assert described["cause"] == "The sandbox stopped while this execution was running."
    assert again.events(execution)[-1]["type"] == "ExecutionAborted"
    assert again.states.stop_execution(executionArn=execution)["stopDate"] == described["stopDate"]


def test_who_is_killed_loses_what_it_did_not_save_and_nothing_else(start: Start, tmp_path: Path) -> None:
    moto = start()
    state = tmp_path / "data" / "moto.state"
    moto.client("dynamodb").put_item(TableName="runs", Item={"id": {"S": "kept"}})
    eventually(lambda: state.exists() and b"kept" in state.read_bytes(), bool)
    moto.process.kill()  # type: ignore[attr-defined]
    moto.process.wait()  # type: ignore[attr-defined]
    # What a kill in the middle of a save leaves.
    state.with_name("moto.state.new").write_bytes(b"half a sta")
    again = start()
    assert "Item" in again.client("dynamodb").get_item(TableName="runs", Key={"id": {"S": "kept"}})


def test_saves_when_its_parent_dies(start: Start) -> None:
    moto = start()
    moto.client("dynamodb").put_item(TableName="runs", Item={"id": {"S": "last"}})
    moto.process.stdin.close()  # type: ignore[attr-defined]
    moto.process.wait(20)  # type: ignore[attr-defined]
    assert "Item" in start().client("dynamodb").get_item(TableName="runs", Key={"id": {"S": "last"}})


def test_data_of_a_resource_that_is_not_declared_stays_aside_and_comes_back_with_it(start: Start) -> None:
    moto = start()
    moto.client("dynamodb").put_item(TableName="runs", Item={"id": {"S": "1"}})
    end(moto)
    without = start(lambda _moto: None)
    assert "table runs" in without.aside  # type: ignore[attr-defined]
    assert "bucket kept" in without.aside  # type: ignore[attr-defined]
    end(without)
    again = start()
    assert again.aside == []  # type: ignore[attr-defined]
    assert "Item" in again.client("dynamodb").get_item(TableName="runs", Key={"id": {"S": "1"}})


def test_a_start_that_did_not_come_to_its_end_changes_nothing(start: Start, tmp_path: Path) -> None:
    end(start())
    before = (tmp_path / "data" / "moto.state").read_bytes()
    gateway = FakeGateway()
    process = launch(tmp_path, gateway, "--data-dir", str(tmp_path / "data"))
    process.terminate()
    process.wait()
    gateway.close()
    assert (tmp_path / "data" / "moto.state").read_bytes() == before


def test_a_folder_belongs_to_one_sandbox(tmp_path: Path) -> None:
    held = Store(tmp_path)
    with pytest.raises(StoreError, match="is in use by another sandbox: stop that one, or take another folder"):
        Store(tmp_path)
    assert held.load() is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not a sandbox's state"),
        (b"hello\nworld", "is not a sandbox's state"),
        (b"[1]\nworld", "is not a sandbox's state"),
        (b'{"format": 1, "moto": "5.2.5", "sha256": "0"}\nx', "is damaged, its checksum is another"),
        (b'{"format": 2, "moto": "5.2.5", "sha256": "0"}\nx', "is of format 2 and moto 5.2.5"),
        (b'{"format": 1, "moto": "4.0.0", "sha256": "0"}\nx', "is of format 1 and moto 4.0.0"),
    ],
)
def test_a_state_that_is_none_of_its_own_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "moto.state"
    file.write_bytes(content)
    with pytest.raises(StoreError, match=message):
        Store(tmp_path).load()
    assert file.read_bytes() == content


def test_a_state_from_elsewhere_runs_no_code(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> Any:
            return os.mkdir, (str(tmp_path / "ran"),)

    store = Store(tmp_path)
    store.write(pickle.dumps(Evil()))
    with pytest.raises(StoreError, match="it holds a"):
        store.load()
    assert not (tmp_path / "ran").exists()


def test_bytes_of_an_object_that_are_damaged_are_noticed(start: Start, tmp_path: Path) -> None:
    moto = start()
    moto.client("s3").put_object(Bucket=BUCKET, Key="k", Body=b"whole")
    end(moto)
    bodies = list((tmp_path / "data" / "objects").iterdir())
    next(body for body in bodies if body.read_bytes() == b"whole").write_bytes(b"hole")
    with pytest.raises(StoreError, match="the bytes of an S3 object, is damaged"):
        Store(tmp_path / "data").load()


def test_bytes_nobody_needs_any_more_are_removed_at_the_next_start(start: Start, tmp_path: Path) -> None:
    end(start())
    stray = tmp_path / "data" / "objects" / "0123"
    stray.write_bytes(b"")
    end(start())
    assert not stray.exists()
    assert b"by the program" in {it.read_bytes() for it in stray.parent.iterdir()}
