import assert from "node:assert/strict";

import { EncryptionKey } from "../../components/encryption-key";
import { named, record } from "../pulumi-mocks";
import { disposable, guarded, names, policy, statement } from "./fixtures";

const make = (protection = disposable) =>
  record(() => {
    new EncryptionKey("k", { names, protection, logGroupPatterns: ["/aws/lambda/stepline-dev-*"] });
  });

describe("EncryptionKey", () => {
  it("makes a rotated key with an alias", async () => {
    const recording = await make();
    const { policy: keyPolicy, ...rest } = named(recording, "k-key").inputs;
    assert.deepEqual(rest, {
      description: "Data of stepline-dev",
      enableKeyRotation: true,
      deletionWindowInDays: 7,
    });
    assert.equal(policy(keyPolicy).Version, "2012-10-17");
    assert.deepEqual(named(recording, "k-alias").inputs, {
      name: "alias/stepline-dev",
      targetKeyId: "id-of-k-key",
    });
  });

  it("lets the stack's roles use the key through data services of the account and region only", async () => {
    const keyPolicy = named(await make(), "k-key").inputs.policy;
    const use = statement(keyPolicy, "RolesUseThroughServices");
    assert.deepEqual(use.Principal, { AWS: "*" });
    assert.deepEqual(use.Condition, {
      StringEquals: {
        "kms:CallerAccount": "111122223333",
        "kms:ViaService": [
          "s3.eu-west-1.amazonaws.com",
          "dynamodb.eu-west-1.amazonaws.com",
          "sns.eu-west-1.amazonaws.com",
          "sqs.eu-west-1.amazonaws.com",
        ],
      },
      ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/stepline-dev-*" },
    });
    assert.ok(!(use.Action as string[]).some((action) => action.includes("*")));
  });

  it("lets CloudWatch Logs encrypt only the stack's log groups", async () => {
    const keyPolicy = named(await make(), "k-key").inputs.policy;
    assert.deepEqual(statement(keyPolicy, "LogsEncrypt").Condition, {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": [
          "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/stepline-dev-*",
        ],
      },
    });
  });

  it("lets alarms and rules publish without a source condition, which EventBridge does not send", async () => {
    const keyPolicy = named(await make(), "k-key").inputs.policy;
    const publish = statement(keyPolicy, "AlarmsAndEventsPublish");
    assert.deepEqual(publish.Principal, { Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"] });
    assert.equal(publish.Condition, undefined);
  });

  it("outlives the stack unless the environment consents", async () => {
    const key = named(await make(guarded), "k-key");
    assert.deepEqual([key.protect, key.retainOnDelete], [true, true]);
    const gone = named(await make(disposable), "k-key");
    assert.deepEqual([gone.protect, gone.retainOnDelete], [false, false]);
  });
});
