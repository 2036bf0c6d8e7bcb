import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeContinuousBackupsCommand, DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { ListTargetsByRuleCommand } from "@aws-sdk/client-eventbridge";
import { GetRoleCommand, GetRolePolicyCommand } from "@aws-sdk/client-iam";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import { GetBucketEncryptionCommand, GetBucketVersioningCommand, GetObjectCommand } from "@aws-sdk/client-s3";
import { GetScheduleCommand } from "@aws-sdk/client-scheduler";
import { DescribeStateMachineCommand } from "@aws-sdk/client-sfn";
import { ListSubscriptionsByTopicCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import { recordProgram } from "../../../sandbox/program/record";
import { AwsClients } from "../../../sandbox/provision/aws-clients";
import { provision } from "../../../sandbox/provision/provision";
import type { RecordedProgram, RecordedResource } from "../../../sandbox/types";
import { recordedProgram, recordedResource } from "../recorded-program";
import { MotoWithWarehouse } from "./moto-with-warehouse";

const credentials = { accessKeyId: "operator", secretAccessKey: "secret" };

describe("provision", function () {
  this.timeout(60000);
  let directory: string;
  let moto: MotoWithWarehouse;

  before(async () => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-provision-"));
    moto = await MotoWithWarehouse.start(path.join(directory, "moto.log"));
  });

  after(async () => {
    await moto.stop();
    fs.rmSync(directory, { recursive: true });
  });

  const make = (program: RecordedProgram) =>
    provision(program, { endpoint: moto.endpoint, credentials, region: program.region, maxAttempts: 1 });

  for (const stack of ["dev", "prod"] as const) {
    describe(`of this project's ${stack} stack`, () => {
      let program: RecordedProgram;
      let clients: AwsClients;

      before(async () => {
        program = await recordProgram({ stack });
        moto.sql.length = 0;
        await make(program);
        clients = new AwsClients({
          endpoint: moto.endpoint,
          credentials,
          region: program.region,
          maxAttempts: 1,
        });
      });

      after(() => {
        clients.destroy();
      });

      it("makes buckets as they are declared", async () => {
        const Bucket = `stepline-${stack}-raw-111122223333-eu-west-1`;
        assert.equal((await clients.s3.send(new GetBucketVersioningCommand({ Bucket }))).Status, "Enabled");
        const encryption = await clients.s3.send(new GetBucketEncryptionCommand({ Bucket }));
        const [rule] = encryption.ServerSideEncryptionConfiguration!.Rules!;
        assert.deepEqual(rule.ApplyServerSideEncryptionByDefault, {
          SSEAlgorithm: "aws:kms",
          KMSMasterKeyID: one(program, "aws:kms/key:Key").state.arn,
        });
      });

      it("puts the objects the program uploads", async () => {
        const script = program.resources.find(({ name }) => name === "platform-glue-script-script")!;
        const { bucket: Bucket, key: Key } = script.inputs as { bucket: string; key: string };
        const object = await clients.s3.send(new GetObjectCommand({ Bucket, Key }));
        const declared = fs.readFileSync(path.resolve(__dirname, "../../../glue/transform.py"), "utf8");
        assert.equal(await object.Body!.transformToString(), declared);
      });

      it("makes the table with its keys and protection", async () => {
        const TableName = `stepline-${stack}-runs`;
        const { Table } = await clients.dynamoDb.send(new DescribeTableCommand({ TableName }));
        assert.deepEqual(Table!.KeySchema, [
          { AttributeName: "pipeline", KeyType: "HASH" },
          { AttributeName: "logicalDate", KeyType: "RANGE" },
        ]);
        assert.equal(Table!.DeletionProtectionEnabled, stack === "prod");
        const backups = await clients.dynamoDb.send(new DescribeContinuousBackupsCommand({ TableName }));
        const recovery = backups.ContinuousBackupsDescription!.PointInTimeRecoveryDescription!;
        assert.equal(recovery.PointInTimeRecoveryStatus, stack === "prod" ? "ENABLED" : "DISABLED");
      });

      it("connects topic, queues and addresses", async () => {
        const TopicArn = String(one(program, "aws:sns/topic:Topic").state.arn);
        const { Subscriptions } = await clients.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
        const declared = all(program, "aws:sns/topicSubscription:TopicSubscription");
        assert.deepEqual(
          Subscriptions!.map(({ Endpoint }) => Endpoint).sort(),
          declared.map(({ inputs }) => inputs.endpoint).sort(),
        );
        const QueueName = `stepline-${stack}-notifications-copy`;
        const { QueueUrl } = await clients.sqs.send(new GetQueueUrlCommand({ QueueName }));
        const asked = { QueueUrl, AttributeNames: ["All" as const] };
        const { Attributes } = await clients.sqs.send(new GetQueueAttributesCommand(asked));
        assert.equal(Attributes!.MessageRetentionPeriod, String(14 * 24 * 3600));
        assert.match(Attributes!.Policy!, /sns\.amazonaws\.com/);
        assert.equal(Attributes!.RedrivePolicy, undefined);
      });

      it("makes every role with its policies", async () => {
        for (const { inputs, state } of all(program, "aws:iam/role:Role")) {
          const { Role } = await clients.iam.send(new GetRoleCommand({ RoleName: String(state.name) }));
          assert.equal(Role!.Arn, state.arn);
          assert.deepEqual(
            parsed(Role!.AssumeRolePolicyDocument!),
            JSON.parse(String(inputs.assumeRolePolicy)),
          );
        }
        for (const { inputs, state } of all(program, "aws:iam/rolePolicy:RolePolicy")) {
          const policy = { RoleName: String(inputs.role), PolicyName: String(state.name) };
          const { PolicyDocument } = await clients.iam.send(new GetRolePolicyCommand(policy));
          assert.deepEqual(parsed(PolicyDocument!), JSON.parse(String(inputs.policy)));
        }
      });

      it("gives the key the ARN the program was told", async () => {
        const { state } = one(program, "aws:kms/key:Key");
        const KeyId = `alias/stepline-${stack}`;
        assert.equal((await clients.kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata!.Arn, state.arn);
      });

      it("makes the machines with the declared definition and role", async () => {
        for (const { inputs, state } of all(program, "aws:sfn/stateMachine:StateMachine")) {
          const stateMachineArn = String(state.arn);
          const machine = await clients.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
          assert.equal(machine.definition, inputs.definition);
          assert.equal(machine.roleArn, inputs.roleArn);
          assert.equal(machine.loggingConfiguration!.level, "ALL");
        }
      });

      it("makes schedule, rule, alarms and log groups", async () => {
        const declared = one(program, "aws:scheduler/schedule:Schedule");
        const { name: Name, groupName: GroupName } = declared.inputs as { name: string; groupName: string };
        const schedule = await clients.scheduler.send(new GetScheduleCommand({ Name, GroupName }));
        const target = declared.inputs.target as { arn: string; input: string };
        assert.deepEqual([schedule.Target!.Arn, schedule.Target!.Input], [target.arn, target.input]);
        const Rule = String(one(program, "aws:cloudwatch/eventRule:EventRule").inputs.name);
        const { Targets } = await clients.events.send(new ListTargetsByRuleCommand({ Rule }));
        assert.match(Targets![0].InputTransformer!.InputTemplate!, /<status>/);
        const { MetricAlarms } = await clients.cloudWatch.send(
          new DescribeAlarmsCommand({ AlarmNamePrefix: `stepline-${stack}` }),
        );
        assert.equal(MetricAlarms!.length, all(program, "aws:cloudwatch/metricAlarm:MetricAlarm").length);
        const { logGroups } = await clients.logs.send(
          new DescribeLogGroupsCommand({ logGroupNamePrefix: `/aws/lambda/stepline-${stack}-` }),
        );
        assert.deepEqual([...new Set(logGroups!.map((group) => group.retentionInDays))].length, 1);
      });

      it("prepares the warehouse in the declared order", () => {
        const statements = all(program, "aws:redshiftdata/statement:Statement").map(
          ({ inputs }) => inputs.sql,
        );
        assert.deepEqual(moto.sql, statements);
      });
    });
  }

  it("refuses a type nobody decided about before it makes anything", async () => {
    moto.requests.length = 0;
    const program = recordedProgram([
      queue("first"),
      recordedResource("aws:athena/workgroup:Workgroup", { name: "w" }),
    ]);
    await assert.rejects(
      make(program),
      /does not model "w" \(aws:athena\/workgroup:Workgroup\).*not-simulated\.ts/,
    );
    assert.deepEqual(moto.requests, []);
  });

  it("names the resource that failed and makes nothing that depends on it", async () => {
    moto.requests.length = 0;
    const policy = recordedResource("aws:sqs/queuePolicy:QueuePolicy", {
      name: "p",
      queueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/missing",
      policy: "{}",
    });
    const after = { ...queue("after"), dependencies: [policy.urn] };
    await assert.rejects(
      make(recordedProgram([policy, after])),
      /could not create "p" \(aws:sqs\/queuePolicy:QueuePolicy\): QueueDoesNotExist/,
    );
    assert.deepEqual(moto.requests, ["AmazonSQS.SetQueueAttributes"]);
  });

  it("makes children of a component after what the component depends on", async () => {
    moto.requests.length = 0;
    const statement = recordedResource("aws:redshiftdata/statement:Statement", {
      name: "s",
      workgroupName: "w",
      database: "d",
      sql: "select 1",
    });
    const component: RecordedResource = {
      ...recordedResource("fixture:a:Component", { name: "c" }),
      custom: false,
      dependencies: [statement.urn],
    };
    await make(recordedProgram([statement, component, { ...queue("child"), parent: component.urn }]));
    assert.equal(moto.requests.at(-1), "AmazonSQS.CreateQueue");
    assert.ok(moto.requests.includes("RedshiftData.DescribeStatement"));
  });

  it("says which statement the warehouse refused, and why", async () => {
    moto.failing = (sql) => (sql.includes("bad") ? 'syntax error at "bad"' : undefined);
    const statement = recordedResource("aws:redshiftdata/statement:Statement", {
      name: "s",
      workgroupName: "w",
      database: "d",
      sql: "select bad",
    });
    await assert.rejects(make(recordedProgram([statement])), /"s".*syntax error at "bad"\nselect bad/s);
    moto.failing = undefined;
  });
});

function queue(name: string): RecordedResource {
  return recordedResource("aws:sqs/queue:Queue", { name });
}

function all(program: RecordedProgram, type: string): readonly RecordedResource[] {
  return program.resources.filter((resource) => resource.type === type);
}

function one(program: RecordedProgram, type: string): RecordedResource {
  const [found, ...more] = all(program, type);
  assert.deepEqual(more, []);
  return found;
}

function parsed(document: string): unknown {
  return JSON.parse(decodeURIComponent(document));
}
