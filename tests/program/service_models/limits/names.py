"""Names that AWS takes once: of two resources of a program that ask for one, the second is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from service_models.declared import Declared
from service_models.request import Finding

#: Inputs that, together, name a resource within its account and region.
NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "aws:s3/bucket:Bucket": ("bucket",),
    "aws:s3/bucketObjectv2:BucketObjectv2": ("bucket", "key"),
    "aws:s3/bucketPolicy:BucketPolicy": ("bucket",),
    "aws:dynamodb/table:Table": ("name",),
    "aws:iam/role:Role": ("name",),
    "aws:iam/rolePolicy:RolePolicy": ("role", "name"),
    "aws:iam/policy:Policy": ("name",),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ("role", "policyArn"),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": ("url",),
    "aws:kms/alias:Alias": ("name",),
    "aws:lambda/function:Function": ("name",),
    "aws:lambda/alias:Alias": ("functionName", "name"),
    "aws:glue/job:Job": ("name",),
    "aws:glue/securityConfiguration:SecurityConfiguration": ("name",),
    "aws:sfn/stateMachine:StateMachine": ("name",),
    "aws:sns/topic:Topic": ("name",),
    "aws:sns/topicSubscription:TopicSubscription": ("topic", "protocol", "endpoint"),
    "aws:sqs/queue:Queue": ("name",),
    "aws:sqs/queuePolicy:QueuePolicy": ("queueUrl",),
    "aws:cloudwatch/eventRule:EventRule": ("name",),
    "aws:cloudwatch/eventTarget:EventTarget": ("rule", "targetId"),
    "aws:cloudwatch/metricAlarm:MetricAlarm": ("name",),
    "aws:cloudwatch/dashboard:Dashboard": ("dashboardName",),
    "aws:cloudwatch/logGroup:LogGroup": ("name",),
    "aws:scheduler/schedule:Schedule": ("groupName", "name"),
    "aws:scheduler/scheduleGroup:ScheduleGroup": ("name",),
    "aws:ec2/securityGroup:SecurityGroup": ("vpcId", "name"),
    "aws:redshiftserverless/namespace:Namespace": ("namespaceName",),
    "aws:redshiftserverless/workgroup:Workgroup": ("workgroupName",),
}


def name_clashes(resources: Iterable[Declared]) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], Declared] = {}
    for one in resources:
        named_by = NAMED_BY.get(one.type, ())
        name = (one.type, *(str(one[part].value) for part in named_by))
        first = seen.setdefault(name, one)
        if named_by and first is not one:
            rule = f'must be another name: "{first.name}" has it'
            yield Finding(f'{one.type} "{one.name}"', named_by[-1], one[named_by[-1]].value, rule)
