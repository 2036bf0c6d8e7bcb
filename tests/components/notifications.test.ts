import assert from "node:assert/strict";

import { Notifications } from "../../components/notifications";
import { named, ofType, record, type Recording } from "../pulumi-mocks";
import { keyArn, names, policy, statement } from "./fixtures";

const TOPIC = "arn:aws:sns:eu-west-1:111122223333:stepline-dev-notifications";
const DEAD_LETTERS = "arn:aws:sqs:eu-west-1:111122223333:stepline-dev-notifications-dlq";

describe("Notifications", () => {
  let recording: Recording;
  before(async () => {
    recording = await record(() => {
      new Notifications("notes", { names, kmsKeyArn: keyArn, emails: ["a@example.com", "b@example.com"] });
    });
  });

  it("makes an encrypted topic", () => {
    assert.deepEqual(named(recording, "notes-topic").inputs, {
      name: "stepline-dev-notifications",
      displayName: "stepline-dev",
      kmsMasterKeyId: keyArn,
    });
  });

  it("lets alarms of the stack and rules publish, over TLS only", () => {
    const topicPolicy = named(recording, "notes-topic-policy").inputs.policy;
    assert.deepEqual(
      policy(topicPolicy).Statement.map((one) => [one.Sid, one.Effect]),
      [
        ["DenyPlaintext", "Deny"],
        ["AlarmsPublish", "Allow"],
        ["RulesPublish", "Allow"],
      ],
    );
    assert.deepEqual(statement(topicPolicy, "AlarmsPublish").Condition, {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:stepline-dev-*" },
    });
    assert.equal(statement(topicPolicy, "RulesPublish").Condition, undefined);
  });

  it("mails to every address", () => {
    for (const email of ["a@example.com", "b@example.com"]) {
      assert.deepEqual(named(recording, `notes-email-${email}`).inputs, {
        topic: "arn-of-notes-topic",
        protocol: "email",
        endpoint: email,
      });
    }
  });

  it("keeps a copy of every notice for fourteen days, however often it is read, and what could not be delivered", () => {
    assert.deepEqual(named(recording, "notes-copy-queue").inputs, {
      name: "stepline-dev-notifications-copy",
      kmsMasterKeyId: keyArn,
      messageRetentionSeconds: 1209600,
      receiveWaitTimeSeconds: 20,
    });
    assert.deepEqual(named(recording, "notes-copy-subscription").inputs, {
      topic: "arn-of-notes-topic",
      protocol: "sqs",
      endpoint: "arn:aws:sqs:eu-west-1:111122223333:stepline-dev-notifications-copy",
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: DEAD_LETTERS }),
    });
  });

  it("lets only the topic write to the queues, and subscribes after it may", () => {
    for (const queue of ["copy", "dlq"]) {
      const queuePolicy = named(recording, `notes-${queue}-queue-policy`).inputs.policy;
      assert.deepEqual(statement(queuePolicy, "TopicDelivers").Condition, {
        ArnEquals: { "aws:SourceArn": TOPIC },
      });
      assert.equal(statement(queuePolicy, "DenyPlaintext").Effect, "Deny");
    }
    const subscription = named(recording, "notes-copy-subscription");
    assert.ok(subscription.dependencies.includes(named(recording, "notes-copy-queue-policy").urn));
    assert.equal(ofType(recording, "aws:sqs/queuePolicy:QueuePolicy").length, 2);
  });
});
