import { BatchWriteItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { BatchStopJobRunCommand } from "@aws-sdk/client-glue";
import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { type Lab, PIPELINE } from "./lab";

/** Forgets every run: nothing of the scenario before may bear on the next one. */
export async function cleanSlate(lab: Lab): Promise<void> {
  const { pipelines, notificationCopyQueue, scheduleDeadLetterQueue } = lab.outputs;
  const { machineArn, childMachineArn } = pipelines[PIPELINE];
  for (const machine of [machineArn, childMachineArn]) {
    for (const executionArn of await lab.running(machine)) {
      await lab.abort(executionArn);
      await lab.ended(executionArn);
    }
  }
  const JobRunIds = [...lab.runningJobs];
  if (JobRunIds.length > 0) {
    await lab.glue.send(new BatchStopJobRunCommand({ JobName: lab.jobName, JobRunIds }));
  }
  await forgetRuns(lab);
  await empty(lab, notificationCopyQueue);
  await empty(lab, scheduleDeadLetterQueue);
}

/** One by one: a queue may be purged only once a minute. */
async function empty({ sqs }: Lab, QueueName: string): Promise<void> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    if (Messages.length === 0) {
      return;
    }
    for (const { ReceiptHandle } of Messages) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

async function forgetRuns({ dynamodb, outputs }: Lab): Promise<void> {
  const TableName = outputs.runsTable;
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName, ConsistentRead: true }));
  const requests = Items.map(({ pipeline, logicalDate }) => ({
    DeleteRequest: { Key: { pipeline, logicalDate } },
  }));
  if (requests.length > 0) {
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
  }
}
