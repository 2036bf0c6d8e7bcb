"""Writes the catalogue of what Step Functions' integrations take, return and raise, from botocore's service models.

    python components/workflow/lint/integrations/generate_catalogue.py components/workflow/lint/integrations/catalogue

`operations.json` names every service and operation; `<service>.json` says of one service everything the linter checks. The same
botocore gives the same bytes. Names are those of the States Language: service and error prefix as AWS SDK for Java 2.x spells
them, operations in camelCase, members in PascalCase.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore
import botocore.session
from botocore.model import ListShape, MapShape, OperationModel, ServiceModel, Shape, StructureShape

# Services whose arguments, results and errors are checked; of the others, only the names.
DETAILED = [
    "athena",
    "batch",
    "bedrock-runtime",
    "cloudwatch",
    "codebuild",
    "databrew",
    "dynamodb",
    "ecs",
    "emr",
    "emr-containers",
    "emr-serverless",
    "events",
    "firehose",
    "glue",
    "kinesis",
    "kms",
    "lakeformation",
    "lambda",
    "logs",
    "rds-data",
    "redshift",
    "redshift-data",
    "redshift-serverless",
    "s3",
    "scheduler",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "stepfunctions",
    "sts",
]

# Of a service with hundreds of operations, those that a workflow waits for.
PARTLY = {
    "sagemaker": [
        "CreateEndpoint",
        "CreateEndpointConfig",
        "CreateHyperParameterTuningJob",
        "CreateLabelingJob",
        "CreateModel",
        "CreateProcessingJob",
        "CreateTrainingJob",
        "CreateTransformJob",
        "UpdateEndpoint",
        "DescribeHyperParameterTuningJob",
        "DescribeLabelingJob",
        "DescribeProcessingJob",
        "DescribeTrainingJob",
        "DescribeTransformJob",
    ],
}

# Refused by Step Functions: developer guide, "Unsupported API actions for supported services".
UNSUPPORTED = {("lambda", "InvokeAsync"), ("emr", "DescribeJobFlows"), ("rds-data", "ExecuteSql")}

# botocore's names of scalar types, and the catalogue's.
NUMBERS = {"integer": "integer", "long": "integer", "float": "number", "double": "number"}
PLAIN = {"boolean": "boolean", "timestamp": "timestamp", "blob": "blob"}


def words(name: str) -> list[str]:
    """`DynamoDB` -> Dynamo, DB; `EMR Serverless` -> EMR, Serverless: where the Java SDK sees words begin."""
    text = re.sub(r"[^A-Za-z0-9]+", " ", name)
    text = re.sub(r"([^a-z]{2,})v([0-9]+)", r"\1 v\2 ", text)
    text = re.sub(r"([^A-Z]{2,})V([0-9]+)", r"\1 V\2 ", text)
    text = re.sub(r"(?<=[a-z])(?=[A-Z]([a-zA-Z]|[0-9]))", " ", text)
    text = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", text)
    text = re.sub(r"([0-9])([a-zA-Z])", r"\1 \2", text)
    return text.split()


def error_prefix(service: ServiceModel) -> str:
    """`Redshift Data` -> RedshiftData, `SFN` -> Sfn, `Config Service` -> Config."""
    return "".join(word.capitalize() for word in words(without_service(service.service_id)))


def service_name(service: ServiceModel) -> str:
    """`Redshift Data` -> redshiftdata: as it stands in `arn:aws:states:::aws-sdk:redshiftdata:describeStatement`."""
    return re.sub(r"[^a-z0-9]", "", without_service(service.service_id).lower())


def without_service(service_id: str) -> str:
    return service_id.removesuffix(" Service")


def camel(name: str) -> str:
    return name[:1].lower() + name[1:]


def pascal(name: str) -> str:
    return name[:1].upper() + name[1:]


def error_name(shape_name: str) -> str:
    """As Step Functions reports it behind the prefix: always with the suffix Exception."""
    base = shape_name.removesuffix("Fault")
    return base if base.endswith("Exception") else f"{base}Exception"


def is_supported(service: str, operation: OperationModel) -> bool:
    """Step Functions calls no streaming operation."""
    return (
        (service, operation.name) not in UNSUPPORTED
        and not operation.has_event_stream_input
        and not operation.has_event_stream_output
    )


class Shapes:
    """Shapes of one service by name; those that are reached once are found once, so recursive ones end."""

    def __init__(self) -> None:
        self.named: dict[str, Any] = {}

    def reference(self, shape: Shape | None) -> Any:
        if shape is None:
            return None
        if isinstance(shape, StructureShape):
            if getattr(shape, "is_document_type", False):
                return "any"
            self.add(shape)
            return f"#{shape.name}"
        if isinstance(shape, ListShape):
            return {"list": self.reference(shape.member), **bounds(shape, "size")}
        if isinstance(shape, MapShape):
            return {"map": self.reference(shape.value)}
        return self.scalar(shape)

    def scalar(self, shape: Shape) -> Any:
        kind = shape.type_name
        if kind in NUMBERS:
            return {NUMBERS[kind]: limits(shape)} if limits(shape) is not None else NUMBERS[kind]
        if kind in PLAIN:
            return PLAIN[kind]
        enum = getattr(shape, "enum", None)
        if enum:
            self.named[shape.name] = {"enum": list(enum)}
            return f"#{shape.name}"
        return {"string": limits(shape)} if limits(shape) is not None else "string"

    def add(self, shape: StructureShape) -> None:
        if shape.name in self.named:
            return
        entry: dict[str, Any] = {"object": {}}
        self.named[shape.name] = entry
        for name, member in shape.members.items():
            entry["object"][pascal(name)] = self.reference(member)
        required = [pascal(name) for name in shape.required_members if not shape.members[name].metadata.get("idempotencyToken")]
        if required:
            entry["required"] = required


def limits(shape: Shape) -> list[int | float | None] | None:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    # botocore gives some bounds as text.
    pair = [None if bound is None else number(bound) for bound in (low, high)]
    return None if pair == [None, None] or (pair[0] in (None, 0) and pair[1] is None) else pair


def bounds(shape: Shape, name: str) -> dict[str, Any]:
    pair = limits(shape)
    return {} if pair is None else {name: pair}


def number(bound: Any) -> int | float:
    value = float(bound)
    return int(value) if value.is_integer() else value


def detailed(session: botocore.session.Session, name: str, only: list[str] | None) -> dict[str, Any]:
    service = session.get_service_model(name)
    paged = paginators(session, name)
    shapes = Shapes()
    operations = {}
    for operation in supported(session, name):
        if only is not None and operation.name not in only:
            continue
        entry: dict[str, Any] = {}
        for part, shape in (("input", operation.input_shape), ("output", operation.output_shape)):
            if shape is not None:
                entry[part] = shapes.reference(shape)[1:]
        if operation.has_streaming_output:
            entry["stream"] = True
        if operation.name in paged:
            entry["paged"] = paged[operation.name]
        operations[camel(operation.name)] = entry
    # Any error of the service: its models don't always list those that an operation can raise, above all the transient ones.
    errors = sorted({error_name(shape.name) for shape in service.error_shapes})
    return {
        "service": service_name(service),
        "prefix": error_prefix(service),
        "errors": errors,
        "operations": operations,
        "shapes": dict(sorted(shapes.named.items())),
    }


def paginators(session: botocore.session.Session, name: str) -> dict[str, dict[str, Any]]:
    """Operation -> the list that grows and the argument that limits it."""
    try:
        model = session.get_component("data_loader").load_service_model(name, "paginators-1")
    except botocore.exceptions.UnknownServiceError:
        return {}
    found = {}
    for operation, rules in model["pagination"].items():
        keys = rules.get("result_key", [])
        keys = keys if isinstance(keys, list) else [keys]
        entry: dict[str, Any] = {"lists": [pascal(key) for key in keys if re.fullmatch(r"\w+", key)]}
        if "limit_key" in rules:
            entry["limit"] = pascal(rules["limit_key"])
        if entry["lists"]:
            found[operation] = entry
    return found


def supported(session: botocore.session.Session, name: str) -> Iterator[OperationModel]:
    service = session.get_service_model(name)
    for operation_name in sorted(service.operation_names):
        operation = service.operation_model(operation_name)
        if is_supported(name, operation):
            yield operation


def names(session: botocore.session.Session) -> dict[str, Any]:
    """Service -> its operations in one text, and its error prefix."""
    found: dict[str, Any] = {}
    for name in session.get_available_services():
        service = session.get_service_model(name)
        operations = " ".join(camel(operation.name) for operation in supported(session, name))
        known = found.setdefault(service_name(service), {"prefix": error_prefix(service), "operations": operations})
        if operations not in known["operations"]:
            known["operations"] += f" {operations}"
    return dict(sorted(found.items()))


def lines(value: dict[str, Any], depth: int) -> str:
    """JSON with a line for each member down to `depth`, so that a newer botocore shows as lines changed."""
    inner = [
        f"{json.dumps(key)}:{lines(item, depth - 1) if depth > 1 and isinstance(item, dict) else compact(item)}"
        for key, item in value.items()
    ]
    return "{\n" + ",\n".join(inner) + "\n}"


def compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def catalogue() -> dict[str, str]:
    """File name -> contents."""
    session = botocore.session.Session()
    everything = {"botocore": botocore.__version__, "services": names(session)}
    files = {"operations.json": lines(everything, 2) + "\n"}
    for name in [*DETAILED, *PARTLY]:
        service = detailed(session, name, PARTLY.get(name))
        files[f"{service['service']}.json"] = lines(service, 2) + "\n"
    return files


def main(directory: Path) -> None:
    files = catalogue()
    directory.mkdir(parents=True, exist_ok=True)
    for stale in directory.glob("*.json"):
        if stale.name not in files:
            stale.unlink()
    for name, text in files.items():
        (directory / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
