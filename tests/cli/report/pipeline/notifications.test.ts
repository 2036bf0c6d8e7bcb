import assert from "node:assert/strict";
import type { ReceiveMessageCommandInput, SQSClient } from "@aws-sdk/client-sqs";
import { executionVisits } from "../../../../cli/report/execution/visits";
import type { ReadExecution } from "../../../../cli/report/execution/read-executions";
import { Notes } from "../../../../cli/report/notes";
import { deliveredNotices, publishedNotices } from "../../../../cli/report/pipeline/notifications";
import type { PipelineRun } from "../../../../cli/report/pipeline/pipeline-run";
import { Names } from "../../../../components/naming";
import { entered, history } from "../execution/events";

const names = new Names({
  ...{ project: "stepline", stack: "dev", accountId: "111122223333" },
  ...{ region: "eu-west-1", partition: "aws" },
});
const run: PipelineRun = { names, pipeline: "marketing", contract: { bucket: "b", key: "k" } };

interface Copy {
  readonly id: string;
  readonly subject: string;
}

/** A queue that shows `visible` of its messages at a look, from where the last look ended. */
function queue(copies: readonly Copy[], visible = 10) {
  const asked: ReceiveMessageCommandInput[] = [];
  let from = 0;
  const send = async ({ input }: { input: ReceiveMessageCommandInput & { QueueName?: string } }) => {
    if (input.QueueName !== undefined) {
      return { QueueUrl: `http://queue/${input.QueueName}` };
    }
    asked.push(input);
    const shown = copies.slice(from, from + visible);
    from = from + visible >= copies.length ? 0 : from + visible;
    return {
      Messages: shown.map(({ id, subject }) => ({
        MessageId: id,
        Body: JSON.stringify({ Subject: subject, Message: "text", Timestamp: "2008-11-22T00:00:01.000Z" }),
      })),
    };
  };
  return { asked, sqs: { send } as unknown as SQSClient };
}

const published = (subject: string) => ({ subject, message: "text", sentAt: "2008-11-22T00:00:00.000Z" });

describe("publishedNotices", () => {
  const SNS = { resourceType: "sns", resource: "publish" };
  const sent = (subject: string) => ({
    ...SNS,
    parameters: JSON.stringify({ Subject: subject, Message: "text" }),
  });

  it("are what tasks published to topics, once each that succeeded", () => {
    const visits = executionVisits(
      history(
        ["TaskStateEntered", entered("Notify")],
        ["TaskScheduled", sent("first")],
        ["TaskFailed", { ...SNS, error: "SNS.ThrottledException" }],
        ["TaskScheduled", sent("first")],
        ["TaskSucceeded", { ...SNS, output: "{}" }],
        ["TaskStateEntered", entered("Other"), 5],
        ["TaskScheduled", { resourceType: "sqs", resource: "sendMessage", parameters: "{}" }],
        ["TaskSucceeded", { resourceType: "sqs", resource: "sendMessage", output: "{}" }],
      ),
    );
    const notices = publishedNotices([{ visits } as unknown as ReadExecution]);
    assert.deepEqual(notices, [{ subject: "first", message: "text", sentAt: "2008-11-22T00:00:05.000Z" }]);
  });
});

describe("deliveredNotices", () => {
  it("are the run's copies in the durable queue, and of no other run, and stay there", async () => {
    const { asked, sqs } = queue([
      { id: "1", subject: "other" },
      { id: "2", subject: "mine" },
    ]);
    const notes = new Notes();
    assert.deepEqual(await deliveredNotices(sqs, run, [published("mine")], notes), [
      { subject: "mine", message: "text", sentAt: "2008-11-22T00:00:01.000Z" },
    ]);
    assert.deepEqual(notes.all(), []);
    assert.ok(asked.every(({ QueueUrl, VisibilityTimeout }) => QueueUrl && VisibilityTimeout === 0));
    assert.match(asked[0].QueueUrl ?? "", /stepline-dev-notifications-copy$/);
  });

  it("shows a notice twice that was delivered twice, and once one that was looked at twice", async () => {
    const { sqs } = queue([
      { id: "1", subject: "mine" },
      { id: "2", subject: "mine" },
    ]);
    const again = [published("mine"), published("mine")];
    assert.equal((await deliveredNotices(sqs, run, again, new Notes())).length, 2);
  });

  it("looks on while a look shows copies it has not seen", async () => {
    const copies = Array.from({ length: 25 }, (_, index) => ({ id: String(index), subject: `n${index}` }));
    const { asked, sqs } = queue(copies);
    const notes = new Notes();
    const [found] = await deliveredNotices(sqs, run, [published("n24")], notes);
    assert.equal(found.sentAt, "2008-11-22T00:00:01.000Z");
    assert.deepEqual([asked.length, notes.all()], [4, []]);
  });

  it("tells one whose copy was not to be seen from the history, and notes it", async () => {
    const { sqs } = queue([]);
    const notes = new Notes();
    assert.deepEqual(await deliveredNotices(sqs, run, [published("mine")], notes), [published("mine")]);
    assert.match(notes.all().join(), /The copy of the notice "mine" was not among those/);
  });

  it("asks for nothing where nothing was published", async () => {
    const { asked, sqs } = queue([]);
    assert.deepEqual(await deliveredNotices(sqs, run, [], new Notes()), []);
    assert.equal(asked.length, 0);
  });
});
