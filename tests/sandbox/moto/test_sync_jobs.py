from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from fake_gateway import Call, refusal
from launched import Launched, caught, eventually, one_task

START = one_task("glue:startJobRun.sync", {"JobName": "transform", "Arguments": {"--attempt": "1"}})
CHILD = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed", "Output": {"rows": 825}}}}
WAITING_CHILD = {"StartAt": "Long", "States": {"Long": {"Type": "Wait", "Seconds": 99999, "End": True}}}


class GlueJob:
    """Answers GetJobRun with one state after the other; the last stays."""

    def __init__(self, moto: Launched, *states: str) -> None:
        self.states = list(states)
        self.stopped = threading.Event()
        moto.gateway.serve.update(
            {
                "glue.StartJobRun": lambda call: {"JobRunId": "jr_1"},
                "glue.GetJobRun": self.get,
                "glue.BatchStopJobRun": self.stop,
            }
        )

    def get(self, _call: Call) -> Any:
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        return {"JobRun": {"Id": "jr_1", "JobName": "transform", "JobRunState": state, "StartedOn": 1227225600}}

    def stop(self, call: Call) -> Any:
        assert call.input == {"JobName": "transform", "JobRunIds": ["jr_1"]}
        self.stopped.set()
        return {"SuccessfulSubmissions": []}


def nested(arn: str, **fields: Any) -> dict[str, Any]:
    arguments = {
        "StateMachineArn": arn,
        "Input": {"from": "parent"},
        "Name": "{% $states.context.Execution.Name & '-c' %}",
    }
    return one_task("states:startExecution.sync:2", arguments, **fields)


def test_a_job_run_is_waited_for(moto: Launched) -> None:
    GlueJob(moto, "RUNNING", "RUNNING", "SUCCEEDED")
    result = moto.output(START)
    assert (result["JobRunState"], result["StartedOn"]) == ("SUCCEEDED", 1227225600000)
    assert len(moto.gateway.called("glue.GetJobRun")) == 3


@pytest.mark.parametrize("state", ["FAILED", "TIMEOUT", "ERROR", "STOPPED", "EXPIRED"])
def test_a_job_run_that_did_not_succeed_fails_the_task(moto: Launched, state: str) -> None:
    GlueJob(moto, state)
    error = moto.output(caught(START, "States.TaskFailed"))
    assert error["Error"] == "States.TaskFailed"
    cause = json.loads(error["Cause"])
    assert (cause["JobRunState"], cause["StartedOn"]) == (state, 1227225600000)


@pytest.mark.parametrize(
    ("operation", "code", "name"),
    [
        ("StartJobRun", "ConcurrentRunsExceededException", "Glue.ConcurrentRunsExceededException"),
        ("StartJobRun", "ThrottlingException", "Glue.ThrottlingException"),
        ("GetJobRun", "SomethingUnmodelled", "Glue.AWSGlueException"),
    ],
)
def test_errors_of_the_glue_service_are_named(moto: Launched, operation: str, code: str, name: str) -> None:
    GlueJob(moto, "RUNNING")
    moto.gateway.serve[f"glue.{operation}"] = lambda call: refusal(code)
    assert moto.output(caught(START, "States.ALL"))["Error"] == name


def test_the_timeout_of_the_state_stops_the_job_run(moto: Launched) -> None:
    job = GlueJob(moto, "RUNNING")
    arn = moto.start(caught(one_task("glue:startJobRun.sync", {"JobName": "transform"}, TimeoutSeconds=1), "States.Timeout"))
    assert json.loads(moto.ended(arn)["output"])["Error"] == "States.Timeout"
    assert job.stopped.is_set()
    kinds = [event["type"] for event in moto.events(arn)]
    assert kinds.count("TaskTimedOut") == 1
    assert "TaskSucceeded" not in kinds


def test_stopping_the_execution_stops_the_job_run(moto: Launched) -> None:
    job = GlueJob(moto, "RUNNING")
    arn = moto.start(START)
    eventually(lambda: moto.gateway.called("glue.GetJobRun"), bool)
    moto.states.stop_execution(executionArn=arn, error="Operator", cause="enough")
    described = moto.states.describe_execution(executionArn=arn)
    assert (described["status"], described["error"], described["cause"]) == ("ABORTED", "Operator", "enough")
    assert job.stopped.wait(5)


def test_a_child_is_waited_for_and_its_output_is_json(moto: Launched) -> None:
    result = moto.output(nested(moto.machine(CHILD)))
    assert (result["Status"], result["Output"], result["Input"]) == (
        "SUCCEEDED",
        {"rows": 825},
        {"from": "parent"},
    )
    assert isinstance(result["StartDate"], int)


def test_a_child_that_fails_fails_the_parent_with_its_description(moto: Launched) -> None:
    fail = {"StartAt": "No", "States": {"No": {"Type": "Fail", "Error": "LoadFailed", "Cause": "because"}}}
    error = moto.output(caught(nested(moto.machine(fail)), "States.TaskFailed"))
    assert error["Error"] == "States.TaskFailed"
    cause = json.loads(error["Cause"])
    assert (cause["Status"], cause["Error"], cause["Cause"]) == ("FAILED", "LoadFailed", "because")


def test_stopping_the_parent_stops_the_child(moto: Launched) -> None:
    arn = moto.start(nested(moto.machine(WAITING_CHILD)))
    (described,) = eventually(lambda: moto.gateway.called("states.DescribeExecution"), bool)[:1]
    moto.states.stop_execution(executionArn=arn)
    assert moto.ended(described.input["executionArn"])["status"] == "ABORTED"


def test_the_timeout_of_the_parents_task_stops_the_child(moto: Launched) -> None:
    moto.output(caught(nested(moto.machine(WAITING_CHILD), TimeoutSeconds=1), "States.Timeout"))
    (stop,) = moto.gateway.called("states.StopExecution")
    assert moto.ended(stop.input["executionArn"])["status"] == "ABORTED"


def test_an_error_of_step_functions_itself_is_named(moto: Launched) -> None:
    missing = nested("arn:aws:states:eu-west-1:111122223333:stateMachine:missing")
    assert moto.run(missing)["error"] == "StepFunctions.StateMachineDoesNotExistException"
    moto.gateway.serve["states.StartExecution"] = lambda call: refusal("AccessDeniedException")
    assert moto.run(missing)["error"] == "StepFunctions.AWSStepFunctionsException"
