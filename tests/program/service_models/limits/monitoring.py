"""CloudWatch: alarms, dashboards, logs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from service_models.limits.limit import Limit, Limits, as_json, distinct, matching, one_of

CLOUDWATCH = "https://docs.aws.amazon.com/AmazonCloudWatch/latest"
ALARM = f"{CLOUDWATCH}/APIReference/API_PutMetricAlarm.html"
QUOTAS = f"{CLOUDWATCH}/monitoring/cloudwatch_limits.html"
BODY = f"{CLOUDWATCH}/APIReference/CloudWatch-Dashboard-Body-Structure.html"
RETENTION = "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"

MISSING_DATA = ("breaching", "notBreaching", "ignore", "missing")
#: Zero is the provider's word for "for ever": it then calls nothing.
RETENTION_DAYS = (0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)

HOUR, DAY, WEEK = 3600, 86_400, 604_800

METRICS_OF_ALARM = 10
WIDGETS, METRICS_OF_WIDGET, METRICS_OF_DASHBOARD = 500, 500, 2500
COLUMNS, ROWS = 24, 1000


def whole_period(period: Any, _inputs: object) -> bool:
    return period in (10, 20, 30) or bool(period > 0 and period % 60 == 0)


def periods(inputs: Mapping[str, Any]) -> list[int]:
    metrics = [query["metric"] for query in inputs.get("metricQueries", []) if "metric" in query]
    return [one["period"] for one in (inputs, *metrics) if "period" in one]


def evaluated(count: Any, inputs: Mapping[str, Any]) -> bool:
    longest = max(periods(inputs), default=0)
    return bool(longest * count <= (DAY if longest < HOUR else WEEK))


def one_result(queries: Any, _inputs: object) -> bool:
    return [query.get("returnData", True) for query in queries].count(True) == 1


def metrics_known(expression: Any, inputs: Mapping[str, Any]) -> bool:
    """Names in small letters are ids of the alarm's queries."""
    ids = {query.get("id") for query in inputs["metricQueries"]}
    return set(re.findall(r"\b[a-z]\w*\b", re.sub(r"'[^']*'|\"[^\"]*\"", "", str(expression)))) <= ids


def one_form(queries: Any, inputs: Mapping[str, Any]) -> bool:
    return not queries or not {"metricName", "namespace", "period", "statistic", "dimensions"} & set(inputs)


def widgets(body: Any) -> list[Any]:
    document = as_json(body)
    found = document.get("widgets") if isinstance(document, Mapping) else None
    return found if isinstance(found, list) else []


def metrics(widget: Mapping[str, Any]) -> list[Any]:
    found = widget.get("properties", {}).get("metrics", [])
    return found if isinstance(found, list) else []


def few_metrics(body: Any, _inputs: object) -> bool:
    counts = [len(metrics(widget)) for widget in widgets(body)]
    return max(counts, default=0) <= METRICS_OF_WIDGET and sum(counts) <= METRICS_OF_DASHBOARD


def on_the_grid(body: Any, _inputs: object) -> bool:
    return all(
        widget.get("x", 0) >= 0
        and widget.get("y", 0) >= 0
        and 1 <= widget.get("width", 6) <= COLUMNS - widget.get("x", 0)
        and 1 <= widget.get("height", 6) <= ROWS
        for widget in widgets(body)
    )


MONITORING_LIMITS: Limits = {
    "aws:cloudwatch/metricAlarm:MetricAlarm": [
        Limit("treatMissingData", f"must be one of {', '.join(MISSING_DATA)}", ALARM, one_of(MISSING_DATA)),
        Limit("period", "must be 10, 20, 30 or a multiple of 60 seconds", ALARM, whole_period),
        Limit("metricQueries[].metric.period", "must be 10, 20, 30 or a multiple of 60 seconds", ALARM, whole_period),
        Limit("evaluationPeriods", "must cover at most a day; a week with periods of an hour or more", ALARM, evaluated),
        Limit(
            "datapointsToAlarm",
            "must be at most evaluationPeriods",
            ALARM,
            lambda count, inputs: count <= inputs.get("evaluationPeriods", 0),
        ),
        Limit(
            "metricQueries",
            f"must hold at most {METRICS_OF_ALARM} metrics",
            QUOTAS,
            lambda queries, _: sum("metric" in query for query in queries) <= METRICS_OF_ALARM,
        ),
        Limit("metricQueries", "must return the data of exactly one query", ALARM, one_result),
        Limit(
            "metricQueries",
            "must have different ids",
            f"{CLOUDWATCH}/APIReference/API_MetricDataQuery.html",
            lambda queries, _: distinct([query.get("id") for query in queries]),
        ),
        Limit(
            "metricQueries[].id",
            "must be letters, digits and _, a small letter first",
            f"{CLOUDWATCH}/APIReference/API_MetricDataQuery.html",
            matching(r"[a-z]\w*"),
        ),
        Limit("metricQueries[].expression", "must name queries of the alarm", ALARM, metrics_known),
        Limit("metricQueries", "must not stand beside what tells of one metric alone", ALARM, one_form),
    ],
    "aws:cloudwatch/dashboard:Dashboard": [
        Limit(
            "dashboardName",
            "must be 1 to 255 letters, digits and - _",
            f"{CLOUDWATCH}/APIReference/API_PutDashboard.html",
            matching(r"[\w-]{1,255}"),
        ),
        Limit(
            "dashboardBody",
            f"must be JSON with at most {WIDGETS} widgets",
            QUOTAS,
            lambda body, _: 0 < len(widgets(body)) <= WIDGETS,
        ),
        Limit(
            "dashboardBody",
            f"must have at most {METRICS_OF_WIDGET} metrics a widget, {METRICS_OF_DASHBOARD} in all",
            QUOTAS,
            few_metrics,
        ),
        Limit("dashboardBody", f"must have widgets within {COLUMNS} columns and {ROWS} rows", BODY, on_the_grid),
    ],
    "aws:cloudwatch/logGroup:LogGroup": [
        Limit("retentionInDays", "must be one of CloudWatch's retentions", RETENTION, one_of(RETENTION_DAYS)),
        Limit(
            "kmsKeyId",
            "must be the ARN of a key",
            "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html",
            matching(r"arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/[0-9a-z-]+"),
        ),
    ],
}
