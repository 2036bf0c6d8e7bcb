from __future__ import annotations

from typing import Any

from fake_gateway import Answer, Call
from launched import ACCOUNT, Launched, caught, one_task

MACHINE_ROLE = f"arn:aws:iam::{ACCOUNT}:role/machine"
OTHER_ROLE = f"arn:aws:iam::{ACCOUNT}:role/other"
INVOKE = one_task("lambda:invoke", {"FunctionName": "f:live", "Payload": {}})


def describe_as_other() -> dict[str, Any]:
    return one_task("aws-sdk:redshiftdata:describeStatement", {"Id": "1"}, Credentials={"RoleArn": OTHER_ROLE})


def assume_role(moto: Launched) -> Any:
    def serve(call: Call) -> bytes:
        session = moto.gateway.session(OTHER_ROLE, call.session_name)
        return (
            "<AssumeRoleResponse><AssumeRoleResult><Credentials>"
            f"<AccessKeyId>{session['AccessKeyId']}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>"
            f"<SessionToken>{session['SessionToken']}</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration>"
            "</Credentials></AssumeRoleResult></AssumeRoleResponse>"
        ).encode()

    return serve


def test_a_call_is_signed_with_the_role_of_the_machine(moto: Launched) -> None:
    moto.gateway.serve["lambda.Invoke"] = lambda call: {"ok": True}
    moto.output(INVOKE)
    (call,) = moto.gateway.called("lambda.Invoke")
    assert (call.role_arn, call.input["FunctionName"]) == (MACHINE_ROLE, "f:live")


def test_the_session_is_asked_for_in_the_name_of_the_machine(moto: Launched) -> None:
    moto.gateway.serve["lambda.Invoke"] = lambda call: {}
    described = moto.run(INVOKE, name="run-of-2008-11-21")
    assert moto.gateway.issued[-1] == {
        "roleArn": MACHINE_ROLE,
        "service": "states.amazonaws.com",
        "sessionName": "run-of-2008-11-21",
        "sourceArn": described["stateMachineArn"],
    }


def test_one_session_serves_all_calls_of_an_execution(moto: Launched) -> None:
    moto.gateway.serve["lambda.Invoke"] = lambda call: {}
    work = INVOKE["States"]["Work"]
    first = {"Type": "Task", "Resource": work["Resource"], "Arguments": work["Arguments"], "Next": "Work"}
    arn = moto.machine({"StartAt": "First", "States": {"First": first, "Work": work}})
    moto.gateway.issued.clear()
    moto.ended(moto.states.start_execution(stateMachineArn=arn, name="one")["executionArn"])
    assert len(moto.gateway.called("lambda.Invoke")) == 2
    assert len(moto.gateway.issued) == 1


def test_credentials_of_a_task_are_assumed_by_the_role_of_the_machine(moto: Launched) -> None:
    moto.gateway.serve["sts.AssumeRole"] = assume_role(moto)
    moto.gateway.serve["redshift-data.DescribeStatement"] = lambda call: {"Status": "FINISHED", "Id": "1"}
    assert moto.output(describe_as_other())["Status"] == "FINISHED"
    (assume,) = moto.gateway.called("sts.AssumeRole")
    (describe,) = moto.gateway.called("redshift-data.DescribeStatement")
    assert assume.role_arn == MACHINE_ROLE
    assert "ExternalId=arn%3Aaws%3Astates" in assume.input
    assert describe.role_arn == OTHER_ROLE


def test_a_role_that_may_not_be_assumed_fails_the_task_by_name(moto: Launched) -> None:
    moto.gateway.serve["sts.AssumeRole"] = lambda call: Answer(
        b"<ErrorResponse><Error><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>",
        403,
    )
    error = moto.output(caught(describe_as_other(), "States.Permissions"))
    assert error["Error"] == "States.Permissions"
    assert moto.gateway.called("redshift-data.DescribeStatement") == []


def test_a_role_that_does_not_trust_step_functions_fails_the_task_by_name(moto: Launched) -> None:
    moto.gateway.refused_roles.add(MACHINE_ROLE)
    error = moto.output(caught(INVOKE, "States.Permissions"))
    assert error == {"Error": "States.Permissions", "Cause": f"states.amazonaws.com may not assume {MACHINE_ROLE}"}
