// Parts of the reference pipeline in plain CDK v2 (L2 where aws-cdk-lib has one, else L1), shared by cdk/, ddk/ and dsf/.
import * as path from "path";
import { Stack, Duration, RemovalPolicy, Aws } from "aws-cdk-lib";
import { Construct } from "constructs";
import * as kms from "aws-cdk-lib/aws-kms";
import * as s3 from "aws-cdk-lib/aws-s3";
import * as s3deploy from "aws-cdk-lib/aws-s3-deployment";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import * as iam from "aws-cdk-lib/aws-iam";
import * as logs from "aws-cdk-lib/aws-logs";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as glue from "aws-cdk-lib/aws-glue";
import * as rs from "aws-cdk-lib/aws-redshiftserverless";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as sns from "aws-cdk-lib/aws-sns";
import * as subs from "aws-cdk-lib/aws-sns-subscriptions";
import * as sqs from "aws-cdk-lib/aws-sqs";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import * as tasks from "aws-cdk-lib/aws-stepfunctions-tasks";
import * as scheduler from "aws-cdk-lib/aws-scheduler";
import * as cw from "aws-cdk-lib/aws-cloudwatch";
import * as cwa from "aws-cdk-lib/aws-cloudwatch-actions";

export const ASSETS = process.env.PEER_ASSETS!;
export const AZS = ["us-east-1a", "us-east-1b", "us-east-1c"];
export type Buckets = { raw: s3.IBucket; curated: s3.IBucket; scripts: s3.IBucket };

export const mkKey = (s: Construct, name: string) =>
  new kms.Key(s, "Key", {
    alias: `${name}-key`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });

export function mkBuckets(s: Construct, name: string, key: kms.IKey): Buckets {
  const b = (k: string) =>
    new s3.Bucket(s, k, {
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      versioned: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.DESTROY,
      lifecycleRules: [
        {
          transitions: [
            { storageClass: s3.StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(30) },
          ],
          noncurrentVersionExpiration: Duration.days(90),
        },
      ],
    });
  return { raw: b("Raw"), curated: b("Curated"), scripts: b("Scripts") };
}
export const deployScripts = (s: Construct, b: Buckets) =>
  new s3deploy.BucketDeployment(s, "ScriptsDeploy", {
    sources: [s3deploy.Source.asset(path.join(ASSETS, "glue"))],
    destinationBucket: b.scripts,
    destinationKeyPrefix: "glue",
  });

export function mkNetwork(s: Construct) {
  const vpc = new ec2.Vpc(s, "Vpc", {
    ipAddresses: ec2.IpAddresses.cidr("10.20.0.0/16"),
    availabilityZones: AZS,
    natGateways: 0,
    restrictDefaultSecurityGroup: false,
    subnetConfiguration: [{ name: "data", subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
    gatewayEndpoints: { s3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
  });
  const sg = new ec2.SecurityGroup(s, "RedshiftSg", {
    vpc,
    allowAllOutbound: false,
    description: "redshift",
  });
  sg.addIngressRule(ec2.Peer.ipv4("10.20.0.0/16"), ec2.Port.tcp(5439));
  sg.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443));
  return { vpc, sg };
}
export function mkRedshift(
  s: Construct,
  name: string,
  key: kms.IKey,
  b: Buckets,
  vpc: ec2.IVpc,
  sg: ec2.ISecurityGroup,
) {
  const role = new iam.Role(s, "RedshiftRole", {
    assumedBy: new iam.ServicePrincipal("redshift.amazonaws.com"),
  });
  b.curated.grantRead(role);
  const ns = new rs.CfnNamespace(s, "Namespace", {
    namespaceName: name,
    dbName: "analytics",
    kmsKeyId: key.keyArn,
    manageAdminPassword: true,
    iamRoles: [role.roleArn],
    defaultIamRoleArn: role.roleArn,
    logExports: ["userlog", "connectionlog"],
  });
  const wg = new rs.CfnWorkgroup(s, "Workgroup", {
    workgroupName: name,
    namespaceName: ns.namespaceName,
    baseCapacity: 8,
    enhancedVpcRouting: true,
    publiclyAccessible: false,
    subnetIds: vpc.isolatedSubnets.length
      ? vpc.isolatedSubnets.map((x) => x.subnetId)
      : vpc.privateSubnets.map((x) => x.subnetId),
    securityGroupIds: [sg.securityGroupId],
  });
  wg.node.addDependency(ns);
  return { workgroupArn: wg.attrWorkgroupWorkgroupArn, workgroupName: wg.workgroupName, role };
}
export const mkLog = (s: Construct, id: string, name: string, key?: kms.IKey) =>
  new logs.LogGroup(s, id, {
    logGroupName: name,
    retention: logs.RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
export function mkLambdas(
  s: Construct,
  name: string,
  key: kms.IKey,
  b: Buckets,
  table: dynamodb.ITable,
  workgroupArn: string,
  workgroupName: string,
) {
  const f = (k: string) => {
    const common = {
      functionName: `${name}-${k}`,
      runtime: lambda.Runtime.NODEJS_22_X,
      architecture: lambda.Architecture.ARM_64,
      handler: "index.handler",
      memorySize: 512,
      timeout: Duration.minutes(5),
      tracing: lambda.Tracing.ACTIVE,
      logGroup: mkLog(s, `${k}Log`, `/aws/lambda/${name}-${k}`),
      environment: {
        RAW_BUCKET: b.raw.bucketName,
        CURATED_BUCKET: b.curated.bucketName,
        TABLE: table.tableName,
        WORKGROUP: workgroupName,
        SERVICE: k,
      },
    };
    return new lambda.Function(s, `${k}Fn`, {
      ...common,
      code: lambda.Code.fromAsset(path.join(ASSETS, "lambda", k)),
    });
  };
  const fns = { extract: f("extract"), validate: f("validate"), load: f("load"), record: f("record") };
  b.raw.grantWrite(fns.extract);
  b.raw.grantRead(fns.validate);
  table.grantWriteData(fns.record);
  fns.load.addToRolePolicy(
    new iam.PolicyStatement({
      actions: [
        "redshift-data:ExecuteStatement",
        "redshift-data:DescribeStatement",
        "redshift-serverless:GetCredentials",
      ],
      resources: [workgroupArn, "*"],
    }),
  );
  return fns;
}
export function mkGlue(s: Construct, name: string, key: kms.IKey, b: Buckets) {
  const db = new glue.CfnDatabase(s, "GlueDb", {
    catalogId: Aws.ACCOUNT_ID,
    databaseInput: { name: name.replace(/-/g, "_") },
  });
  const sec = new glue.CfnSecurityConfiguration(s, "GlueSec", {
    name: `${name}-sec`,
    encryptionConfiguration: {
      s3Encryptions: [{ s3EncryptionMode: "SSE-KMS", kmsKeyArn: key.keyArn }],
      cloudWatchEncryption: { cloudWatchEncryptionMode: "SSE-KMS", kmsKeyArn: key.keyArn },
    },
  });
  const role = new iam.Role(s, "GlueRole", { assumedBy: new iam.ServicePrincipal("glue.amazonaws.com") });
  b.raw.grantRead(role);
  b.curated.grantReadWrite(role);
  b.scripts.grantRead(role);
  const log = mkLog(s, "GlueLog", `/aws-glue/jobs/${name}`);
  log.grantWrite(role);
  const job = new glue.CfnJob(s, "GlueJob", {
    name: `${name}-transform`,
    role: role.roleArn,
    glueVersion: "5.0",
    workerType: "G.1X",
    numberOfWorkers: 2,
    timeout: 60,
    maxRetries: 0,
    securityConfiguration: sec.name,
    command: {
      name: "glueetl",
      pythonVersion: "3",
      scriptLocation: `s3://${b.scripts.bucketName}/glue/job.py`,
    },
    defaultArguments: {
      "--job-language": "python",
      "--enable-metrics": "true",
      "--enable-continuous-cloudwatch-log": "true",
      "--continuous-log-logGroup": log.logGroupName,
      "--raw_bucket": b.raw.bucketName,
      "--curated_bucket": b.curated.bucketName,
      "--database": db.ref,
    },
  });
  return { job, role, jobName: `${name}-transform` };
}
type Fns = ReturnType<typeof mkLambdas>;
export function mkChild(s: Construct, name: string, jobName: string, fns: Fns) {
  const run = new tasks.GlueStartJobRun(s, "RunGlue", {
    glueJobName: jobName,
    integrationPattern: sfn.IntegrationPattern.RUN_JOB,
    arguments: sfn.TaskInput.fromObject({ "--run_date": sfn.JsonPath.stringAt("$.runDate") }),
    resultPath: "$.glue",
  });
  run.addRetry({
    errors: ["Glue.ConcurrentRunsExceededException"],
    interval: Duration.seconds(30),
    maxAttempts: 3,
    backoffRate: 2,
  });
  const load = new tasks.LambdaInvoke(s, "LoadRedshift", {
    lambdaFunction: fns.load,
    payloadResponseOnly: true,
    resultPath: "$.load",
  });
  return new sfn.StateMachine(s, "Child", {
    stateMachineName: `${name}-child`,
    definitionBody: sfn.DefinitionBody.fromChainable(run.next(load)),
    tracingEnabled: true,
    timeout: Duration.hours(2),
    logs: {
      destination: mkLog(s, "ChildLog", `/aws/vendedlogs/states/${name}-child`),
      level: sfn.LogLevel.ALL,
      includeExecutionData: false,
    },
  });
}
export function mkParentDef(
  s: Construct,
  name: string,
  fns: Fns,
  child: sfn.IStateMachine,
  table: dynamodb.ITable,
  topic: sns.ITopic,
): sfn.IChainable {
  const fail = new sfn.Fail(s, "PipelineFailed", { error: "PipelineFailed" });
  const notifyFail = new tasks.SnsPublish(s, "NotifyFailure", {
    topic,
    subject: `${name} failed`,
    message: sfn.TaskInput.fromJsonPathAt("$"),
  });
  const recordFail = new tasks.LambdaInvoke(s, "RecordFailure", {
    lambdaFunction: fns.record,
    payloadResponseOnly: true,
    resultPath: sfn.JsonPath.DISCARD,
  });
  const failChain = recordFail.next(notifyFail).next(fail);
  const c = { errors: ["States.ALL"], resultPath: "$.error" };
  const extract = new tasks.LambdaInvoke(s, "Extract", {
    lambdaFunction: fns.extract,
    payloadResponseOnly: true,
    resultPath: "$.extract",
  }).addCatch(failChain, c);
  const validate = new tasks.LambdaInvoke(s, "ValidateSchema", {
    lambdaFunction: fns.validate,
    payloadResponseOnly: true,
    resultPath: "$.validate",
  }).addCatch(failChain, c);
  const nested = new tasks.StepFunctionsStartExecution(s, "Transform", {
    stateMachine: child,
    integrationPattern: sfn.IntegrationPattern.RUN_JOB,
    input: sfn.TaskInput.fromObject({
      "runDate.$": "$.runDate",
      "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID.$": "$$.Execution.Id",
    }),
    resultPath: "$.transform",
  }).addCatch(failChain, c);
  const put = new tasks.DynamoPutItem(s, "PutStatus", {
    table,
    item: {
      pipeline: tasks.DynamoAttributeValue.fromString(name),
      runDate: tasks.DynamoAttributeValue.fromString(sfn.JsonPath.stringAt("$.runDate")),
      status: tasks.DynamoAttributeValue.fromString("SUCCEEDED"),
    },
    resultPath: sfn.JsonPath.DISCARD,
  }).addCatch(failChain, c);
  const notify = new tasks.SnsPublish(s, "NotifySuccess", {
    topic,
    subject: `${name} ok`,
    message: sfn.TaskInput.fromJsonPathAt("$"),
  });
  const choice = new sfn.Choice(s, "IsValid")
    .when(sfn.Condition.booleanEquals("$.validate.valid", true), nested.next(put).next(notify))
    .otherwise(failChain);
  return extract.next(validate).next(choice);
}
export function mkParent(
  s: Construct,
  name: string,
  fns: Fns,
  child: sfn.IStateMachine,
  table: dynamodb.ITable,
  topic: sns.ITopic,
) {
  return new sfn.StateMachine(s, "Parent", {
    stateMachineName: `${name}-parent`,
    definitionBody: sfn.DefinitionBody.fromChainable(mkParentDef(s, name, fns, child, table, topic)),
    tracingEnabled: true,
    timeout: Duration.hours(3),
    logs: {
      destination: mkLog(s, "ParentLog", `/aws/vendedlogs/states/${name}-parent`),
      level: sfn.LogLevel.ALL,
      includeExecutionData: false,
    },
  });
}
export function mkTable(s: Construct, name: string, key: kms.IKey) {
  return new dynamodb.Table(s, "Status", {
    tableName: `${name}-status`,
    partitionKey: { name: "pipeline", type: dynamodb.AttributeType.STRING },
    sortKey: { name: "runDate", type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy: RemovalPolicy.DESTROY,
  } as any);
}
export function mkTopic(s: Construct, name: string, key: kms.IKey) {
  const t = new sns.Topic(s, "Topic", { topicName: `${name}-events`, masterKey: key, enforceSSL: true });
  t.addSubscription(new subs.EmailSubscription("ops@example.com"));
  return t;
}
export function mkSchedule(s: Construct, name: string, parent: sfn.IStateMachine) {
  const dlq = new sqs.Queue(s, "Dlq", {
    queueName: `${name}-dlq`,
    encryption: sqs.QueueEncryption.SQS_MANAGED,
  });
  const role = new iam.Role(s, "SchedulerRole", {
    assumedBy: new iam.ServicePrincipal("scheduler.amazonaws.com"),
  });
  parent.grantStartExecution(role);
  dlq.grantSendMessages(role);
  const g = new scheduler.CfnScheduleGroup(s, "ScheduleGroup", { name });
  new scheduler.CfnSchedule(s, "Schedule", {
    name: `${name}-daily`,
    groupName: g.ref,
    scheduleExpression: "cron(0 3 * * ? *)",
    scheduleExpressionTimezone: "UTC",
    flexibleTimeWindow: { mode: "OFF" },
    target: {
      arn: parent.stateMachineArn,
      roleArn: role.roleArn,
      input: JSON.stringify({ runDate: "<aws.scheduler.scheduled-time>" }),
      retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 3600 },
      deadLetterConfig: { arn: dlq.queueArn },
    },
  });
}
export function mkMonitoring(
  s: Construct,
  name: string,
  topic: sns.ITopic,
  parent: sfn.IStateMachine,
  child: sfn.IStateMachine,
  fns: Fns | lambda.IFunction[],
  jobName: string,
) {
  const act = new cwa.SnsAction(topic);
  const list = Array.isArray(fns) ? fns : Object.values(fns);
  const al = (id: string, metric: cw.IMetric) => {
    const a = new cw.Alarm(s, id, {
      metric,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: cw.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cw.TreatMissingData.NOT_BREACHING,
    });
    a.addAlarmAction(act);
    return a;
  };
  const pf = parent.metricFailed({ period: Duration.minutes(5) }),
    pt = parent.metricTimedOut({ period: Duration.minutes(5) }),
    cf = child.metricFailed({ period: Duration.minutes(5) });
  const gf = new cw.Metric({
    namespace: "Glue",
    metricName: "glue.driver.aggregate.numFailedTasks",
    dimensionsMap: { JobName: jobName, JobRunId: "ALL", Type: "count" },
    statistic: "Sum",
  });
  al("ParentFailed", pf);
  al("ParentTimedOut", pt);
  al("ChildFailed", cf);
  al("GlueFailed", gf);
  list.forEach((f, i) => al(`Fn${i}Errors`, f.metricErrors()));
  new cw.Dashboard(s, "Dashboard", {
    dashboardName: name,
    widgets: [
      [
        new cw.GraphWidget({ title: "state machines", left: [pf, pt, cf] }),
        new cw.GraphWidget({ title: "glue", left: [gf] }),
      ],
      [
        new cw.GraphWidget({ title: "lambda errors", left: list.map((f) => f.metricErrors()) }),
        new cw.GraphWidget({ title: "lambda duration", left: list.map((f) => f.metricDuration()) }),
      ],
    ],
  });
}
