/** Properties of a type that can't be changed in place, and the file of the Terraform AWS provider that says so. */
export interface Replacements {
  readonly properties: readonly string[];
  /** Below `internal/service/` of hashicorp/terraform-provider-aws; the properties are `ForceNew`, or `RequiresReplace`, there. */
  readonly source: string;
}

/**
 * What the SDK's documentation leaves out: it hardly ever says that a change replaces a resource. Kept by hand. `region` is not
 * listed: a change of it replaces everything that has one (internal/provider/sdkv2/region.go).
 */
export const REPLACEMENTS: Readonly<Record<string, Replacements>> = {
  "aws:cloudwatch/dashboard:Dashboard": by("cloudwatch/dashboard.go", "dashboardName"),
  "aws:cloudwatch/eventRule:EventRule": by("events/rule.go", "name namePrefix eventBusName"),
  "aws:cloudwatch/eventTarget:EventTarget": by("events/target.go", "eventBusName rule targetId"),
  "aws:cloudwatch/logGroup:LogGroup": by("logs/group.go", "name namePrefix logGroupClass"),
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": by("logs/resource_policy.go", "policyName"),
  "aws:cloudwatch/metricAlarm:MetricAlarm": by("cloudwatch/metric_alarm.go", "name"),
  "aws:dynamodb/table:Table": by(
    "dynamodb/table.go",
    "name hashKey rangeKey localSecondaryIndexes importTable restoreDateTime restoreSourceName " +
      "restoreSourceTableArn restoreToLatestTime",
  ),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": by("ec2/vpc_default_security_group.go", "vpcId"),
  "aws:ec2/eip:Eip": by("ec2/ec2_eip.go", "domain networkBorderGroup publicIpv4Pool"),
  "aws:ec2/flowLog:FlowLog": by(
    "ec2/vpc_flow_log.go",
    "deliverCrossAccountRole destinationOptions eniId iamRoleArn logDestination logDestinationType logFormat " +
      "maxAggregationInterval subnetId trafficType transitGatewayAttachmentId transitGatewayId vpcId",
  ),
  "aws:ec2/natGateway:NatGateway": by("ec2/vpc_nat_gateway.go", "connectivityType privateIp subnetId"),
  "aws:ec2/route:Route": by(
    "ec2/vpc_route.go",
    "routeTableId destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId",
  ),
  "aws:ec2/routeTable:RouteTable": by("ec2/vpc_route_table.go", "vpcId"),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": by(
    "ec2/vpc_route_table_association.go",
    "subnetId gatewayId",
  ),
  "aws:ec2/securityGroup:SecurityGroup": by("ec2/vpc_security_group.go", "name namePrefix description vpcId"),
  "aws:ec2/subnet:Subnet": by(
    "ec2/vpc_subnet.go",
    "availabilityZone availabilityZoneId cidrBlock ipv6Native outpostArn vpcId",
  ),
  "aws:ec2/vpc:Vpc": by("ec2/vpc_.go", "cidrBlock ipv4IpamPoolId ipv4NetmaskLength"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": by("ec2/vpc_endpoint.go", "serviceName vpcEndpointType vpcId"),
  "aws:glue/job:Job": by("glue/job.go", "name"),
  "aws:glue/securityConfiguration:SecurityConfiguration": by(
    "glue/security_configuration.go",
    "name encryptionConfiguration",
  ),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": by("iam/openid_connect_provider.go", "url"),
  "aws:iam/policy:Policy": by("iam/policy.go", "name namePrefix path description"),
  "aws:iam/role:Role": by("iam/role.go", "name namePrefix path"),
  "aws:iam/rolePolicy:RolePolicy": by("iam/role_policy.go", "name namePrefix role"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": by("iam/role_policy_attachment.go", "role policyArn"),
  "aws:kms/alias:Alias": by("kms/alias.go", "name namePrefix"),
  "aws:kms/key:Key": by("kms/key.go", "customKeyStoreId customerMasterKeySpec keyUsage multiRegion xksKeyId"),
  "aws:lambda/alias:Alias": by("lambda/alias.go", "name functionName"),
  "aws:lambda/function:Function": by("lambda/function.go", "name packageType tenancyConfig"),
  "aws:lambda/permission:Permission": by(
    "lambda/permission.go",
    "action eventSourceToken function functionUrlAuthType principal principalOrgId qualifier sourceAccount sourceArn " +
      "statementId statementIdPrefix",
  ),
  "aws:redshiftdata/statement:Statement": by(
    "redshiftdata/statement.go",
    "clusterIdentifier database dbUser parameters secretArn sql statementName withEvent workgroupName",
  ),
  "aws:redshiftserverless/namespace:Namespace": by("redshiftserverless/namespace.go", "namespaceName dbName"),
  "aws:redshiftserverless/usageLimit:UsageLimit": by(
    "redshiftserverless/usage_limit.go",
    "period resourceArn",
  ),
  "aws:redshiftserverless/workgroup:Workgroup": by(
    "redshiftserverless/workgroup.go",
    "namespaceName workgroupName",
  ),
  "aws:s3/bucket:Bucket": by("s3/bucket.go", "bucket bucketPrefix objectLockEnabled"),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": by(
    "s3/bucket_lifecycle_configuration.go",
    "bucket expectedBucketOwner",
  ),
  "aws:s3/bucketLogging:BucketLogging": by("s3/bucket_logging.go", "bucket expectedBucketOwner"),
  "aws:s3/bucketNotification:BucketNotification": by("s3/bucket_notification.go", "bucket"),
  "aws:s3/bucketObject:BucketObject": by("s3/bucket_object.go", "bucket key"),
  "aws:s3/bucketObjectv2:BucketObjectv2": by("s3/object.go", "bucket key"),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": by("s3/bucket_ownership_controls.go", "bucket"),
  "aws:s3/bucketPolicy:BucketPolicy": by("s3/bucket_policy.go", "bucket"),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": by("s3/bucket_public_access_block.go", "bucket"),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": by(
    "s3/bucket_server_side_encryption_configuration.go",
    "bucket expectedBucketOwner",
  ),
  "aws:s3/bucketVersioning:BucketVersioning": by("s3/bucket_versioning.go", "bucket expectedBucketOwner"),
  "aws:scheduler/schedule:Schedule": by("scheduler/schedule.go", "groupName name namePrefix"),
  "aws:scheduler/scheduleGroup:ScheduleGroup": by("scheduler/schedule_group.go", "name namePrefix"),
  "aws:sfn/alias:Alias": by("sfn/alias.go", "name"),
  "aws:sfn/stateMachine:StateMachine": by("sfn/state_machine.go", "name namePrefix type"),
  "aws:sns/topic:Topic": by("sns/topic.go", "name namePrefix fifoTopic"),
  "aws:sns/topicPolicy:TopicPolicy": by("sns/topic_policy.go", "arn"),
  "aws:sns/topicSubscription:TopicSubscription": by("sns/topic_subscription.go", "topic protocol endpoint"),
  "aws:sqs/queue:Queue": by("sqs/queue.go", "name namePrefix fifoQueue"),
  "aws:sqs/queuePolicy:QueuePolicy": by("sqs/queue_policy.go", "queueUrl"),
  "aws:sqs/redrivePolicy:RedrivePolicy": by("sqs/queue_redrive_policy.go", "queueUrl"),
};

function by(source: string, properties: string): Replacements {
  return { properties: properties.split(" "), source };
}
