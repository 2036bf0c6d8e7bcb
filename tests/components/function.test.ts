import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";

import { SteplineFunction, type SteplineFunctionArgs } from "../../components/function";
import { trustRole } from "../../components/iam/trust-policy";
import { named, record, type Recording } from "../pulumi-mocks";
import { keyArn, logs, names, policy } from "./fixtures";

const NAME = "stepline-dev-marketing-extract";

const make = (more: Partial<SteplineFunctionArgs> = {}): Promise<Recording> =>
  record(() => {
    const { aliasArn, roleArn } = new SteplineFunction("f", {
      names,
      functionName: NAME,
      description: "Lands files",
      code: new pulumi.asset.AssetArchive({
        "index.js": new pulumi.asset.StringAsset("exports.handler = 1"),
      }),
      permissions: [{ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }],
      timeoutSeconds: 300,
      memoryMiB: 512,
      logs,
      ...more,
    });
    return { aliasArn, roleArn };
  });

describe("SteplineFunction", () => {
  let recording: Recording;
  before(async () => {
    recording = await make();
  });

  it("runs on arm64 with X-Ray, JSON logs to its own group, and a published version", () => {
    const { code, ...inputs } = named(recording, "f-function").inputs;
    assert.ok(code instanceof pulumi.asset.AssetArchive);
    assert.deepEqual(inputs, {
      name: NAME,
      description: "Lands files",
      handler: "index.handler",
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      role: "arn-of-f-role",
      timeout: 300,
      memorySize: 512,
      tracingConfig: { mode: "Active" },
      loggingConfig: {
        logFormat: "JSON",
        logGroup: `/aws/lambda/${NAME}`,
        applicationLogLevel: "INFO",
        systemLogLevel: "INFO",
      },
      publish: true,
    });
    assert.deepEqual(named(recording, "f-logs").inputs, {
      name: `/aws/lambda/${NAME}`,
      retentionInDays: 14,
      kmsKeyId: keyArn,
    });
  });

  it("is called by its alias, which points to the version just published", () => {
    assert.deepEqual(named(recording, "f-live").inputs, {
      name: "live",
      functionName: NAME,
      functionVersion: "7",
    });
    assert.deepEqual(recording.outputs, {
      aliasArn: `arn:aws:lambda:eu-west-1:111122223333:function:${NAME}:live`,
      roleArn: `arn:aws:iam::111122223333:role/${NAME}`,
    });
  });

  it("has a role of its own, with what it was given, its logs and its traces", () => {
    const role = named(recording, "f-role").inputs;
    assert.equal(role.name, NAME);
    assert.deepEqual(policy(role.assumeRolePolicy).Statement, [
      {
        Sid: "Service",
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ]);
    assert.deepEqual(
      policy(named(recording, "f-role-policy").inputs.policy).Statement.map((one) => [one.Sid, one.Resource]),
      [
        ["Read", ["arn:aws:s3:::b/*"]],
        ["WriteLogs", [`arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/${NAME}:*`]],
        ["SendTraces", ["*"]],
      ],
    );
  });

  it("waits for its log group and policies, or it would start without its rights", async () => {
    const late = await make({
      latePermissions: pulumi.output([{ sid: "RunSql", actions: ["a:B"], resources: ["arn:made"] }]),
    });
    const { dependencies } = named(late, "f-function");
    for (const earlier of ["f-logs", "f-role-policy", "f-role-late-policy"]) {
      assert.ok(dependencies.includes(named(late, earlier).urn), earlier);
    }
  });

  it("keeps what only AWS knows in a policy of its own", async () => {
    const late = await make({
      latePermissions: pulumi.output([{ sid: "RunSql", actions: ["a:B"], resources: ["arn:made"] }]),
    });
    assert.deepEqual(policy(named(late, "f-role-late-policy").inputs.policy).Statement, [
      { Sid: "RunSql", Effect: "Allow", Action: ["a:B"], Resource: ["arn:made"] },
    ]);
    assert.equal(named(late, "f-role-policy").inputs.policy, named(recording, "f-role-policy").inputs.policy);
  });

  it("lets another role in when asked, named by condition, and tags its own", async () => {
    const child = names.role("stepline-dev-marketing-transform-load");
    const { inputs } = named(
      await make({
        moreTrusts: [trustRole("ChildWorkflow", names.accountRoot(), child)],
        roleTags: { RedshiftDbRoles: "stepline_loader" },
        environment: { DATABASE_NAME: "analytics" },
      }),
      "f-role",
    );
    assert.deepEqual(policy(inputs.assumeRolePolicy).Statement[1], {
      Sid: "ChildWorkflow",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: "sts:AssumeRole",
      Condition: { ArnEquals: { "aws:PrincipalArn": child } },
    });
    assert.deepEqual(inputs.tags, { RedshiftDbRoles: "stepline_loader" });
  });
});
