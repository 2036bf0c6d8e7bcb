"""Values that AWS refuses, one for each kind of rule, and the words of the rule that must catch it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final


class Removed:
    """In the place of a value: the input is taken away."""


REMOVED: Final = Removed()


@dataclass(frozen=True)
class Wrong:
    #: The first resource of the type that has the path's parent gets the value.
    type: str
    path: str
    value: Any
    #: Part of the finding's rule.
    rule: str
    #: Where the finding is told, when not where the value is.
    told_at: str | None = None


FUNCTION = "aws:lambda/function:Function"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
MACHINE = "aws:sfn/stateMachine:StateMachine"
SCHEDULE = "aws:scheduler/schedule:Schedule"
WORKGROUP = "aws:redshiftserverless/workgroup:Workgroup"
NAMESPACE = "aws:redshiftserverless/namespace:Namespace"
JOB = "aws:glue/job:Job"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
TABLE = "aws:dynamodb/table:Table"
ROLE = "aws:iam/role:Role"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"

KMS_DEFAULT = "rules[0].applyServerSideEncryptionByDefault"
ROUTE = "routingConfigurations[0]"
DOCUMENTS = (
    (ROLE, "assumeRolePolicy"),
    ("aws:iam/rolePolicy:RolePolicy", "policy"),
    ("aws:iam/policy:Policy", "policy"),
    ("aws:kms/key:Key", "policy"),
    ("aws:sns/topicPolicy:TopicPolicy", "policy"),
    ("aws:sqs/queuePolicy:QueuePolicy", "policy"),
    ("aws:cloudwatch/eventRule:EventRule", "eventPattern"),
    (MACHINE, "definition"),
)

STATEMENT: dict[str, Any] = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::x"}


def policy(statements: int) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [STATEMENT] * statements})


def board(**widget: Any) -> str:
    return json.dumps({"widgets": [{"type": "metric", "width": 6, "height": 6, "properties": {}, **widget}]})


def queries(metrics: int) -> Sequence[Any]:
    metric = {"metricName": "Errors", "namespace": "AWS/Lambda", "period": 60, "stat": "Sum", "dimensions": {"FunctionName": "f"}}
    return [{"id": f"m{index}", "metric": metric, "returnData": index == 0} for index in range(metrics)]


OF_THE_MODELS: Sequence[Wrong] = [
    # Enums.
    Wrong("aws:s3/bucketVersioning:BucketVersioning", "versioningConfiguration.status", "On", "one of Enabled, Suspended"),
    Wrong("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "rule.objectOwnership", "Owner", "BucketOwnerEnforced"),
    Wrong(FUNCTION, "runtime", "nodejs99.x", "nodejs22.x"),
    Wrong(FUNCTION, "architectures[0]", "arm", "x86_64, arm64"),
    Wrong(FUNCTION, "tracingConfig.mode", "On", "Active, PassThrough"),
    Wrong(FUNCTION, "loggingConfig.systemLogLevel", "ERROR", "DEBUG, INFO, WARN"),
    Wrong(JOB, "workerType", "G.3X", "G.1X, G.2X"),
    Wrong(JOB, "executionClass", "SPOT", "FLEX, STANDARD"),
    Wrong(TABLE, "attributes[0].type", "TEXT", "S, N, B"),
    Wrong(MACHINE, "loggingConfiguration.level", "INFO", "ALL, ERROR, FATAL, OFF"),
    Wrong(SCHEDULE, "state", "ON", "ENABLED, DISABLED"),
    Wrong(NAMESPACE, "logExports[0]", "auditlog", "useractivitylog"),
    Wrong("aws:redshiftserverless/usageLimit:UsageLimit", "period", "yearly", "daily, weekly, monthly"),
    Wrong("aws:ec2/flowLog:FlowLog", "trafficType", "NONE", "ACCEPT, REJECT, ALL"),
    Wrong(ALARM, "comparisonOperator", "Above", "GreaterThanThreshold"),
    # Patterns.
    Wrong(ROLE, "name", "role with spaces", "must match"),
    Wrong(ROLE, "description", "Loads \u2192 warehouse", "must match"),
    Wrong("aws:cloudwatch/logGroup:LogGroup", "name", "/aws/lambda/a b", "must match"),
    Wrong("aws:cloudwatch/eventRule:EventRule", "name", "rule:1", "must match"),
    Wrong("aws:lambda/alias:Alias", "functionVersion", "latest", "must match"),
    Wrong("aws:lambda/alias:Alias", "name", "7", "must match"),
    Wrong(FUNCTION, "role", "stepline-dev-extract", "must match"),
    Wrong(FUNCTION, "handler", "index handler", "must match"),
    Wrong(JOB, "command.pythonVersion", "3.11", "must match"),
    Wrong(JOB, "glueVersion", "5", "must match"),
    Wrong(JOB, "description", "bell \u0007", "must match"),
    Wrong(SCHEDULE, "target.roleArn", "arn:aws:iam::12:role/r", "must match"),
    Wrong(SCHEDULE, "target.deadLetterConfig.arn", "https://sqs", "must match"),
    Wrong(WORKGROUP, "workgroupName", "Stepline_Dev", "must match"),
    Wrong("aws:sfn/alias:Alias", "name", "123", "must match"),
    Wrong("aws:kms/alias:Alias", "name", "alias/stepline.dev", "must match"),
    # Lengths and ranges.
    Wrong(ROLE, "name", "r" * 65, "at most 64 characters"),
    Wrong(FUNCTION, "description", "d" * 257, "at most 256 characters"),
    Wrong(FUNCTION, "architectures", ["arm64", "x86_64"], "at most 1 members"),
    Wrong(MACHINE, "name", "m" * 81, "at most 80 characters"),
    Wrong(SCHEDULE, "name", "s" * 65, "at most 64 characters"),
    Wrong(SCHEDULE, "target.retryPolicy.maximumRetryAttempts", 186, "at most 185"),
    Wrong(SCHEDULE, "target.retryPolicy.maximumEventAgeInSeconds", 59, "at least 60"),
    Wrong(ALARM, "alarmActions", ["arn:aws:sns:eu-west-1:111122223333:t"] * 6, "at most 5 members"),
    Wrong(ALARM, "evaluationPeriods", 0, "at least 1"),
    Wrong("aws:cloudwatch/eventRule:EventRule", "eventPattern", json.dumps({"source": ["s" * 4100]}), "at most 4096"),
    Wrong("aws:sfn/alias:Alias", "routingConfigurations[0].weight", 101, "at most 100"),
    # Types.
    Wrong(FUNCTION, "timeout", "sixty", "of type integer"),
    Wrong(FUNCTION, "memorySize", 512.5, "of type integer"),
    Wrong(FUNCTION, "publish", "yes", "of type boolean"),
    Wrong(FUNCTION, "environment.variables", ["A=1"], "must be a map"),
    Wrong(WORKGROUP, "subnetIds", "subnet-1", "must be a list"),
    Wrong("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "blockPublicAcls", "true", "of type boolean"),
    Wrong(FUNCTION, "environment", {"variables": {"A1": 5}}, "of type string", "environment.variables.A1"),
    Wrong(FUNCTION, "environment", {"variables": {"1A": "x"}}, "must match", "environment.variables.1A"),
    # Required members.
    Wrong(JOB, "roleArn", REMOVED, "needs a value for Role", "the resource"),
    Wrong(MACHINE, "definition", REMOVED, "needs a value for definition", "the resource"),
    Wrong(SCHEDULE, "flexibleTimeWindow", REMOVED, "needs a value for FlexibleTimeWindow", "the resource"),
    Wrong(LIFECYCLE, "rules[0].status", REMOVED, "needs a value for Status", "the resource"),
    Wrong("aws:s3/bucketLogging:BucketLogging", "targetPrefix", REMOVED, "needs a value for TargetPrefix", "the resource"),
    # Members that nothing is known of.
    Wrong(FUNCTION, "snapStart", {"applyOn": "None"}, "must be mapped", "snapStart.applyOn"),
    Wrong(LIFECYCLE, "rules[0].filter.tags", {"a": "b"}, "must be mapped", "rules[0].filter.tags.a"),
    Wrong("aws:sqs/queue:Queue", "fifoQueue", True, "must be mapped"),
    Wrong("aws:sqs/queue:Queue", "namePrefix", "x", "must be mapped"),
]

OF_THE_LIMITS: Sequence[Wrong] = [
    Wrong("aws:s3/bucket:Bucket", "bucket", "Stepline_Raw", "must be 3 to 63 small letters"),
    Wrong("aws:s3/bucket:Bucket", "bucket", "192.168.0.1", "must be 3 to 63 small letters"),
    Wrong("aws:s3/bucket:Bucket", "bucket", "raw--ol-s3", "no reserved prefix or suffix"),
    Wrong("aws:s3/bucketObjectv2:BucketObjectv2", "key", "\u00e9" * 513, "at most 1,024 bytes"),
    Wrong("aws:s3/bucketPolicy:BucketPolicy", "policy", policy(400), "at most 20 KB"),
    Wrong("aws:s3/bucketPolicy:BucketPolicy", "policy", "{", "a JSON document"),
    Wrong(LIFECYCLE, "rules[0].id", "i" * 256, "at most 255 characters"),
    Wrong(LIFECYCLE, "rules[0].expiration", {"days": 0}, "a positive number of days", "rules[0].expiration.days"),
    Wrong(LIFECYCLE, "rules[0].expiration", {"days": 1, "expiredObjectDeleteMarker": True}, "must not have both"),
    Wrong(TABLE, "name", "ab", "must be 3 to 255"),
    Wrong(TABLE, "rangeKey", "date", "must be those of hashKey and rangeKey", "attributes"),
    Wrong(ROLE, "assumeRolePolicy", policy(40), "at most 2048 characters"),
    Wrong("aws:iam/policy:Policy", "policy", policy(150), "at most 6144 characters"),
    Wrong("aws:kms/key:Key", "deletionWindowInDays", 5, "must be 7 to 30"),
    Wrong("aws:kms/alias:Alias", "name", "alias/aws/stepline", "must begin with alias/"),
    Wrong(FUNCTION, "timeout", 901, "at most 900 seconds"),
    Wrong(FUNCTION, "memorySize", 10_241, "at most 10,240 MB"),
    Wrong(FUNCTION, "environment", {"variables": {"TEXT": "x" * 4093}}, "at most 4 KB", "environment.variables"),
    Wrong(FUNCTION, "environment", {"variables": {"AWS_REGION": "x"}}, "variable that Lambda sets", "environment.variables"),
    Wrong(FUNCTION, "code", {"archive": {"bytes": 300_000_000}}, "at most 250 MB"),
    Wrong(JOB, "timeout", 10_081, "less than 7 days"),
    Wrong(JOB, "glueVersion", "5.5", "must be one of 0.9"),
    Wrong(JOB, "command.name", "spark", "glueetl"),
    Wrong(JOB, "defaultArguments", {"TempDir": "s3://b/k"}, "names begin with --"),
    Wrong(MACHINE, "definition", '{"States": "' + "x" * 1_048_576 + '"}', "at most 1 MB"),
    Wrong(MACHINE, "loggingConfiguration.logDestination", "arn:aws:logs:eu-west-1:111122223333:log-group:g", "end with :*"),
    Wrong("aws:sfn/alias:Alias", "routingConfigurations[0].weight", 90, "must weigh 100", "routingConfigurations"),
    Wrong("aws:sns/topic:Topic", "name", "run status", "must be 1 to 256"),
    Wrong("aws:sns/topic:Topic", "displayName", "d" * 101, "at most 100 characters"),
    Wrong(SUBSCRIPTION, "protocol", "slack", "must be one of http"),
    Wrong(SUBSCRIPTION, "endpoint", "nobody", "an endpoint of the subscription's protocol"),
    Wrong(SUBSCRIPTION, "filterPolicy", json.dumps({f"n{one}": ["x"] for one in range(6)}), "at most 5 names"),
    Wrong("aws:sqs/queue:Queue", "name", "q" * 81, "must be 1 to 80"),
    Wrong("aws:sqs/queue:Queue", "messageRetentionSeconds", 1_209_601, "must be 60 to 1,209,600"),
    Wrong("aws:cloudwatch/eventTarget:EventTarget", "inputTransformer.inputTemplate", '"<who>"', "only names of inputPaths"),
    Wrong(SCHEDULE, "scheduleExpression", "cron(0 0 * * *)", "cron(six fields)"),
    Wrong(SCHEDULE, "scheduleExpression", "cron(0 0 * * * *)", "must have ? for"),
    Wrong(SCHEDULE, "scheduleExpressionTimezone", "Europe/Atlantis", "IANA"),
    Wrong(SCHEDULE, "flexibleTimeWindow.mode", "FLEXIBLE", "must have maximumWindowInMinutes", "flexibleTimeWindow"),
    Wrong(SCHEDULE, "target.input", "not json", "must be JSON"),
    Wrong(ALARM, "treatMissingData", "zero", "must be one of breaching"),
    Wrong(ALARM, "period", 90, "a multiple of 60"),
    Wrong(ALARM, "evaluationPeriods", 400, "must cover at most a day"),
    Wrong(ALARM, "datapointsToAlarm", 99, "at most evaluationPeriods"),
    Wrong(ALARM, "datapointsToAlarm", "two", "at most evaluationPeriods"),
    Wrong(ALARM, "metricQueries", queries(11), "at most 10 metrics"),
    Wrong(ALARM, "metricQueries[0].returnData", False, "data of exactly one query", "metricQueries"),
    Wrong(ALARM, "metricQueries[0].id", "Total", "a small letter first"),
    Wrong(DASHBOARD, "dashboardName", "stepline dev", "must be 1 to 255"),
    Wrong(DASHBOARD, "dashboardBody", json.dumps({"widgets": [{}] * 501}), "at most 500 widgets"),
    Wrong(DASHBOARD, "dashboardBody", board(properties={"metrics": [["A", "B"]] * 501}), "at most 500 metrics"),
    Wrong(DASHBOARD, "dashboardBody", board(x=20), "within 24 columns"),
    Wrong("aws:cloudwatch/logGroup:LogGroup", "retentionInDays", 10, "CloudWatch's retentions"),
    Wrong("awsx:ec2:Vpc", "cidrBlock", "10.0.0.0/8", "from /16 to /28"),
    Wrong("awsx:ec2:Vpc", "subnetSpecs[0].cidrMask", 20, "fit into the VPC", "subnetSpecs"),
    Wrong(GROUP, "name", "sg-warehouse", "must not start with sg-"),
    Wrong(GROUP, "description", "in \u2192 out", "at most 255 letters"),
    Wrong(GROUP, "egress[0].description", "S3 \u2192", "at most 255 letters"),
    Wrong(GROUP, "egress[0].cidrBlocks[0]", "0.0.0.0/33", "must be a network"),
    Wrong(GROUP, "egress[0].toPort", 65_536, "ports from 0 to 65535", "egress[0]"),
    Wrong(NAMESPACE, "dbName", "table", "no reserved word"),
    Wrong(NAMESPACE, "adminUsername", "Admin", "small letters"),
    Wrong(WORKGROUP, "baseCapacity", 12, "a multiple of 8"),
    Wrong(WORKGROUP, "maxCapacity", 8, "at least baseCapacity"),
    Wrong(WORKGROUP, "subnetIds", ["subnet-a", "subnet-b"], "three different subnets"),
    Wrong(WORKGROUP, "configParameters[0].parameterKey", "auto_mw", "a parameter of a workgroup"),
    Wrong("aws:redshiftserverless/usageLimit:UsageLimit", "amount", 0, "a positive number"),
    Wrong("aws:redshiftdata/statement:Statement", "sql", "-" * 204_801, "at most 200 KB"),
    Wrong("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "url", "http://token", "must begin with https://"),
    # Relations between values, and forms.
    Wrong("aws:s3/bucketLogging:BucketLogging", "bucket", "Raw", "must be 3 to 63 small letters"),
    Wrong("aws:s3/bucketLogging:BucketLogging", "targetBucket", "-logs", "must be 3 to 63 small letters"),
    Wrong("aws:s3/bucketObjectv2:BucketObjectv2", "bucket", "a..b", "must be 3 to 63 small letters"),
    Wrong(LIFECYCLE, "rules", [{"id": "tidy", "status": "Enabled", "filter": {}}] * 2, "of different ids"),
    Wrong(LIFECYCLE, "rules[0].noncurrentVersionExpiration.noncurrentDays", 0, "a positive number of days"),
    Wrong(LIFECYCLE, "rules[0].abortIncompleteMultipartUpload.daysAfterInitiation", -1, "a positive number of days"),
    Wrong(ENCRYPTION, KMS_DEFAULT, {"kmsMasterKeyId": "k", "sseAlgorithm": "AES256"}, "must have kmsMasterKeyId only with"),
    Wrong(TABLE, "billingMode", "PROVISIONED", "must be PAY_PER_REQUEST"),
    Wrong(FUNCTION, "name", "f" * 65, "must be 1 to 64"),
    Wrong(FUNCTION, "loggingConfig.logFormat", "Text", "only with logFormat JSON", "loggingConfig"),
    Wrong(JOB, "command.scriptLocation", "transform.py", "an object of S3"),
    Wrong(JOB, "maxRetries", 11, "must be 0 to 10"),
    Wrong("aws:sfn/alias:Alias", f"{ROUTE}.stateMachineVersionArn", "stepline-dev:1", "the ARN of a version"),
    Wrong(SUBSCRIPTION, "redrivePolicy", '{"deadLetterTargetArn": "dlq"}', "the ARN of a queue"),
    Wrong("aws:sqs/queue:Queue", "receiveWaitTimeSeconds", 21, "must be 0 to 20"),
    Wrong(ALARM, "metricQueries", [*queries(2), *queries(1)], "must have different ids"),
    Wrong(ALARM, "metricQueries[0].expression", "FILL(m99, 0)", "must name queries of the alarm"),
    Wrong(ALARM, "metricQueries[1].metric.period", 45, "a multiple of 60"),
    Wrong("aws:cloudwatch/logGroup:LogGroup", "kmsKeyId", "alias/stepline", "the ARN of a key"),
    Wrong("awsx:ec2:Vpc", "subnetSpecs[0].type", "Secret", "Isolated or Unused"),
    Wrong("aws:ec2/flowLog:FlowLog", "vpcId", "subnet-1", "the id of a VPC"),
    Wrong(NAMESPACE, "manageAdminPassword", False, "must come with manageAdminPassword", "adminPasswordSecretKmsKeyId"),
    Wrong(WORKGROUP, "configParameters[1].parameterKey", "auto_mv", "each parameter once", "configParameters"),
    # Documents.
    *(Wrong(kind, path, "{", "must be a JSON document") for kind, path in DOCUMENTS),
    Wrong("aws:kms/key:Key", "policy", policy(500), "at most 32 KB"),
    Wrong("aws:sns/topicPolicy:TopicPolicy", "policy", policy(500), "at most 30 KB"),
    # Tags.
    Wrong("aws:s3/bucket:Bucket", "tags", {f"t{one}": "x" for one in range(48)}, "at most 50 tags", "tags"),
    Wrong("aws:s3/bucketObjectv2:BucketObjectv2", "tags", {f"t{one}": "x" for one in range(8)}, "at most 10 tags", "tags"),
    Wrong("aws:s3/bucket:Bucket", "tags", {"aws:owner": "x"}, "not aws: first", "tags.aws:owner"),
    Wrong("aws:sns/topic:Topic", "tags", {"owner": "a & b"}, "at most 256", "tags.owner"),
]

WRONG_VALUES: Sequence[Wrong] = [*OF_THE_MODELS, *OF_THE_LIMITS]
