import { App, Stack, Tags } from "aws-cdk-lib";
import * as p from "../cdk-parts";
const N = Number(process.env.N ?? 1);
const app = new App({
  outdir: process.env.CDK_OUTDIR ?? "cdk.out",
  context: {
    ...require("aws-cdk-lib/recommended-feature-flags.json"),
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
    b = p.mkBuckets(s, name, key);
  p.deployScripts(s, b);
  const { vpc, sg } = p.mkNetwork(s),
    rs = p.mkRedshift(s, name, key, b, vpc, sg);
  const table = p.mkTable(s, name, key),
    topic = p.mkTopic(s, name, key);
  const fns = p.mkLambdas(s, name, key, b, table, rs.workgroupArn, rs.workgroupName),
    g = p.mkGlue(s, name, key, b);
  const child = p.mkChild(s, name, g.jobName, fns),
    parent = p.mkParent(s, name, fns, child, table, topic);
  p.mkSchedule(s, name, parent);
  p.mkMonitoring(s, name, topic, parent, child, fns, g.jobName);
  Tags.of(s).add("app", name);
}
app.synth();
