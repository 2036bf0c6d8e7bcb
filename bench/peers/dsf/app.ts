// The reference pipeline with DSF where it has something: AnalyticsBucket x3 + AccessLogsBucket, DataCatalogDatabase, DataVpc, RedshiftServerlessNamespace + Workgroup.
// DSF has no Glue job and no Step Functions pipeline outside EMR, so the rest is plain CDK (parts.ts).
import { App, Duration, RemovalPolicy, Stack, Tags } from "aws-cdk-lib";
import * as s3 from "aws-cdk-lib/aws-s3";
import * as iam from "aws-cdk-lib/aws-iam";
import * as kms from "aws-cdk-lib/aws-kms";
import * as dsf from "@cdklabs/aws-data-solutions-framework";
import * as p from "../cdk-parts";
const N = Number(process.env.N ?? 1);
const app = new App({
  outdir: process.env.CDK_OUTDIR ?? "cdk.out",
  context: {
    ...require("aws-cdk-lib/recommended-feature-flags.json"),
    "@data-solutions-framework-on-aws/removeDataOnDestroy": true,
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
  const s = new Stack(app, `Pipeline${i}`, { env: { account: "111111111111", region: "us-east-1" } });
  const key = p.mkKey(s, name),
    logsB = new dsf.storage.AccessLogsBucket(s, "AccessLogs", { removalPolicy: RemovalPolicy.DESTROY });
  const ab = (k: string) =>
    new dsf.storage.AnalyticsBucket(s, k, {
      encryptionKey: key,
      versioned: true,
      serverAccessLogsBucket: logsB,
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
  const b = { raw: ab("Raw"), curated: ab("Curated"), scripts: ab("Scripts") };
  p.deployScripts(s, b);
  const dv = new dsf.utils.DataVpc(s, "DataVpc", {
    vpcCidr: "10.20.0.0/16",
    natGateways: 0,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const rrole = new iam.Role(s, "RedshiftRole", {
    assumedBy: new iam.ServicePrincipal("redshift.amazonaws.com"),
  });
  b.curated.grantRead(rrole);
  const ns = new dsf.consumption.RedshiftServerlessNamespace(s, "Namespace", {
    name,
    dbName: "analytics",
    dataKey: key,
    defaultIAMRole: rrole,
    iamRoles: [rrole],
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const wg = new dsf.consumption.RedshiftServerlessWorkgroup(s, "Workgroup", {
    name,
    namespace: ns,
    baseCapacity: 8,
    vpc: dv.vpc,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  new dsf.governance.DataCatalogDatabase(s, "Catalog", {
    name: `${name}_cat`.replace(/-/g, "_"),
    locationBucket: b.curated,
    locationPrefix: "/campaigns",
    autoCrawl: false,
    removalPolicy: RemovalPolicy.DESTROY,
  } as any);
  const table = p.mkTable(s, name, key),
    topic = p.mkTopic(s, name, key);
  const fns = p.mkLambdas(s, name, key, b, table, wg.cfnResource.attrWorkgroupWorkgroupArn, name),
    g = p.mkGlue(s, name, key, b);
  const child = p.mkChild(s, name, g.jobName, fns),
    parent = p.mkParent(s, name, fns, child, table, topic);
  p.mkSchedule(s, name, parent);
  p.mkMonitoring(s, name, topic, parent, child, fns, g.jobName);
  Tags.of(s).add("app", name);
}
app.synth();
