// The reference pipeline as a flat Pulumi program: no components, no helpers beyond local arrow functions. `aws` is passed in so that the
// same program can be run with the full `@pulumi/aws` import or with sub-path imports only.
import * as pulumi from "@pulumi/pulumi";
import * as path from "path";
const ASSETS = process.env.PEER_ASSETS!;
type Aws = typeof import("@pulumi/aws");
export const AZS = ["us-east-1a", "us-east-1b", "us-east-1c"];
export function program(
  aws: Pick<
    Aws,
    | "kms"
    | "s3"
    | "ec2"
    | "redshiftserverless"
    | "dynamodb"
    | "sns"
    | "sqs"
    | "cloudwatch"
    | "iam"
    | "lambda"
    | "glue"
    | "sfn"
    | "scheduler"
    | "getCallerIdentityOutput"
    | "getRegionOutput"
  >,
  N: number,
) {
  const acct = aws.getCallerIdentityOutput().accountId,
    region = aws.getRegionOutput().region;
  const out: Record<string, pulumi.Output<string>> = {};
  for (let i = 0; i < N; i++) out[`parent${i}`] = pipeline(`mkt-${i}`);
  return out;
  function pipeline(name: string) {
    const tags = { app: name };
    const assume = (svc: string) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: svc } }],
      });
    const pol = (...st: { Action: string[]; Resource: any }[]) =>
      pulumi.jsonStringify({ Version: "2012-10-17", Statement: st.map((s) => ({ Effect: "Allow", ...s })) });
    // KMS
    const key = new aws.kms.Key(`${name}-key`, { enableKeyRotation: true, deletionWindowInDays: 7, tags });
    new aws.kms.Alias(`${name}-alias`, { name: `alias/${name}-key`, targetKeyId: key.keyId });
    // S3
    const bucket = (k: string) => {
      const n = `${name}-${k}`;
      const b = new aws.s3.Bucket(n, { bucket: pulumi.interpolate`${n}-${acct}`, tags });
      new aws.s3.BucketPublicAccessBlock(n, {
        bucket: b.bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
      new aws.s3.BucketOwnershipControls(n, {
        bucket: b.bucket,
        rule: { objectOwnership: "BucketOwnerEnforced" },
      });
      new aws.s3.BucketVersioning(n, { bucket: b.bucket, versioningConfiguration: { status: "Enabled" } });
      new aws.s3.BucketServerSideEncryptionConfiguration(n, {
        bucket: b.bucket,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
            bucketKeyEnabled: true,
          },
        ],
      });
      new aws.s3.BucketLifecycleConfiguration(n, {
        bucket: b.bucket,
        rules: [
          {
            id: "tier",
            status: "Enabled",
            filter: {},
            transitions: [{ days: 30, storageClass: "STANDARD_IA" }],
            noncurrentVersionExpiration: { noncurrentDays: 90 },
          },
        ],
      });
      new aws.s3.BucketPolicy(n, {
        bucket: b.bucket,
        policy: pulumi.jsonStringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Deny",
              Principal: "*",
              Action: "s3:*",
              Resource: [b.arn, pulumi.interpolate`${b.arn}/*`],
              Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
          ],
        }),
      });
      return b;
    };
    const raw = bucket("raw"),
      curated = bucket("curated"),
      scripts = bucket("scripts");
    const script = new aws.s3.BucketObjectv2(`${name}-glue-script`, {
      bucket: scripts.bucket,
      key: "glue/job.py",
      source: new pulumi.asset.FileAsset(path.join(ASSETS, "glue/job.py")),
    });
    // Network
    const vpc = new aws.ec2.Vpc(`${name}-vpc`, {
      cidrBlock: "10.20.0.0/16",
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags,
    });
    const subnets = AZS.map(
      (az, j) =>
        new aws.ec2.Subnet(`${name}-subnet-${j}`, {
          vpcId: vpc.id,
          cidrBlock: `10.20.${j}.0/24`,
          availabilityZone: az,
          tags,
        }),
    );
    const rt = new aws.ec2.RouteTable(`${name}-rt`, { vpcId: vpc.id, tags });
    subnets.forEach(
      (s, j) =>
        new aws.ec2.RouteTableAssociation(`${name}-rta-${j}`, { routeTableId: rt.id, subnetId: s.id }),
    );
    new aws.ec2.VpcEndpoint(`${name}-s3`, {
      vpcId: vpc.id,
      serviceName: pulumi.interpolate`com.amazonaws.${region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: [rt.id],
      tags,
    });
    const sg = new aws.ec2.SecurityGroup(`${name}-redshift`, {
      vpcId: vpc.id,
      description: "redshift",
      tags,
    });
    new aws.ec2.SecurityGroupRule(`${name}-redshift-in`, {
      securityGroupId: sg.id,
      type: "ingress",
      protocol: "tcp",
      fromPort: 5439,
      toPort: 5439,
      cidrBlocks: ["10.20.0.0/16"],
    });
    new aws.ec2.SecurityGroupRule(`${name}-redshift-out`, {
      securityGroupId: sg.id,
      type: "egress",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ["0.0.0.0/0"],
    });
    // Redshift Serverless
    const rsRole = new aws.iam.Role(`${name}-redshift`, {
      assumeRolePolicy: assume("redshift.amazonaws.com"),
      tags,
    });
    new aws.iam.RolePolicy(`${name}-redshift`, {
      role: rsRole.id,
      policy: pol(
        {
          Action: ["s3:GetObject", "s3:ListBucket"],
          Resource: [curated.arn, pulumi.interpolate`${curated.arn}/*`],
        },
        { Action: ["kms:Decrypt"], Resource: key.arn },
      ),
    });
    const ns = new aws.redshiftserverless.Namespace(`${name}-ns`, {
      namespaceName: name,
      dbName: "analytics",
      kmsKeyId: key.arn,
      manageAdminPassword: true,
      iamRoles: [rsRole.arn],
      defaultIamRoleArn: rsRole.arn,
      logExports: ["userlog", "connectionlog"],
      tags,
    });
    const wg = new aws.redshiftserverless.Workgroup(`${name}-wg`, {
      workgroupName: name,
      namespaceName: ns.namespaceName,
      baseCapacity: 8,
      enhancedVpcRouting: true,
      publiclyAccessible: false,
      subnetIds: subnets.map((s) => s.id),
      securityGroupIds: [sg.id],
      tags,
    });
    // Status table and topic
    const table = new aws.dynamodb.Table(`${name}-status`, {
      name: `${name}-status`,
      attributes: [
        { name: "pipeline", type: "S" },
        { name: "runDate", type: "S" },
      ],
      hashKey: "pipeline",
      rangeKey: "runDate",
      billingMode: "PAY_PER_REQUEST",
      serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
      pointInTimeRecovery: { enabled: true },
      tags,
    });
    const topic = new aws.sns.Topic(`${name}-events`, {
      name: `${name}-events`,
      kmsMasterKeyId: key.id,
      tags,
    });
    new aws.sns.TopicPolicy(`${name}-events`, {
      arn: topic.arn,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Deny",
            Principal: "*",
            Action: "sns:Publish",
            Resource: topic.arn,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
    });
    new aws.sns.TopicSubscription(`${name}-ops`, {
      topic: topic.arn,
      protocol: "email",
      endpoint: "ops@example.com",
    });
    // Lambdas
    const log = (id: string, n: string) =>
      new aws.cloudwatch.LogGroup(`${name}-${id}`, { name: n, retentionInDays: 30, tags });
    const fn = (k: string, ...st: { Action: string[]; Resource: any }[]) => {
      const lg = log(`${k}-log`, `/aws/lambda/${name}-${k}`);
      const role = new aws.iam.Role(`${name}-${k}`, {
        assumeRolePolicy: assume("lambda.amazonaws.com"),
        tags,
      });
      const rp = new aws.iam.RolePolicy(`${name}-${k}`, {
        role: role.id,
        policy: pol(
          {
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: pulumi.interpolate`${lg.arn}:*`,
          },
          { Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], Resource: "*" },
          { Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: key.arn },
          ...st,
        ),
      });
      return new aws.lambda.Function(
        `${name}-${k}`,
        {
          name: `${name}-${k}`,
          role: role.arn,
          runtime: "nodejs22.x",
          architectures: ["arm64"],
          handler: "index.handler",
          memorySize: 512,
          timeout: 300,
          tracingConfig: { mode: "Active" },
          loggingConfig: { logFormat: "JSON", logGroup: lg.name },
          code: new pulumi.asset.FileArchive(path.join(ASSETS, "lambda", k)),
          environment: {
            variables: {
              RAW_BUCKET: raw.bucket,
              CURATED_BUCKET: curated.bucket,
              TABLE: table.name,
              WORKGROUP: wg.workgroupName,
              SERVICE: k,
            },
          },
          tags,
        },
        { dependsOn: [rp] },
      );
    };
    const fns = {
      extract: fn("extract", { Action: ["s3:PutObject"], Resource: pulumi.interpolate`${raw.arn}/*` }),
      validate: fn("validate", { Action: ["s3:GetObject"], Resource: pulumi.interpolate`${raw.arn}/*` }),
      load: fn("load", {
        Action: [
          "redshift-data:ExecuteStatement",
          "redshift-data:DescribeStatement",
          "redshift-serverless:GetCredentials",
        ],
        Resource: [wg.arn, "*"],
      }),
      record: fn("record", { Action: ["dynamodb:PutItem", "dynamodb:UpdateItem"], Resource: table.arn }),
    };
    // Glue
    const db = new aws.glue.CatalogDatabase(`${name}-db`, { name: name.replace(/-/g, "_") });
    const sec = new aws.glue.SecurityConfiguration(`${name}-sec`, {
      name: `${name}-sec`,
      encryptionConfiguration: {
        s3Encryption: { s3EncryptionMode: "SSE-KMS", kmsKeyArn: key.arn },
        cloudwatchEncryption: { cloudwatchEncryptionMode: "SSE-KMS", kmsKeyArn: key.arn },
        jobBookmarksEncryption: { jobBookmarksEncryptionMode: "DISABLED" },
      },
    });
    const glueLog = log("glue-log", `/aws-glue/jobs/${name}`);
    const glueRole = new aws.iam.Role(`${name}-glue`, {
      assumeRolePolicy: assume("glue.amazonaws.com"),
      tags,
    });
    new aws.iam.RolePolicy(`${name}-glue`, {
      role: glueRole.id,
      policy: pol(
        {
          Action: ["s3:GetObject", "s3:ListBucket"],
          Resource: [
            raw.arn,
            pulumi.interpolate`${raw.arn}/*`,
            scripts.arn,
            pulumi.interpolate`${scripts.arn}/*`,
          ],
        },
        {
          Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"],
          Resource: [curated.arn, pulumi.interpolate`${curated.arn}/*`],
        },
        { Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: key.arn },
        {
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: pulumi.interpolate`${glueLog.arn}:*`,
        },
      ),
    });
    const job = new aws.glue.Job(`${name}-transform`, {
      name: `${name}-transform`,
      roleArn: glueRole.arn,
      glueVersion: "5.0",
      workerType: "G.1X",
      numberOfWorkers: 2,
      timeout: 60,
      maxRetries: 0,
      securityConfiguration: sec.name,
      command: {
        name: "glueetl",
        pythonVersion: "3",
        scriptLocation: pulumi.interpolate`s3://${scripts.bucket}/${script.key}`,
      },
      defaultArguments: {
        "--job-language": "python",
        "--enable-metrics": "true",
        "--enable-continuous-cloudwatch-log": "true",
        "--continuous-log-logGroup": glueLog.name,
        "--raw_bucket": raw.bucket,
        "--curated_bucket": curated.bucket,
        "--database": db.name,
      },
      tags,
    });
    // State machines
    const sm = (k: string, def: any, ...st: { Action: string[]; Resource: any }[]) => {
      const lg = log(`${k}-log`, `/aws/vendedlogs/states/${name}-${k}`);
      const role = new aws.iam.Role(`${name}-${k}`, {
        assumeRolePolicy: assume("states.amazonaws.com"),
        tags,
      });
      const rp = new aws.iam.RolePolicy(`${name}-${k}`, {
        role: role.id,
        policy: pol(
          {
            Action: [
              "logs:CreateLogDelivery",
              "logs:GetLogDelivery",
              "logs:UpdateLogDelivery",
              "logs:DeleteLogDelivery",
              "logs:ListLogDeliveries",
              "logs:PutResourcePolicy",
              "logs:DescribeResourcePolicies",
              "logs:DescribeLogGroups",
              "xray:PutTraceSegments",
              "xray:PutTelemetryRecords",
            ],
            Resource: "*",
          },
          ...st,
        ),
      });
      return new aws.sfn.StateMachine(
        `${name}-${k}`,
        {
          name: `${name}-${k}`,
          roleArn: role.arn,
          definition: pulumi.jsonStringify(def),
          loggingConfiguration: {
            level: "ALL",
            includeExecutionData: false,
            logDestination: pulumi.interpolate`${lg.arn}:*`,
          },
          tracingConfiguration: { enabled: true },
          tags,
        },
        { dependsOn: [rp] },
      );
    };
    const child = sm(
      "child",
      {
        StartAt: "RunGlue",
        TimeoutSeconds: 7200,
        States: {
          RunGlue: {
            Type: "Task",
            Resource: "arn:aws:states:::glue:startJobRun.sync",
            Parameters: { JobName: job.name, Arguments: { "--run_date.$": "$.runDate" } },
            ResultPath: "$.glue",
            Retry: [
              {
                ErrorEquals: ["Glue.ConcurrentRunsExceededException"],
                IntervalSeconds: 30,
                MaxAttempts: 3,
                BackoffRate: 2,
              },
            ],
            Next: "LoadRedshift",
          },
          LoadRedshift: { Type: "Task", Resource: fns.load.arn, ResultPath: "$.load", End: true },
        },
      },
      {
        Action: ["glue:StartJobRun", "glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun"],
        Resource: job.arn,
      },
      { Action: ["lambda:InvokeFunction"], Resource: fns.load.arn },
    );
    const c = [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "RecordFailure" }];
    const parent = sm(
      "parent",
      {
        StartAt: "Extract",
        TimeoutSeconds: 10800,
        States: {
          Extract: {
            Type: "Task",
            Resource: fns.extract.arn,
            ResultPath: "$.extract",
            Catch: c,
            Next: "ValidateSchema",
          },
          ValidateSchema: {
            Type: "Task",
            Resource: fns.validate.arn,
            ResultPath: "$.validate",
            Catch: c,
            Next: "IsValid",
          },
          IsValid: {
            Type: "Choice",
            Choices: [{ Variable: "$.validate.valid", BooleanEquals: true, Next: "Transform" }],
            Default: "RecordFailure",
          },
          Transform: {
            Type: "Task",
            Resource: "arn:aws:states:::states:startExecution.sync:2",
            Parameters: {
              StateMachineArn: child.arn,
              Input: {
                "runDate.$": "$.runDate",
                "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID.$": "$$.Execution.Id",
              },
            },
            ResultPath: "$.transform",
            Catch: c,
            Next: "PutStatus",
          },
          PutStatus: {
            Type: "Task",
            Resource: "arn:aws:states:::dynamodb:putItem",
            Parameters: {
              TableName: table.name,
              Item: { pipeline: { S: name }, runDate: { "S.$": "$.runDate" }, status: { S: "SUCCEEDED" } },
            },
            ResultPath: null,
            Catch: c,
            Next: "NotifySuccess",
          },
          NotifySuccess: {
            Type: "Task",
            Resource: "arn:aws:states:::sns:publish",
            Parameters: { TopicArn: topic.arn, Subject: `${name} ok`, "Message.$": "$" },
            End: true,
          },
          RecordFailure: { Type: "Task", Resource: fns.record.arn, ResultPath: null, Next: "NotifyFailure" },
          NotifyFailure: {
            Type: "Task",
            Resource: "arn:aws:states:::sns:publish",
            Parameters: { TopicArn: topic.arn, Subject: `${name} failed`, "Message.$": "$" },
            Next: "PipelineFailed",
          },
          PipelineFailed: { Type: "Fail", Error: "PipelineFailed" },
        },
      },
      { Action: ["lambda:InvokeFunction"], Resource: [fns.extract.arn, fns.validate.arn, fns.record.arn] },
      { Action: ["states:StartExecution"], Resource: child.arn },
      {
        Action: ["states:DescribeExecution", "states:StopExecution"],
        Resource: pulumi.interpolate`arn:aws:states:${region}:${acct}:execution:${child.name}:*`,
      },
      {
        Action: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
        Resource: pulumi.interpolate`arn:aws:events:${region}:${acct}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`,
      },
      { Action: ["dynamodb:PutItem"], Resource: table.arn },
      { Action: ["sns:Publish"], Resource: topic.arn },
      { Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: key.arn },
    );
    // Schedule
    const dlq = new aws.sqs.Queue(`${name}-dlq`, { name: `${name}-dlq`, sqsManagedSseEnabled: true, tags });
    const schRole = new aws.iam.Role(`${name}-scheduler`, {
      assumeRolePolicy: assume("scheduler.amazonaws.com"),
      tags,
    });
    new aws.iam.RolePolicy(`${name}-scheduler`, {
      role: schRole.id,
      policy: pol(
        { Action: ["states:StartExecution"], Resource: parent.arn },
        { Action: ["sqs:SendMessage"], Resource: dlq.arn },
      ),
    });
    const grp = new aws.scheduler.ScheduleGroup(`${name}`, { name, tags });
    new aws.scheduler.Schedule(`${name}-daily`, {
      name: `${name}-daily`,
      groupName: grp.name,
      scheduleExpression: "cron(0 3 * * ? *)",
      scheduleExpressionTimezone: "UTC",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: parent.arn,
        roleArn: schRole.arn,
        input: JSON.stringify({ runDate: "<aws.scheduler.scheduled-time>" }),
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 3600 },
        deadLetterConfig: { arn: dlq.arn },
      },
    });
    // Monitoring
    const alarm = (
      id: string,
      namespace: string,
      metricName: string,
      dimensions: Record<string, pulumi.Input<string>>,
    ) =>
      new aws.cloudwatch.MetricAlarm(`${name}-${id}`, {
        namespace,
        metricName,
        dimensions,
        statistic: "Sum",
        period: 300,
        evaluationPeriods: 1,
        threshold: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        treatMissingData: "notBreaching",
        alarmActions: [topic.arn],
        tags,
      });
    alarm("parent-failed", "AWS/States", "ExecutionsFailed", { StateMachineArn: parent.arn });
    alarm("parent-timedout", "AWS/States", "ExecutionsTimedOut", { StateMachineArn: parent.arn });
    alarm("child-failed", "AWS/States", "ExecutionsFailed", { StateMachineArn: child.arn });
    alarm("glue-failed", "Glue", "glue.driver.aggregate.numFailedTasks", {
      JobName: job.name,
      JobRunId: "ALL",
      Type: "count",
    });
    Object.entries(fns).forEach(([k, f]) =>
      alarm(`${k}-errors`, "AWS/Lambda", "Errors", { FunctionName: f.name }),
    );
    const w = (title: string, metrics: any) => ({
      type: "metric",
      width: 12,
      height: 6,
      properties: { title, region, metrics, period: 300, stat: "Sum" },
    });
    new aws.cloudwatch.Dashboard(`${name}`, {
      dashboardName: name,
      dashboardBody: pulumi.jsonStringify({
        widgets: [
          w(
            "state machines",
            [parent, child].map((m) => ["AWS/States", "ExecutionsFailed", "StateMachineArn", m.arn]),
          ),
          w("glue", [
            [
              "Glue",
              "glue.driver.aggregate.numFailedTasks",
              "JobName",
              job.name,
              "JobRunId",
              "ALL",
              "Type",
              "count",
            ],
          ]),
          w(
            "lambda errors",
            Object.values(fns).map((f) => ["AWS/Lambda", "Errors", "FunctionName", f.name]),
          ),
          w(
            "lambda duration",
            Object.values(fns).map((f) => ["AWS/Lambda", "Duration", "FunctionName", f.name]),
          ),
        ],
      }),
    });
    return parent.arn;
  }
}
