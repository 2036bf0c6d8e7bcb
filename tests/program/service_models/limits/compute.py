"""Lambda, Glue and Step Functions."""

from __future__ import annotations

from typing import Any

from service_models.limits.limit import KILOBYTE, Limit, Limits, at_most_bytes, between, is_object, matching, one_of

LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg"
LAMBDA_QUOTAS = f"{LAMBDA}/gettingstarted-limits.html"
GLUE = "https://docs.aws.amazon.com/glue/latest/dg"
STATES = "https://docs.aws.amazon.com/step-functions/latest/apireference"

ENVIRONMENT_BYTES = 4 * KILOBYTE
UNZIPPED_BYTES = 250 * KILOBYTE * KILOBYTE

#: Variables that Lambda sets, and a function may not.
LAMBDAS_VARIABLES = """
    _HANDLER _X_AMZN_TRACE_ID AWS_DEFAULT_REGION AWS_REGION AWS_EXECUTION_ENV AWS_LAMBDA_FUNCTION_NAME
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE AWS_LAMBDA_FUNCTION_VERSION AWS_LAMBDA_INITIALIZATION_TYPE AWS_LAMBDA_LOG_GROUP_NAME
    AWS_LAMBDA_LOG_STREAM_NAME AWS_ACCESS_KEY AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
    AWS_LAMBDA_RUNTIME_API LAMBDA_TASK_ROOT LAMBDA_RUNTIME_DIR
"""
RESERVED_VARIABLES = frozenset(LAMBDAS_VARIABLES.split())

GLUE_VERSIONS = ("0.9", "1.0", "2.0", "3.0", "4.0", "5.0", "5.1", "6.0", "auto")


def small_environment(variables: Any, _inputs: object) -> bool:
    return sum(len(f"{name}{value}".encode()) for name, value in variables.items()) <= ENVIRONMENT_BYTES


def unzipped(code: Any, _inputs: object) -> bool:
    return bool(code["archive"]["bytes"] <= UNZIPPED_BYTES)


def whole_traffic(routes: Any, _inputs: object) -> bool:
    return bool(sum(route.get("weight", 0) for route in routes) == 100)


COMPUTE_LIMITS: Limits = {
    "aws:lambda/function:Function": [
        Limit(
            "name",
            "must be 1 to 64 letters, digits and - _",
            "https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
            matching(r"[A-Za-z0-9_-]{1,64}"),
        ),
        # The model's 5,400 s and 32 GB are those of Lambda Managed Instances.
        Limit("timeout", "must be at most 900 seconds", LAMBDA_QUOTAS, between(1, 900)),
        Limit("memorySize", "must be at most 10,240 MB", LAMBDA_QUOTAS, between(128, 10_240)),
        Limit("environment.variables", "must be at most 4 KB, names and values", LAMBDA_QUOTAS, small_environment),
        Limit(
            "environment.variables",
            "must not name a variable that Lambda sets",
            f"{LAMBDA}/configuration-envvars.html",
            lambda variables, _: not RESERVED_VARIABLES & set(variables),
        ),
        Limit("code", "must be at most 250 MB unzipped", LAMBDA_QUOTAS, unzipped),
        Limit(
            "loggingConfig",
            "must have log levels only with logFormat JSON",
            f"{LAMBDA}/monitoring-cloudwatchlogs-log-level.html",
            lambda config, _: config.get("logFormat") == "JSON" or not {"applicationLogLevel", "systemLogLevel"} & set(config),
        ),
    ],
    "aws:glue/job:Job": [
        Limit(
            "command.name",
            "must be glueetl, gluestreaming, pythonshell or glueray",
            f"{GLUE}/aws-glue-api-jobs-job.html",
            one_of(("glueetl", "gluestreaming", "pythonshell", "glueray")),
        ),
        Limit("timeout", "must be less than 7 days, in minutes", f"{GLUE}/aws-glue-api-jobs-job.html", between(1, 10_080)),
        Limit("glueVersion", f"must be one of {', '.join(GLUE_VERSIONS)}", f"{GLUE}/release-notes.html", one_of(GLUE_VERSIONS)),
        Limit(
            "command.scriptLocation",
            "must be an object of S3, s3://bucket/key",
            f"{GLUE}/aws-glue-api-jobs-job.html",
            matching(r"s3://[a-z0-9.-]{3,63}/\S+"),
        ),
        Limit("maxRetries", "must be 0 to 10", f"{GLUE}/add-job.html", between(0, 10)),
        Limit(
            "defaultArguments",
            "must be texts whose names begin with --",
            f"{GLUE}/aws-glue-programming-etl-glue-arguments.html",
            lambda given, _: all(name.startswith("--") and isinstance(value, str) for name, value in given.items()),
        ),
    ],
    "aws:sfn/stateMachine:StateMachine": [
        Limit(
            "name",
            "must be 1 to 80 letters, digits and - _, as logging asks",
            f"{STATES}/API_CreateStateMachine.html",
            matching(r"[A-Za-z0-9_-]{1,80}"),
        ),
        Limit("definition", "must be at most 1 MB", f"{STATES}/API_CreateStateMachine.html", at_most_bytes(KILOBYTE**2)),
        Limit("definition", "must be a JSON document", f"{STATES}/API_CreateStateMachine.html", is_object),
        Limit(
            "loggingConfiguration.logDestination",
            "must be the ARN of a log group, and end with :*",
            f"{STATES}/API_CloudWatchLogsLogGroup.html",
            matching(r"arn:aws[a-z-]*:logs:[a-z0-9-]+:\d{12}:log-group:[\w./#-]+:\*"),
        ),
    ],
    "aws:sfn/alias:Alias": [
        Limit(
            "routingConfigurations",
            "must weigh 100 together",
            f"{STATES}/API_CreateStateMachineAlias.html",
            whole_traffic,
        ),
        Limit(
            "routingConfigurations[].stateMachineVersionArn",
            "must be the ARN of a version",
            f"{STATES}/API_RoutingConfigurationListItem.html",
            matching(r"arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:stateMachine:[\w-]+:\d+"),
        ),
    ],
}
