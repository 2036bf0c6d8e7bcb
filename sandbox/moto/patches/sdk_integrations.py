"""AWS SDK integrations: names of services, actions, parameters, results and errors.

Upstream: the service of ``aws-sdk:redshiftdata:...`` is looked up in boto under that very name; parameters and results
keep boto's spelling (``executionArn`` where a definition says ``ExecutionArn``); a parameter nobody knows is dropped
without a word; errors get the service's name in small letters (``redshiftdata.ValidationException``).
"""

from __future__ import annotations

import base64
import datetime
import functools
import re
from typing import Any, Final

import botocore.session
from botocore import xform_name
from botocore.exceptions import UnknownServiceError
from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape
from botocore.response import StreamingBody
from botocore.utils import CLIENT_NAME_TO_HYPHENIZED_SERVICE_ID_OVERRIDES

from patches.jsonata_values import iso_instant
from patches.replacing import replace
from patches.sync_jobs import milliseconds

_session: Final = botocore.session.Session()
_OPTIMISED_BOTO_NAMES: Final = {"states": "stepfunctions"}
# These take an object where the API wants a text, and write it as JSON; the others refuse it.
_JSON_WRITERS: Final = ("sns", "sqs", "events", "states", "lambda", "glue")


class DefinitionError(ValueError):
    """What AWS refuses when the machine is created, or names ``States.Runtime`` when it is only seen at run time."""


@functools.cache
def _boto_names() -> dict[str, str]:
    names = {}
    for client_name in _session.get_available_services():
        service_id = CLIENT_NAME_TO_HYPHENIZED_SERVICE_ID_OVERRIDES.get(client_name, client_name)
        names[service_id.replace("-", "")] = client_name
    return names


def boto_service(sdk_name: str) -> str:
    """``redshiftdata`` -> ``redshift-data``, ``sfn`` -> ``stepfunctions``, ``cloudwatchlogs`` -> ``logs``.

    :raises DefinitionError: when the AWS SDK has no such service.
    """
    name = _boto_names().get(sdk_name.lower())
    if name is None:
        raise DefinitionError(f"The AWS SDK has no service '{sdk_name}': name it as in arn:aws:states:::aws-sdk:NAME:action.")
    return name


def java_service(boto_name: str) -> str:
    """The service in an error's name, as the AWS SDK for Java 2 spells it: ``DynamoDb``, ``RedshiftData``, ``Sfn``."""
    service_id = str(_session.get_service_model(boto_name).service_id)
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", service_id)
    return "".join(word[:1].upper() + word[1:].lower() for word in words)


@functools.cache
def operation_model(boto_name: str, method: str) -> OperationModel:
    """:param method: as boto names it: ``transact_write_items``."""
    try:
        model = _session.get_service_model(boto_name)
    except UnknownServiceError as unknown:
        raise DefinitionError(f"The AWS SDK has no service '{boto_name}'.") from unknown
    for name in model.operation_names:
        if xform_name(name) == method:
            return model.operation_model(name)
    raise DefinitionError(f"The service '{boto_name}' has no action '{method}': name it in camel case, as its API does.")


def to_request(value: Any, shape: Shape, field: str, json_texts: bool) -> Any:
    """A parameter as boto wants it.

    :raises DefinitionError: for a field the action does not have, or a value of another type.
    """
    if isinstance(shape, StructureShape):
        _require(isinstance(value, dict), field, "an OBJECT")
        members = {name.lower(): name for name in shape.members}
        converted = {}
        for key, member in value.items():
            name = members.get(key.lower())
            if name is None:
                raise DefinitionError(f"The field '{key}' is not supported by Step Functions in '{field}'.")
            converted[name] = to_request(member, shape.members[name], key, json_texts)
        return converted
    if isinstance(shape, ListShape):
        _require(isinstance(value, list), field, "an ARRAY")
        return [to_request(item, shape.member, field, json_texts) for item in value]
    if isinstance(shape, MapShape):
        _require(isinstance(value, dict), field, "an OBJECT")
        return {key: to_request(member, shape.value, key, json_texts) for key, member in value.items()}
    return _scalar(value, shape, field, json_texts)


def _scalar(value: Any, shape: Shape, field: str, json_texts: bool) -> Any:
    from moto.stepfunctions.parser.asl.utils.encoding import to_json_str

    if shape.type_name == "string":
        if json_texts and not isinstance(value, str):
            return to_json_str(value, separators=(",", ":"))
        _require(isinstance(value, str), field, "a STRING")
    elif shape.type_name == "boolean":
        _require(isinstance(value, bool), field, "a BOOLEAN")
    elif shape.type_name in ("integer", "long", "float", "double"):
        _require(isinstance(value, (int, float)) and not isinstance(value, bool), field, "a NUMBER")
    elif shape.type_name == "blob" and not isinstance(value, bytes):
        text = value if isinstance(value, str) else to_json_str(value, separators=(",", ":"))
        return text.encode()
    return value


def _require(right: bool, field: str, kind: str) -> None:
    if not right:
        raise DefinitionError(f"The value for the field '{field}' must be {kind}.")


def to_result(value: Any, shape: Shape | None) -> Any:
    """A result with fields in Pascal case and only what JSON can hold, but for times: their form differs."""
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        return {key[:1].upper() + key[1:]: to_result(member, shape.members.get(key)) for key, member in value.items()}
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [to_result(item, shape.member) for item in value]
    if isinstance(shape, MapShape) and isinstance(value, dict):
        return {key: to_result(member, shape.value) for key, member in value.items()}
    if isinstance(value, StreamingBody):
        return value.read().decode()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def _iso_times(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return iso_instant(value)
    if isinstance(value, dict):
        return {key: _iso_times(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_iso_times(item) for item in value]
    return value


def _refill(held: dict[str, Any], converted: dict[str, Any]) -> None:
    held.clear()
    held.update(converted)


def patch() -> None:
    import moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service as base
    import moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_aws_sdk as sdk
    import moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_lambda as function
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.state_task import StateTask

    def is_sdk(task: Any) -> bool:
        return isinstance(task, sdk.StateTaskServiceAwsSdk)

    def boto_service_name(self: Any, boto_service_name: str | None = None) -> str:
        name = boto_service_name or self.resource.api_name
        return boto_service(name) if is_sdk(self) else _OPTIMISED_BOTO_NAMES.get(name, name)

    replace(base.StateTaskService, "_get_boto_service_name", boto_service_name)

    def action(task: Any, service: str | None, method: str | None) -> OperationModel:
        return operation_model(task._get_boto_service_name(service), task._get_boto_service_action(method))

    def normalise_parameters(
        self: Any,
        parameters: dict[str, Any],
        boto_service_name: str | None = None,
        service_action_name: str | None = None,
    ) -> None:
        model = action(self, boto_service_name, service_action_name)
        json_texts = not is_sdk(self) and self.resource.service_name in _JSON_WRITERS
        if model.input_shape is not None:
            _refill(parameters, to_request(parameters, model.input_shape, "Arguments", json_texts))

    replace(base.StateTaskService, "_normalise_parameters", normalise_parameters)

    def normalise_response(
        self: Any,
        response: Any,
        boto_service_name: str | None = None,
        service_action_name: str | None = None,
    ) -> None:
        if isinstance(response, dict):
            model = action(self, boto_service_name, service_action_name)
            result = to_result(dict(response), model.output_shape)
            _refill(response, _iso_times(result) if is_sdk(self) else milliseconds(result))

    replace(base.StateTaskService, "_normalise_response", normalise_response)

    # With the SDK's own spelling the action is checked when the machine is created, as AWS does.
    replace(
        sdk.StateTaskServiceAwsSdk,
        "_validate_service_integration_is_supported",
        lambda self: action(self, None, None),
    )
    replace(
        sdk.StateTaskServiceAwsSdk,
        "_normalise_service_error_name",
        staticmethod(lambda service_name: java_service(boto_service(service_name))),
    )

    # Lambda's list lacks it: an invocation meant to be asynchronous was waited for.
    function._SUPPORTED_API_PARAM_BINDINGS["invoke"].add("InvocationType")
    replace(StateTask, "_eval_parameters", _known_parameters)


def _known_parameters(self: Any, env: Any) -> dict[str, Any]:
    parameters: dict[str, Any] = {}
    if self.parargs is not None:
        self.parargs.eval(env=env)
        parameters = env.stack.pop()
    supported = self._get_supported_parameters()
    for name in parameters:
        if supported and name not in supported:
            raise DefinitionError(f"The field '{name}' is not supported by Step Functions in '{self.resource.resource_arn}'.")
    return parameters
