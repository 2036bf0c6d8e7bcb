import assert from "node:assert/strict";

import { GlueJob } from "../../components/glue-job";
import { named, record, type Recording } from "../pulumi-mocks";
import { keyArn, logs, names, policy } from "./fixtures";

const NAME = "stepline-dev-marketing-transform";
const ERROR_LOGS = `/aws-glue/jobs/${NAME}/stepline-dev-role/${NAME}/error`;

describe("GlueJob", () => {
  let recording: Recording;
  before(async () => {
    recording = await record(() => {
      new GlueJob("j", {
        names,
        jobName: NAME,
        description: "Cleans rows",
        script: {
          scriptUri: "s3://artifacts/glue/1/transform.py",
          modulesUri: "s3://artifacts/glue/1/p.zip",
        },
        securityConfigurationName: "stepline-dev",
        permissions: [{ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }],
        workerType: "G.1X",
        maxWorkers: 4,
        timeoutMinutes: 30,
        logs,
      });
    });
  });

  it("runs Glue 5.1 once at a time, scales by need, ends in time, and leaves retries to the workflow", () => {
    assert.deepEqual(named(recording, "j-job").inputs, {
      name: NAME,
      description: "Cleans rows",
      roleArn: "arn-of-j-role",
      glueVersion: "5.1",
      command: {
        name: "glueetl",
        pythonVersion: "3",
        scriptLocation: "s3://artifacts/glue/1/transform.py",
      },
      workerType: "G.1X",
      numberOfWorkers: 4,
      timeout: 30,
      maxRetries: 0,
      executionProperty: { maxConcurrentRuns: 1 },
      executionClass: "STANDARD",
      securityConfiguration: "stepline-dev",
      defaultArguments: {
        "--job-language": "python",
        "--extra-py-files": "s3://artifacts/glue/1/p.zip",
        "--enable-auto-scaling": "true",
        "--enable-metrics": "true",
        "--enable-observability-metrics": "true",
        "--enable-continuous-cloudwatch-log": "true",
        "--custom-logGroup-prefix": `/aws-glue/jobs/${NAME}`,
        "--job-bookmark-option": "job-bookmark-disable",
      },
    });
  });

  it("logs to groups with the names that Glue makes of prefix, security configuration and role", () => {
    assert.deepEqual(named(recording, "j-error-logs").inputs, {
      name: ERROR_LOGS,
      retentionInDays: 14,
      kmsKeyId: keyArn,
    });
    assert.equal(named(recording, "j-output-logs").inputs.name, ERROR_LOGS.replace(/error$/, "output"));
  });

  it("may do what it was given, and log and measure", () => {
    const statements = policy(named(recording, "j-role-policy").inputs.policy).Statement;
    assert.deepEqual(
      statements.map((one) => one.Sid),
      ["Read", "WriteLogs", "PrepareLogs", "ReadSecurityConfiguration", "PublishMetrics"],
    );
    assert.deepEqual(statements.at(-1)?.Condition, { StringEquals: { "cloudwatch:namespace": "Glue" } });
  });

  it("waits for its policy and log groups", () => {
    const { dependencies } = named(recording, "j-job");
    for (const earlier of ["j-role-policy", "j-error-logs", "j-output-logs"]) {
      assert.ok(dependencies.includes(named(recording, earlier).urn), earlier);
    }
  });
});
