"""Lambda, Glue and Step Functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from service_models.declared import Declared
from service_models.request import Request, ResourceType, Tree, alike, pascal, resource_type, tag_list, tag_map


def function(declared: Declared) -> Iterator[Request]:
    names = ("role", "runtime", "handler", "description", "timeout", "memorySize", "publish", "architectures")
    levels = ("logFormat", "logGroup", "applicationLogLevel", "systemLogLevel")
    yield Request(
        "lambda",
        "CreateFunction",
        {
            "FunctionName": declared["name"],
            **pascal(declared.inputs, *names),
            "Code": {"ZipFile": declared["code"]},
            "Environment": pascal(declared["environment"], "variables"),
            "LoggingConfig": pascal(declared["loggingConfig"], *levels),
            "TracingConfig": pascal(declared["tracingConfig"], "mode"),
            "Tags": tag_map(declared),
        },
    )
    if declared["reservedConcurrentExecutions"].given:
        reserved = pascal(declared.inputs, "reservedConcurrentExecutions")
        yield Request("lambda", "PutFunctionConcurrency", {"FunctionName": declared["name"], **reserved})


def function_alias(declared: Declared) -> Iterator[Request]:
    yield Request("lambda", "CreateAlias", pascal(declared.inputs, "functionName", "functionVersion", "name"))


def job(declared: Declared) -> Iterator[Request]:
    sizes = ("workerType", "numberOfWorkers", "timeout", "maxRetries", "executionClass", "glueVersion")
    yield Request(
        "glue",
        "CreateJob",
        {
            **pascal(declared.inputs, "name", "description", *sizes, "securityConfiguration", "defaultArguments"),
            "Role": declared["roleArn"],
            "Command": pascal(declared["command"], "name", "scriptLocation", "pythonVersion"),
            "ExecutionProperty": pascal(declared["executionProperty"], "maxConcurrentRuns"),
            "Tags": tag_map(declared),
        },
    )


def security_configuration(declared: Declared) -> Iterator[Request]:
    encryption = declared["encryptionConfiguration"]
    logs, bookmarks, s3 = (encryption[name] for name in ("cloudwatchEncryption", "jobBookmarksEncryption", "s3Encryption"))
    configuration: Tree = {
        "S3Encryption": [pascal(s3, "s3EncryptionMode", "kmsKeyArn")],
        "CloudWatchEncryption": {
            "CloudWatchEncryptionMode": logs["cloudwatchEncryptionMode"],
            "KmsKeyArn": logs["kmsKeyArn"],
        },
        "JobBookmarksEncryption": pascal(bookmarks, "jobBookmarksEncryptionMode", "kmsKeyArn"),
    }
    members = {**pascal(declared.inputs, "name"), "EncryptionConfiguration": configuration}
    yield Request("glue", "CreateSecurityConfiguration", members)


def state_machine(declared: Declared) -> Iterator[Request]:
    logging = declared["loggingConfiguration"]
    yield Request(
        "stepfunctions",
        "CreateStateMachine",
        {
            **alike(declared.inputs, "name", "definition", "roleArn", "type", "publish"),
            "loggingConfiguration": {
                **alike(logging, "level", "includeExecutionData"),
                "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": logging["logDestination"]}}],
            },
            "tracingConfiguration": alike(declared["tracingConfiguration"], "enabled"),
            "tags": tag_list(declared, "key", "value"),
        },
    )


def state_machine_alias(declared: Declared) -> Iterator[Request]:
    routes = [alike(route, "stateMachineVersionArn", "weight") for route in declared["routingConfigurations"].each()]
    members = {**alike(declared.inputs, "name"), "routingConfiguration": routes}
    yield Request("stepfunctions", "CreateStateMachineAlias", members)


COMPUTE: Mapping[str, ResourceType] = {
    "aws:lambda/function:Function": resource_type(function),
    "aws:lambda/alias:Alias": resource_type(function_alias),
    "aws:glue/job:Job": resource_type(job),
    "aws:glue/securityConfiguration:SecurityConfiguration": resource_type(security_configuration),
    "aws:sfn/stateMachine:StateMachine": resource_type(state_machine),
    "aws:sfn/alias:Alias": resource_type(state_machine_alias),
}
