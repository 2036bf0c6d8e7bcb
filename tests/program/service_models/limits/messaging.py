"""SNS, SQS, EventBridge and its Scheduler."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from service_models.limits.limit import (
    KILOBYTE,
    Limit,
    Limits,
    as_json,
    at_most_bytes,
    between,
    is_object,
    matching,
    one_of,
)

SNS = "https://docs.aws.amazon.com/sns/latest"
SQS = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference"
SCHEDULER = "https://docs.aws.amazon.com/scheduler/latest"
EVENTS = "https://docs.aws.amazon.com/eventbridge/latest/userguide"

PROTOCOLS = ("http", "https", "email", "email-json", "sms", "sqs", "application", "lambda", "firehose")

#: What an endpoint of a protocol looks like.
ENDPOINTS: Mapping[str, str] = {
    "email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "email-json": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "https": r"https://\S+",
    "http": r"http://\S+",
    "sqs": r"arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w.-]+",
    "lambda": r"arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w:$-]+",
    "firehose": r"arn:aws[a-z-]*:firehose:[a-z0-9-]+:\d{12}:deliverystream/[\w.-]+",
}

EXPRESSIONS = (
    r"at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)",
    r"rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)",
    r"cron\(\S+ \S+ \S+ \S+ \S+ \S+\)",
)

#: Of a filter policy: names, and combinations of their values.
FILTER_NAMES, FILTER_COMBINATIONS = 5, 150


def reachable(endpoint: Any, inputs: Mapping[str, Any]) -> bool:
    return re.fullmatch(ENDPOINTS.get(str(inputs.get("protocol")), ".+"), str(endpoint)) is not None


def dead_letters(policy: Any, _inputs: object) -> bool:
    document = as_json(policy)
    return isinstance(document, Mapping) and re.fullmatch(ENDPOINTS["sqs"], str(document.get("deadLetterTargetArn"))) is not None


def filters(policy: Any, _inputs: object) -> bool:
    document = as_json(policy)
    if not isinstance(document, Mapping) or len(document) > FILTER_NAMES:
        return False
    combinations = 1
    for values in document.values():
        combinations *= len(values)
    return combinations <= FILTER_COMBINATIONS


def one_day_field(expression: Any, _inputs: object) -> bool:
    """A cron expression says the day of the month or of the week, and `?` for the other."""
    fields = str(expression).removeprefix("cron(").removesuffix(")").split()
    return not str(expression).startswith("cron(") or len(fields) != 6 or (fields[2] == "?") != (fields[4] == "?")


def known_zone(name: Any, _inputs: object) -> bool:
    try:
        ZoneInfo(str(name))
    except (ValueError, OSError, KeyError):
        return False
    return True


def used_paths(template: Any, inputs: Mapping[str, Any]) -> bool:
    """What stands in angle brackets is a path of the transformer, or EventBridge's own."""
    paths = inputs["inputTransformer"].get("inputPaths", {})
    return all(name in paths or name.startswith("aws.events.") for name in re.findall(r"<([\w.-]+)>", str(template)))


MESSAGING_LIMITS: Limits = {
    "aws:sns/topic:Topic": [
        Limit("name", "must be 1 to 256 letters, digits and - _", f"{SNS}/api/API_CreateTopic.html", matching(r"[\w-]{1,256}")),
        Limit(
            "displayName",
            "must be at most 100 characters",
            f"{SNS}/dg/sns-create-topic.html",
            lambda name, _: len(name) <= 100,
        ),
    ],
    "aws:sns/topicPolicy:TopicPolicy": [
        Limit("policy", "must be at most 30 KB", f"{SNS}/api/API_AddPermission.html", at_most_bytes(30 * KILOBYTE)),
        Limit("policy", "must be a JSON document", f"{SNS}/api/API_SetTopicAttributes.html", is_object),
    ],
    "aws:sns/topicSubscription:TopicSubscription": [
        Limit("protocol", f"must be one of {', '.join(PROTOCOLS)}", f"{SNS}/api/API_Subscribe.html", one_of(PROTOCOLS)),
        Limit("endpoint", "must be an endpoint of the subscription's protocol", f"{SNS}/api/API_Subscribe.html", reachable),
        Limit("redrivePolicy", "must name the ARN of a queue", f"{SNS}/dg/sns-dead-letter-queues.html", dead_letters),
        Limit(
            "filterPolicy",
            f"must be JSON of at most {FILTER_NAMES} names and {FILTER_COMBINATIONS} combinations of values",
            f"{SNS}/dg/subscription-filter-policy-constraints.html",
            filters,
        ),
    ],
    "aws:sqs/queue:Queue": [
        Limit("name", "must be 1 to 80 letters, digits and - _", f"{SQS}/API_CreateQueue.html", matching(r"[\w-]{1,80}")),
        Limit(
            "messageRetentionSeconds",
            "must be 60 to 1,209,600 seconds",
            f"{SQS}/API_SetQueueAttributes.html",
            between(60, 1_209_600),
        ),
        Limit("receiveWaitTimeSeconds", "must be 0 to 20 seconds", f"{SQS}/API_SetQueueAttributes.html", between(0, 20)),
    ],
    "aws:sqs/queuePolicy:QueuePolicy": [
        Limit("policy", "must be a JSON document", f"{SQS}/API_SetQueueAttributes.html", is_object),
    ],
    "aws:cloudwatch/eventRule:EventRule": [
        Limit("eventPattern", "must be a JSON document", f"{EVENTS}/eb-event-patterns.html", is_object),
    ],
    "aws:cloudwatch/eventTarget:EventTarget": [
        Limit(
            "inputTransformer.inputTemplate",
            "must use only names of inputPaths",
            f"{EVENTS}/eb-transform-target-input.html",
            used_paths,
        ),
    ],
    "aws:scheduler/schedule:Schedule": [
        Limit(
            "scheduleExpression",
            "must be at(yyyy-mm-ddThh:mm:ss), rate(value unit) or cron(six fields)",
            f"{SCHEDULER}/UserGuide/schedule-types.html",
            matching("|".join(f"({form})" for form in EXPRESSIONS)),
        ),
        Limit(
            "scheduleExpression",
            "must have ? for the day of the month or for the day of the week, and not for both",
            f"{SCHEDULER}/UserGuide/schedule-types.html",
            one_day_field,
        ),
        Limit(
            "scheduleExpressionTimezone",
            "must be a zone of the IANA database",
            f"{SCHEDULER}/UserGuide/schedule-types.html",
            known_zone,
        ),
        Limit(
            "target.input",
            "must be JSON of at most 256 KB, for Step Functions",
            f"{SCHEDULER}/APIReference/API_Target.html",
            lambda text, _: is_object(text) and len(text.encode()) <= 256 * KILOBYTE,
        ),
        Limit(
            "flexibleTimeWindow",
            "must have maximumWindowInMinutes with mode FLEXIBLE, and only then",
            f"{SCHEDULER}/APIReference/API_FlexibleTimeWindow.html",
            lambda window, _: ("maximumWindowInMinutes" in window) == (window.get("mode") == "FLEXIBLE"),
        ),
    ],
}
