// The reference pipeline with AWS DDK where it has something: BaseStack, KmsFactory, S3Factory, GlueTransformStage, RedshiftDataApiStage,
// StateMachineStage (parent), DataPipeline (EventBridge chaining). The rest is plain CDK (parts.ts): DDK has no VPC, Redshift Serverless, DynamoDB,
// Scheduler or dashboard construct. DDK's own Redshift stage only knows provisioned clusters, so its cluster id is a plain string here.
import { App, Duration, RemovalPolicy, Tags } from "aws-cdk-lib";
import * as s3 from "aws-cdk-lib/aws-s3";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import * as events from "aws-cdk-lib/aws-events";
import * as iam from "aws-cdk-lib/aws-iam";
import * as glue_alpha from "@aws-cdk/aws-glue-alpha";
import { SfnStateMachine } from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";
import * as ddk from "aws-ddk-core";
import * as path from "path";
import * as p from "../cdk-parts";
class ParentStage extends ddk.StateMachineStage {
  readonly stateMachine: sfn.StateMachine;
  readonly targets?: events.IRuleTarget[];
  readonly eventPattern?: events.EventPattern;
  constructor(scope: Construct, id: string, props: ddk.StateMachineStageProps) {
    super(scope, id, props);
    const r = this.createStateMachine(props);
    this.stateMachine = r.stateMachine;
    this.targets = r.targets;
    this.eventPattern = r.eventPattern;
  }
}
const N = Number(process.env.N ?? 1);
let context: any = {};
try {
  context = require("aws-cdk-lib/recommended-feature-flags.json");
} catch {
  /* older */
}
const app = new App({
  outdir: process.env.CDK_OUTDIR ?? "cdk.out",
  context: {
    ...context,
    "availability-zones:account=111111111111:region=us-east-1": [
      "us-east-1a",
      "us-east-1b",
      "us-east-1c",
      "us-east-1d",
      "us-east-1e",
      "us-east-1f",
    ],
  },
});
for (let i = 0; i < N; i++) {
  const name = `mkt-${i}`;
  const s = new ddk.BaseStack(app, `Pipeline${i}`, {
    env: { account: "111111111111", region: "us-east-1" },
    environmentId: "dev",
    config: { environments: { dev: { account: "111111111111", region: "us-east-1" } } } as any,
  });
  const key = ddk.KmsFactory.key(s, "Key", {
    alias: `${name}-key`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const b = (k: string) =>
    ddk.S3Factory.bucket(s, k, {
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      versioned: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
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
  const bk = { raw: b("Raw"), curated: b("Curated"), scripts: b("Scripts") };
  p.deployScripts(s, bk);
  const { vpc, sg } = p.mkNetwork(s),
    rs = p.mkRedshift(s, name, key, bk, vpc, sg),
    table = p.mkTable(s, name, key),
    topic = p.mkTopic(s, name, key);
  const fns = p.mkLambdas(s, name, key, bk, table, rs.workgroupArn, rs.workgroupName),
    g = p.mkGlue(s, name, key, bk);
  const gt = new ddk.GlueTransformStage(s, "GlueStage", {
    jobName: g.jobName,
    crawlerName: `${name}-crawler`,
    alarmsEnabled: true,
    stateMachineRetryMaxAttempts: 3,
  });
  const rd = new ddk.RedshiftDataApiStage(s, "LoadStage", {
    redshiftClusterIdentifier: rs.workgroupName!,
    databaseName: "analytics",
    databaseUser: "loader",
    sqlStatements: ["COPY x FROM 's3://y/'", "CALL merge_events()"],
  });
  const st = new ParentStage(s, "ParentStage", {
    definition: p.mkParentDef(s, name, fns, gt.stateMachine, table, topic),
    alarmsEnabled: true,
  });
  p.mkSchedule(s, name, st.stateMachine);
  p.mkMonitoring(s, name, topic, st.stateMachine, gt.stateMachine, fns, g.jobName);
  new ddk.DataPipeline(s, "Pipeline", {})
    .addStage({ stage: st })
    .addStage({ stage: gt, skipRule: true })
    // aws-ddk-core 1.4.1: RedshiftDataApiStage never sets `targets`, so it cannot follow another stage without an explicit rule
    .addStage({
      stage: rd,
      overrideRule: new events.Rule(s, "LoadRule", {
        eventPattern: gt.eventPattern,
        targets: [new SfnStateMachine(rd.stateMachine)],
      }),
    })
    .addNotifications();
  Tags.of(s).add("app", name);
}
app.synth();
