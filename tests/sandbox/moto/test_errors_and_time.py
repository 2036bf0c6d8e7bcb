from __future__ import annotations

import json
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fake_gateway import Call, FakeGateway, refusal
from launched import HISTORY_EVENTS, TIME_SCALE, Launched, caught, eventually, launch, one_task
from patches.error_names import matches
from patches.role_clients import session_name

INVOKE = one_task("lambda:invoke", {"FunctionName": "f", "Payload": {"attempt": "{% $states.context.State.RetryCount %}"}})
LONG_WAIT = {"StartAt": "Long", "States": {"Long": {"Type": "Wait", "Seconds": 99999, "End": True}}}


def retried(*retriers: dict[str, Any]) -> dict[str, Any]:
    return {**INVOKE, "States": {"Work": {**INVOKE["States"]["Work"], "Retry": list(retriers)}}}


def slowly(_call: Call) -> Any:
    time.sleep(0.6)
    return {}


def throttled_until(attempt: int) -> Any:
    def serve(call: Call) -> Any:
        given = call.input["Payload"]["attempt"]
        return {"attempt": given} if given >= attempt else refusal("TooManyRequestsException", status=429)

    return serve


@pytest.mark.parametrize(
    ("error", "error_equals", "matched"),
    [
        ("SourceMissing", ["States.ALL"], True),
        ("SourceMissing", ["States.TaskFailed"], True),
        ("States.QueryEvaluationError", ["States.TaskFailed"], True),
        ("States.Timeout", ["States.TaskFailed"], False),
        ("States.Timeout", ["States.ALL"], True),
        ("States.DataLimitExceeded", ["States.ALL"], False),
        ("States.DataLimitExceeded", ["States.DataLimitExceeded"], True),
        ("States.Runtime", ["States.ALL"], False),
        ("States.Runtime", ["States.Runtime"], False),
        ("SourceMissing", ["Other"], False),
    ],
)
def test_retriers_and_catchers_match_as_documented(error: str, error_equals: list[str], matched: bool) -> None:
    assert matches(error, error_equals) is matched


def test_a_session_name_has_only_letters_sts_allows() -> None:
    assert session_name("marketing-2008-11-21") == "marketing-2008-11-21"
    assert session_name("a é(b)" + "x" * 80) == ("a---b-" + "x" * 80)[:64]


def test_attempts_and_pauses_stay_as_declared_and_are_only_shorter(moto: Launched) -> None:
    moto.gateway.serve["lambda.Invoke"] = throttled_until(3)
    retrier = {
        "ErrorEquals": ["Lambda.TooManyRequestsException"],
        "IntervalSeconds": 5,
        "BackoffRate": 2,
        "MaxAttempts": 3,
    }
    began = time.monotonic()
    arn = moto.start(retried(retrier))
    assert json.loads(moto.ended(arn)["output"])["Payload"] == {"attempt": 3}
    assert (5 + 10 + 20) * TIME_SCALE <= time.monotonic() - began < 10
    kinds = [event["type"] for event in moto.events(arn)]
    assert (kinds.count("TaskScheduled"), kinds.count("TaskFailed"), kinds.count("TaskSucceeded")) == (
        4,
        3,
        1,
    )


def test_retries_run_out(moto: Launched) -> None:
    moto.gateway.serve["lambda.Invoke"] = throttled_until(99)
    described = moto.run(retried({"ErrorEquals": ["States.TaskFailed"], "MaxAttempts": 2, "MaxDelaySeconds": 1}))
    assert described["error"] == "Lambda.TooManyRequestsException"
    assert len(moto.gateway.called("lambda.Invoke")) == 3


def test_a_task_that_takes_too_long_times_out_and_writes_nothing_later(moto: Launched) -> None:
    moto.gateway.serve["lambda.Invoke"] = slowly
    slow = {**INVOKE, "States": {"Work": {**INVOKE["States"]["Work"], "TimeoutSeconds": 1}}}
    definition = caught(slow, "States.Timeout")
    definition["States"]["Caught"] = {"Type": "Wait", "Seconds": 40, "End": True}
    arn = moto.start(definition)
    assert moto.ended(arn)["status"] == "SUCCEEDED"
    kinds = [event["type"] for event in moto.events(arn)]
    assert (kinds.count("TaskTimedOut"), kinds.count("TaskSucceeded")) == (1, 0)


def test_a_dynamodb_task_times_out_under_the_same_name(moto: Launched) -> None:
    moto.gateway.serve["dynamodb.GetItem"] = slowly
    get = one_task("dynamodb:getItem", {"TableName": "t", "Key": {"pk": {"S": "a"}}}, TimeoutSeconds=1)
    assert moto.run(get)["error"] == "States.Timeout"


def test_the_timeout_of_the_machine_ends_the_execution(moto: Launched) -> None:
    arn = moto.start({**LONG_WAIT, "TimeoutSeconds": 1})
    described = moto.ended(arn)
    assert described["status"] == "TIMED_OUT"
    assert described["stopDate"] >= described["startDate"]
    assert moto.events(arn)[-1]["type"] == "ExecutionTimedOut"


def test_a_stopped_execution_does_not_finish_its_wait(moto: Launched) -> None:
    arn = moto.start(LONG_WAIT)
    eventually(lambda: moto.events(arn), lambda events: len(events) >= 2)
    moto.states.stop_execution(executionArn=arn)
    assert moto.states.describe_execution(executionArn=arn)["status"] == "ABORTED"


def test_a_stopped_execution_does_not_finish_its_pause_before_a_retry(moto: Launched) -> None:
    moto.gateway.serve["lambda.Invoke"] = throttled_until(99)
    arn = moto.start(retried({"ErrorEquals": ["States.ALL"], "IntervalSeconds": 99999, "MaxAttempts": 2}))
    eventually(lambda: moto.events(arn), lambda events: events[-1]["type"] == "TaskFailed")
    moto.states.stop_execution(executionArn=arn)
    assert moto.states.describe_execution(executionArn=arn)["status"] == "ABORTED"


def test_a_result_that_is_too_large_is_caught_by_its_name_only(moto: Launched) -> None:
    moto.gateway.serve["lambda.Invoke"] = lambda call: {"big": "x" * 262_145}
    named = moto.output(caught(INVOKE, "States.DataLimitExceeded", "States.ALL"))
    assert named["Error"] == "States.DataLimitExceeded"
    assert moto.run(caught(INVOKE, "States.ALL"))["error"] == "States.DataLimitExceeded"


def test_an_endless_loop_meets_the_limit_of_events(moto: Launched) -> None:
    states = {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "A"}}
    arn = moto.start({"StartAt": "A", "States": states})
    described = moto.ended(arn)
    assert (described["status"], described["error"]) == ("FAILED", "States.Runtime")
    assert "maximum number of history events" in described["cause"]
    events = moto.events(arn)
    assert (len(events), events[-1]["type"]) == (HISTORY_EVENTS, "ExecutionFailed")


def test_an_execution_gets_a_name_of_its_own_and_illegal_names_are_refused(moto: Launched) -> None:
    arn = moto.machine({"StartAt": "S", "States": {"S": {"Type": "Succeed"}}})
    assert not moto.states.start_execution(stateMachineArn=arn)["executionArn"].endswith(":None")
    for name in ("2008-11-21T00:00:00Z", "a b", "x" * 81):
        with pytest.raises(ClientError) as refused:
            moto.states.start_execution(stateMachineArn=arn, name=name)
        assert refused.value.response["Error"]["Code"] == "InvalidName"


def test_a_name_is_used_once(moto: Launched) -> None:
    arn = moto.machine(LONG_WAIT)
    first = moto.states.start_execution(stateMachineArn=arn, name="day", input='{"a":1}')
    assert moto.states.start_execution(stateMachineArn=arn, name="day", input='{"a":1}')["executionArn"] == first["executionArn"]
    with pytest.raises(ClientError, match="ExecutionAlreadyExists"):
        moto.states.start_execution(stateMachineArn=arn, name="day", input='{"a":2}')
    moto.states.stop_execution(executionArn=first["executionArn"])


def test_history_is_paged_and_reversed(moto: Launched) -> None:
    arn = moto.start({"StartAt": "S", "States": {"S": {"Type": "Succeed"}}})
    moto.ended(arn)
    page = moto.states.get_execution_history(executionArn=arn, reverseOrder=True, maxResults=1)
    assert [event["type"] for event in page["events"]] == ["ExecutionSucceeded"]
    following = moto.states.get_execution_history(executionArn=arn, reverseOrder=True, maxResults=1, nextToken=page["nextToken"])
    assert following["events"][0]["type"] == "SucceedStateExited"


@pytest.mark.parametrize("way", ["stdin", "SIGTERM"])
def test_the_launcher_ends_with_its_parent(tmp_path: Path, way: str) -> None:
    gateway = FakeGateway()
    process = launch(tmp_path, gateway)
    assert process.stdin is not None
    if way == "stdin":
        process.stdin.close()
    else:
        process.send_signal(signal.SIGTERM)
    assert process.wait(5) == 0
    gateway.close()
