/** Properties of a type that can't be changed in place, and where that was read. */
export interface Replacements {
  readonly properties: readonly string[];
  /** The resource's file below `internal/service/` of hashicorp/terraform-provider-aws. */
  readonly source: string;
  /** The commit that the file was read at. A year without a day is concluded from what the file says. */
  readonly version: string;
  /** Properties that came after that version: whether a change of them replaces the resource was not read. */
  readonly unread: readonly string[];
}

/** The provider between its versions 5.31 and 5.32: of this commit every file was searched for `ForceNew` and `RequiresReplace`. */
const WHOLE = "ba22795 of 2023-12-19";

/**
 * What the SDK's documentation leaves out: it hardly ever says that a change replaces a resource. Kept by hand, with the names of
 * Pulumi's SDK.
 *
 * A property that replaces only in part, or under a condition (a table's `warmThroughput` when it is lowered, a VPC's
 * `instanceTenancy` unless it becomes the default), is listed as well: a review is better warned once too often. `region` is not
 * listed: a change of it replaces everything that has one (internal/provider/sdkv2/region.go). What pulumi/pulumi-aws
 * adds in its `provider/resources.go` was not read.
 */
export const REPLACEMENTS: Readonly<Record<string, Replacements>> = {
  "aws:cloudwatch/dashboard:Dashboard": by("cloudwatch/dashboard.go", "dashboardName"),
  "aws:cloudwatch/eventRule:EventRule": by("events/rule.go", "name namePrefix eventBusName", {
    unread: "forceDestroy",
  }),
  "aws:cloudwatch/eventTarget:EventTarget": by("events/target.go", "eventBusName rule targetId", {
    unread: "appsyncTarget forceDestroy",
  }),
  "aws:cloudwatch/logGroup:LogGroup": by("logs/group.go", "name namePrefix logGroupClass", {
    version: "0073593 of 2025",
    unread: "deletionProtectionEnabled",
  }),
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": by(
    "logs/resource_policy.go",
    "policyName resourceArn",
    { version: "00a3530 of 2026" },
  ),
  "aws:cloudwatch/metricAlarm:MetricAlarm": by("cloudwatch/metric_alarm.go", "name", {
    unread: "evaluationCriteria evaluationInterval warmUpConfiguration",
  }),
  "aws:dynamodb/table:Table": by(
    "dynamodb/table.go",
    "name hashKey rangeKey localSecondaryIndexes importTable restoreDateTime " +
      "restoreSourceName restoreSourceTableArn restoreToLatestTime warmThroughput",
    { version: "of 2026, its commit not known", unread: "restoreBackupArn" },
  ),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": by("ec2/vpc_default_security_group.go", "vpcId"),
  "aws:ec2/eip:Eip": by("ec2/ec2_eip.go", "domain networkBorderGroup publicIpv4Pool address ipamPoolId", {
    version: "0160692 of 2025",
  }),
  "aws:ec2/flowLog:FlowLog": by(
    "ec2/vpc_flow_log.go",
    "deliverCrossAccountRole destinationOptions eniId iamRoleArn logDestination " +
      "logDestinationType logFormat maxAggregationInterval subnetId trafficType " +
      "transitGatewayAttachmentId transitGatewayId vpcId regionalNatGatewayId",
    { version: "00a3530 of 2026", unread: "tagFieldSpecifications" },
  ),
  "aws:ec2/natGateway:NatGateway": by(
    "ec2/vpc_nat_gateway.go",
    "connectivityType privateIp subnetId allocationId availabilityMode " + "availabilityZoneAddresses vpcId",
    { version: "of 2026, its commit not known" },
  ),
  "aws:ec2/route:Route": by(
    "ec2/vpc_route.go",
    "routeTableId destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId",
    { unread: "odbNetworkArn" },
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
    { unread: "ipv4IpamPoolId ipv4NetmaskLength ipv6IpamPoolId ipv6NetmaskLength" },
  ),
  "aws:ec2/vpc:Vpc": by("ec2/vpc_.go", "cidrBlock ipv4IpamPoolId ipv4NetmaskLength instanceTenancy"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": by(
    "ec2/vpc_endpoint.go",
    "serviceName vpcEndpointType vpcId dnsOptions privateDnsEnabled resourceConfigurationArn " +
      "serviceNetworkArn serviceRegion",
    { version: "008db85 of 2026" },
  ),
  "aws:glue/job:Job": by("glue/job.go", "name", {
    unread: "jobMode jobRunQueuingEnabled maintenanceWindow sourceControlDetails",
  }),
  "aws:glue/securityConfiguration:SecurityConfiguration": by(
    "glue/security_configuration.go",
    "name encryptionConfiguration",
  ),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": by("iam/openid_connect_provider.go", "url", {
    version: "0160692 of 2025",
  }),
  "aws:iam/policy:Policy": by("iam/policy.go", "name namePrefix path description", {
    unread: "delayAfterPolicyCreationInMs",
  }),
  "aws:iam/role:Role": by("iam/role.go", "name namePrefix path"),
  "aws:iam/rolePolicy:RolePolicy": by("iam/role_policy.go", "name namePrefix role"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": by("iam/role_policy_attachment.go", "role policyArn"),
  "aws:kms/alias:Alias": by("kms/alias.go", "name namePrefix"),
  "aws:kms/key:Key": by(
    "kms/key.go",
    "customKeyStoreId customerMasterKeySpec keyUsage multiRegion xksKeyId",
    { version: "00a3530 of 2026" },
  ),
  "aws:lambda/alias:Alias": by("lambda/alias.go", "name functionName"),
  "aws:lambda/function:Function": by("lambda/function.go", "name packageType tenancyConfig", {
    version: "0156d84 of 2025",
    unread: "useResourceTimeoutForPropagation",
  }),
  "aws:lambda/permission:Permission": by(
    "lambda/permission.go",
    "action eventSourceToken function functionUrlAuthType principal principalOrgId qualifier " +
      "sourceAccount sourceArn statementId statementIdPrefix invokedViaFunctionUrl",
    { version: "04592f0 of 2025" },
  ),
  "aws:redshiftdata/statement:Statement": by(
    "redshiftdata/statement.go",
    "clusterIdentifier database dbUser parameters secretArn sql statementName withEvent workgroupName",
  ),
  "aws:redshiftserverless/namespace:Namespace": by(
    "redshiftserverless/namespace.go",
    "namespaceName dbName",
    { version: "209cc4d of 2025" },
  ),
  "aws:redshiftserverless/usageLimit:UsageLimit": by(
    "redshiftserverless/usage_limit.go",
    "period resourceArn",
  ),
  "aws:redshiftserverless/workgroup:Workgroup": by(
    "redshiftserverless/workgroup.go",
    "namespaceName workgroupName",
    { version: "of 2025 or later, its commit not known" },
  ),
  "aws:s3/bucket:Bucket": by(
    "s3/bucket.go",
    "bucket bucketPrefix objectLockEnabled objectLockConfiguration",
    { unread: "bucketNamespace" },
  ),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": by(
    "s3/bucket_lifecycle_configuration.go",
    "bucket expectedBucketOwner",
    { version: "0160692 of 2025" },
  ),
  "aws:s3/bucketLogging:BucketLogging": by("s3/bucket_logging.go", "bucket expectedBucketOwner"),
  "aws:s3/bucketNotification:BucketNotification": by("s3/bucket_notification.go", "bucket"),
  "aws:s3/bucketObject:BucketObject": by("s3/bucket_object.go", "bucket key"),
  "aws:s3/bucketObjectv2:BucketObjectv2": by("s3/object.go", "bucket key"),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": by("s3/bucket_ownership_controls.go", "bucket"),
  "aws:s3/bucketPolicy:BucketPolicy": by("s3/bucket_policy.go", "bucket"),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": by("s3/bucket_public_access_block.go", "bucket", {
    unread: "skipDestroy",
  }),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": by(
    "s3/bucket_server_side_encryption_configuration.go",
    "bucket expectedBucketOwner",
  ),
  "aws:s3/bucketVersioning:BucketVersioning": by("s3/bucket_versioning.go", "bucket expectedBucketOwner"),
  "aws:scheduler/schedule:Schedule": by("scheduler/schedule.go", "groupName name namePrefix", {
    unread: "actionAfterCompletion",
  }),
  "aws:scheduler/scheduleGroup:ScheduleGroup": by("scheduler/schedule_group.go", "name namePrefix"),
  "aws:sfn/alias:Alias": by("sfn/alias.go", "name"),
  "aws:sfn/stateMachine:StateMachine": by("sfn/state_machine.go", "name namePrefix type", {
    version: "01f4311 of 2025",
  }),
  "aws:sns/topic:Topic": by("sns/topic.go", "name namePrefix fifoTopic", { unread: "fifoThroughputScope" }),
  "aws:sns/topicPolicy:TopicPolicy": by("sns/topic_policy.go", "arn"),
  "aws:sns/topicSubscription:TopicSubscription": by("sns/topic_subscription.go", "topic protocol endpoint"),
  "aws:sqs/queue:Queue": by("sqs/queue.go", "name namePrefix fifoQueue"),
  "aws:sqs/queuePolicy:QueuePolicy": by("sqs/queue_policy.go", "queueUrl"),
  "aws:sqs/redrivePolicy:RedrivePolicy": by("sqs/queue_redrive_policy.go", "queueUrl"),
};

function by(
  source: string,
  properties: string,
  { version = WHOLE, unread = "" }: { readonly version?: string; readonly unread?: string } = {},
): Replacements {
  return {
    properties: properties.split(" "),
    source,
    version,
    unread: unread.split(" ").filter((property) => property !== ""),
  };
}
