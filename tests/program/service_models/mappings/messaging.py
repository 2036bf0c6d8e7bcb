"""SNS, SQS, EventBridge and its Scheduler, CloudWatch and its logs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from service_models.declared import Declared, Input, constant
from service_models.request import Request, ResourceType, Tree, pascal, resource_type, tag_list, tag_map


def topic(declared: Declared) -> Iterator[Request]:
    attributes = pascal(declared.inputs, "displayName", "kmsMasterKeyId")
    members = {**pascal(declared.inputs, "name"), "Attributes": attributes, "Tags": tag_list(declared)}
    yield Request("sns", "CreateTopic", members)


def topic_policy(declared: Declared) -> Iterator[Request]:
    attribute = {"AttributeName": constant("Policy"), "AttributeValue": declared["policy"]}
    yield Request("sns", "SetTopicAttributes", {"TopicArn": declared["arn"], **attribute})


def subscription(declared: Declared) -> Iterator[Request]:
    attributes = pascal(declared.inputs, "redrivePolicy", "filterPolicy", "filterPolicyScope")
    named = pascal(declared.inputs, "protocol", "endpoint")
    yield Request("sns", "Subscribe", {"TopicArn": declared["topic"], **named, "Attributes": attributes})


def queue(declared: Declared) -> Iterator[Request]:
    attributes = {
        "KmsMasterKeyId": declared["kmsMasterKeyId"],
        "MessageRetentionPeriod": declared["messageRetentionSeconds"].as_text(),
        "ReceiveMessageWaitTimeSeconds": declared["receiveWaitTimeSeconds"].as_text(),
    }
    yield Request(
        "sqs",
        "CreateQueue",
        {"QueueName": declared["name"], "Attributes": attributes, "tags": tag_map(declared)},
    )


def queue_policy(declared: Declared) -> Iterator[Request]:
    attributes = pascal(declared.inputs, "policy")
    yield Request("sqs", "SetQueueAttributes", {**pascal(declared.inputs, "queueUrl"), "Attributes": attributes})


def rule(declared: Declared) -> Iterator[Request]:
    members = pascal(declared.inputs, "name", "description", "eventPattern")
    yield Request("events", "PutRule", {**members, "Tags": tag_list(declared)})


def rule_target(declared: Declared) -> Iterator[Request]:
    transformer = declared["inputTransformer"]
    target: Tree = {
        "Id": declared["targetId"],
        **pascal(declared.inputs, "arn"),
        "InputTransformer": {
            "InputPathsMap": transformer["inputPaths"],
            **pascal(transformer, "inputTemplate"),
        },
    }
    yield Request("events", "PutTargets", {**pascal(declared.inputs, "rule"), "Targets": [target]})


def schedule(declared: Declared) -> Iterator[Request]:
    names = ("name", "groupName", "scheduleExpression", "scheduleExpressionTimezone", "state")
    target, retry = declared["target"], declared["target"]["retryPolicy"]
    yield Request(
        "scheduler",
        "CreateSchedule",
        {
            **pascal(declared.inputs, *names),
            "FlexibleTimeWindow": pascal(declared["flexibleTimeWindow"], "mode", "maximumWindowInMinutes"),
            "Target": {
                **pascal(target, "arn", "roleArn", "input"),
                "DeadLetterConfig": pascal(target["deadLetterConfig"], "arn"),
                "RetryPolicy": pascal(retry, "maximumEventAgeInSeconds", "maximumRetryAttempts"),
            },
        },
    )


def schedule_group(declared: Declared) -> Iterator[Request]:
    members = {**pascal(declared.inputs, "name"), "Tags": tag_list(declared)}
    yield Request("scheduler", "CreateScheduleGroup", members)


def alarm(declared: Declared) -> Iterator[Request]:
    watched = ("metricName", "namespace", "period", "statistic", "threshold", "comparisonOperator", "treatMissingData")
    yield Request(
        "cloudwatch",
        "PutMetricAlarm",
        {
            "AlarmName": declared["name"],
            **pascal(declared.inputs, "alarmDescription", "alarmActions", *watched),
            **pascal(declared.inputs, "evaluationPeriods", "datapointsToAlarm"),
            "OKActions": declared["okActions"],
            "Dimensions": dimensions(declared["dimensions"]),
            "Metrics": [metric_query(query) for query in declared["metricQueries"].each()],
            "Tags": tag_list(declared),
        },
    )


def metric_query(query: Input) -> Tree:
    metric = query["metric"]
    stat: Tree = {
        "Metric": {**pascal(metric, "metricName", "namespace"), "Dimensions": dimensions(metric["dimensions"])},
        **pascal(metric, "period", "stat"),
    }
    return {**pascal(query, "id", "expression", "label", "returnData"), "MetricStat": stat}


def dimensions(given: Input) -> list[Tree]:
    return [{"Name": Input(name, value.path), "Value": value} for name, value in given.entries()]


def dashboard(declared: Declared) -> Iterator[Request]:
    yield Request("cloudwatch", "PutDashboard", pascal(declared.inputs, "dashboardName", "dashboardBody"))


def log_group(declared: Declared) -> Iterator[Request]:
    name = {"logGroupName": declared["name"]}
    key = {"kmsKeyId": declared["kmsKeyId"]}
    yield Request("logs", "CreateLogGroup", {**name, **key, "tags": tag_map(declared)})
    yield Request("logs", "PutRetentionPolicy", {**name, "retentionInDays": declared["retentionInDays"]})


MESSAGING: Mapping[str, ResourceType] = {
    "aws:sns/topic:Topic": resource_type(topic),
    "aws:sns/topicPolicy:TopicPolicy": resource_type(topic_policy),
    "aws:sns/topicSubscription:TopicSubscription": resource_type(subscription),
    "aws:sqs/queue:Queue": resource_type(queue),
    "aws:sqs/queuePolicy:QueuePolicy": resource_type(queue_policy),
    "aws:cloudwatch/eventRule:EventRule": resource_type(rule),
    "aws:cloudwatch/eventTarget:EventTarget": resource_type(rule_target),
    "aws:scheduler/schedule:Schedule": resource_type(schedule),
    "aws:scheduler/scheduleGroup:ScheduleGroup": resource_type(schedule_group),
    "aws:cloudwatch/metricAlarm:MetricAlarm": resource_type(alarm),
    "aws:cloudwatch/dashboard:Dashboard": resource_type(dashboard),
    "aws:cloudwatch/logGroup:LogGroup": resource_type(log_group),
}
