import { GetQueueUrlCommand, type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { parsed, textMember } from "../execution/payload";
import type { ReadExecution } from "../execution/read-executions";
import type { Notes } from "../notes";
import type { NotificationReport } from "../run-report";
import type { PipelineRun } from "./pipeline-run";

/** A call gives ten messages at most, and of a long queue any ten. */
const MAX_LOOKS = 10;

/** What the executions published to topics, in order, as the history tells. */
export function publishedNotices(executions: readonly ReadExecution[]): readonly NotificationReport[] {
  const attempts = executions.flatMap(({ visits }) => visits.flatMap((visit) => visit.attempts));
  return attempts
    .filter(({ service, resource, outcome }) => {
      return (
        ["sns", "aws-sdk:sns"].includes(service) && resource.startsWith("publish") && outcome === "succeeded"
      );
    })
    .flatMap(({ parameters, endedAt }) => {
      const sent = parsed(parameters?.json);
      const message = textMember(sent, "Message");
      const subject = textMember(sent, "Subject") ?? "";
      return message === undefined ? [] : [{ subject, message, sentAt: endedAt?.toISOString() }];
    })
    .sort((a, b) => (a.sentAt ?? "").localeCompare(b.sentAt ?? ""));
}

/**
 * The notices as the topic delivered them: read from its durable copy, where they stay. One that was published and is not among
 * the copies that could be looked at is told from the history, and noted.
 */
export async function deliveredNotices(
  sqs: SQSClient,
  { names }: PipelineRun,
  published: readonly NotificationReport[],
  notes: Notes,
): Promise<readonly NotificationReport[]> {
  if (published.length === 0) {
    return [];
  }
  const queue = names.resource("notifications-copy");
  const copies = await look(sqs, queue);
  const different = published.filter(
    (one, index) => index === published.findIndex((two) => isSame(one, two)),
  );
  return different.flatMap((notice) => {
    // All of them: a notice that was delivered twice shows twice.
    const found = copies.filter((one) => isSame(one, notice));
    if (found.length === 0) {
      notes.add(`The copy of the notice "${notice.subject}" was not among those that ${queue} showed.`);
    }
    return found.length === 0 ? [notice] : found;
  });
}

/** Until a look shows nothing new. */
async function look(sqs: SQSClient, QueueName: string): Promise<readonly NotificationReport[]> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const seen = new Map<string, NotificationReport>();
  for (let looks = 0; looks < MAX_LOOKS; looks += 1) {
    // Visible again at once: the copies are somebody's to handle, and stay.
    const request = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0, VisibilityTimeout: 0 };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(request));
    const before = seen.size;
    for (const message of Messages) {
      seen.set(message.MessageId ?? "", notice(message));
    }
    if (seen.size === before) {
      break;
    }
  }
  return [...seen.values()];
}

function isSame(one: NotificationReport, other: NotificationReport): boolean {
  return one.subject === other.subject && one.message === other.message;
}

function notice({ Body = "" }: Message): NotificationReport {
  const envelope = parsed(Body);
  return {
    subject: textMember(envelope, "Subject") ?? "",
    message: textMember(envelope, "Message") ?? Body,
    sentAt: textMember(envelope, "Timestamp"),
  };
}
