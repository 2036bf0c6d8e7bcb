"""Errors carry the names Retry and Catch match on AWS, and match as there.

Upstream: an error that is not in the service's model (AccessDenied, most throttling) gets a made-up name; nested
executions get ``...ExceptionException``; ``States.ALL`` catches what cannot be caught, ``States.TaskFailed`` misses
reserved errors; a Fail state that passes on the error it was given breaks when that is a reserved one; a DynamoDB task
that times out, or whose arguments cannot be evaluated, fails with an error of DynamoDB.
"""

from __future__ import annotations

from typing import Any, Final

from botocore.exceptions import ClientError

from patches.replacing import replace, wrap

# https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
_NEVER_MATCHED: Final = "States.Runtime"
_NOT_MATCHED_BY_ALL: Final = "States.DataLimitExceeded"
_NOT_MATCHED_BY_TASK_FAILED: Final = "States.Timeout"


def patch() -> None:
    import moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_dynamodb as dynamodb
    import moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_glue as glue
    import moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_lambda as function
    import moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_sfn as sfn
    import moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_sns as sns
    from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import CustomErrorName
    from moto.stepfunctions.parser.asl.component.common.error_name.error_equals_decl import ErrorEqualsDecl
    from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import (
        StateTaskService,
    )

    def eval_error_equals(self: Any, env: Any) -> None:
        error_name = env.stack.pop()
        env.stack.append(matches(error_name.error_name if error_name else None, [name.error_name for name in self.error_names]))

    replace(ErrorEqualsDecl, "_eval_body", eval_error_equals)
    replace(CustomErrorName, "__init__", ErrorName.__init__)

    def dynamodb_error(original: Any) -> Any:
        def from_error(self: Any, env: Any, ex: Exception) -> Any:
            if isinstance(ex, ClientError):
                return original(self, env=env, ex=ex)
            return StateTaskService._from_error(self, env=env, ex=ex)

        return from_error

    wrap(dynamodb.StateTaskServiceDynamoDB, "_from_error", dynamodb_error)

    # The name an error without a class of its own gets: that of the service's base exception in the SDK AWS uses.
    for service, base in (
        (function.StateTaskServiceLambda, "Lambda.AWSLambdaException"),
        (glue.StateTaskServiceGlue, "Glue.AWSGlueException"),
        (dynamodb.StateTaskServiceDynamoDB, "DynamoDB.AmazonDynamoDBException"),
        (sns.StateTaskServiceSns, "SNS.AmazonSNSException"),
        (sfn.StateTaskServiceSfn, "StepFunctions.AWSStepFunctionsException"),
    ):
        wrap(service, "_from_error", _naming(base))


def matches(error_name: str | None, error_equals: list[str]) -> bool:
    """Does a retrier or catcher with this ``ErrorEquals`` apply?"""
    if error_name is None or error_name == _NEVER_MATCHED:
        return False
    if error_name in error_equals:
        return True
    if "States.ALL" in error_equals:
        return error_name != _NOT_MATCHED_BY_ALL
    return "States.TaskFailed" in error_equals and error_name != _NOT_MATCHED_BY_TASK_FAILED


def _naming(base: str) -> Any:
    def make(original: Any) -> Any:
        def from_error(self: Any, env: Any, ex: Exception) -> Any:
            event = original(self, env=env, ex=ex)
            if isinstance(ex, ClientError):
                name = base if is_unmodelled(ex) else event.error_name.error_name
                rename(event, name.replace("ExceptionException", "Exception"))
            return event

        return from_error

    return make


def is_unmodelled(error: ClientError) -> bool:
    """botocore makes a class of its own for each error shape of a service."""
    return type(error) is ClientError


def rename(event: Any, name: str) -> None:
    from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import CustomErrorName

    event.error_name = CustomErrorName(name)
    event.event_details["taskFailedEventDetails"]["error"] = name
