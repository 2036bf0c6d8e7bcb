import { Names } from "../../../components/naming";
import type { IngestArgs } from "../../../components/workflow/ingest/args";
import type { TransformLoadArgs } from "../../../components/workflow/transform-load/args";
import { NESTED_EXECUTION_RULE } from "../../../components/workflow/tasks/start-execution";

export const names = new Names({
  project: "stepline",
  stack: "dev",
  accountId: "111122223333",
  region: "eu-west-1",
  partition: "aws",
});

const contract = { bucket: names.bucket("artifacts"), key: "contracts/campaign_contacts/abc.json" };

export const ingestArgs: IngestArgs = {
  name: names.resource("marketing", "ingest"),
  partition: "aws",
  stack: "dev",
  pipeline: "marketing",
  tableName: names.resource("runs"),
  tableArn: names.table(names.resource("runs")),
  topicArn: names.topic(names.resource("notifications")),
  executionArnPattern: names.execution(names.resource("marketing", "ingest"), "*"),
  extractFunctionArn: names.lambda(names.resource("marketing", "extract"), "live"),
  validateSchemaFunctionArn: names.lambda(names.resource("marketing", "validate-schema"), "live"),
  extractTimeoutSeconds: 300,
  validateSchemaTimeoutSeconds: 300,
  child: {
    qualifiedArn: names.stateMachine(names.resource("marketing", "transform-load"), "live"),
    stateMachineArn: names.stateMachine(names.resource("marketing", "transform-load")),
    executionArnPattern: names.execution(names.resource("marketing", "transform-load"), "*"),
    managedRuleArn: names.eventRule(NESTED_EXECUTION_RULE),
    timeoutSeconds: 7200,
  },
  contract,
  source: {
    kind: "s3",
    bucket: names.bucket("raw"),
    prefix: "source/marketing/contact_date={logicalDate}/",
  },
  lookups: { bucket: names.bucket("raw"), key: "lookups/marketing/" },
  rawBucket: names.bucket("raw"),
  quarantineBucket: names.bucket("quarantine"),
  landingArn: names.s3(names.bucket("raw"), "landing/marketing/*"),
  quarantineArn: names.s3(names.bucket("quarantine"), "marketing/*"),
  logicalDateLagHours: 12,
  lockWaitSeconds: 60,
  lockMaxWaits: 30,
};

export const transformLoadArgs: TransformLoadArgs = {
  name: names.resource("marketing", "transform-load"),
  partition: "aws",
  stack: "dev",
  pipeline: "marketing",
  topicArn: names.topic(names.resource("notifications")),
  glueJobName: names.resource("marketing", "transform"),
  glueJobArn: names.glueJob(names.resource("marketing", "transform")),
  glueScriptUri: `s3://${names.bucket("artifacts")}/glue/abc/transform.py`,
  gluePackageUri: `s3://${names.bucket("artifacts")}/glue/abc/stepline_glue.zip`,
  glueTimeoutSeconds: 1800,
  startLoadFunctionArn: names.lambda(names.resource("marketing", "start-load"), "live"),
  startLoadRoleArn: names.role(names.resource("marketing", "start-load")),
  reconcileFunctionArn: names.lambda(names.resource("marketing", "reconcile"), "live"),
  startLoadTimeoutSeconds: 60,
  reconcileTimeoutSeconds: 120,
  contract,
  curatedBucket: names.bucket("curated"),
  quarantineBucket: names.bucket("quarantine"),
  loadTimeoutSeconds: 1800,
  loadRetries: 2,
};
