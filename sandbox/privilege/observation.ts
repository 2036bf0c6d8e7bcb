import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { type AttributeValue, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { DescribeStatementCommand, GetStatementResultCommand } from "@aws-sdk/client-redshift-data";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { GetQueueUrlCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { setTimeout as sleep } from "node:timers/promises";
import type { ContactDay } from "../seed/contacts";
import { type Lab, PIPELINE } from "./lab";

/** What a person can see of how a scenario went: aspect -> what was seen. The same in every repetition, whatever its day. */
export type Observation = Readonly<Record<string, string>>;

const LOOKS = 10;
const LOOK_MILLISECONDS = 200;

/** How executions ended, in the order they were started: `SUCCEEDED`, `FAILED SourceMissing`. */
export async function endsOf(lab: Lab, executionArns: readonly string[]): Promise<string> {
  const ends = await Promise.all(executionArns.map((arn) => lab.ended(arn)));
  return ends
    .map(({ status, error, output }) => {
      const duplicate = output?.includes('"DUPLICATE"') === true ? " DUPLICATE" : "";
      return `${status}${error === undefined ? duplicate : ` ${error}`}`;
    })
    .join(", ");
}

/** Everything a run leaves behind for a day, but how its executions ended. */
export async function tracesOf(lab: Lab, { date, rows }: ContactDay): Promise<Observation> {
  const [record, lock, notices, loaded, quarantine, deadLetters] = await Promise.all([
    item(lab, date),
    item(lab, "#lock"),
    messages(lab, lab.outputs.notificationCopyQueue),
    loadedRows(lab, date),
    quarantined(lab, date),
    messages(lab, lab.outputs.scheduleDeadLetterQueue),
  ]);
  return {
    record:
      record === undefined
        ? "none"
        : [record.status, record.failedState, record.error, record.attempt]
            .flatMap((value) => value?.S ?? value?.N ?? [])
            .join(" "),
    lock: lock?.executionArn === undefined ? "free" : "held",
    notices: notices
      .map((text) => subjectOf(text))
      .sort()
      .join(", "),
    rows: loaded === rows ? "all loaded" : `${loaded} loaded`,
    quarantine: quarantine.join(", "),
    "dead letters": String(deadLetters.length),
    jobs: await jobsOf(lab),
  };
}

/** A job that was stopped takes a moment to end. */
async function jobsOf(lab: Lab): Promise<string> {
  for (let look = 1; ; look += 1) {
    if (lab.runningJobs.length === 0 || look === LOOKS) {
      return lab.runningJobs.length === 0 ? "ended" : "still running";
    }
    await sleep(LOOK_MILLISECONDS);
  }
}

async function item(
  lab: Lab,
  logicalDate: string,
): Promise<Partial<Record<string, AttributeValue>> | undefined> {
  const Key = { pipeline: { S: PIPELINE }, logicalDate: { S: logicalDate } };
  const request = new GetItemCommand({ TableName: lab.outputs.runsTable, Key, ConsistentRead: true });
  return (await lab.dynamodb.send(request)).Item;
}

/** Bodies of what is in a queue, and stays there. */
async function messages(lab: Lab, QueueName: string): Promise<string[]> {
  const { QueueUrl } = await lab.sqs.send(new GetQueueUrlCommand({ QueueName }));
  const { Messages = [] } = await lab.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 0,
      VisibilityTimeout: 0,
    }),
  );
  return Messages.map(({ Body = "{}" }) => Body);
}

/** `stepline-dev marketing 2008-11-21 FAILED` -> `FAILED` */
function subjectOf(body: string): string {
  const { Subject = "" } = JSON.parse(body) as { Subject?: string };
  return Subject.replace(/^.*\d{4}-\d\d-\d\d /, "");
}

async function loadedRows(lab: Lab, date: string): Promise<number> {
  const Id = await lab.sql(
    `SELECT count(*) FROM ${PIPELINE}.campaign_contacts WHERE contact_date = DATE '${date}'`,
  );
  const { Status, Error: reason } = await lab.redshift.send(
    new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }),
  );
  // Before the first load there is no table.
  if (Status !== "FINISHED" && reason?.includes("campaign_contacts") === true) {
    return 0;
  }
  const { Records = [] } = await lab.redshift.send(new GetStatementResultCommand({ Id }));
  return Records[0]?.[0]?.longValue ?? 0;
}

/** Names of the quarantined files of a day, without the parts that differ from run to run. */
async function quarantined(lab: Lab, date: string): Promise<string[]> {
  const Prefix = `${PIPELINE}/${date}/`;
  const { Contents = [] } = await lab.s3.send(
    new ListObjectsV2Command({ Bucket: lab.outputs.buckets.quarantine, Prefix }),
  );
  const names = Contents.map(({ Key = "" }) =>
    Key.slice(Prefix.length)
      .replace(/^[^/]+\//, "")
      .replace(/part-\d+.*$/, "part"),
  );
  return [...new Set(names)].sort();
}

/** Watches which log groups get lines. */
export class LogWatch {
  private readonly logs: CloudWatchLogsClient;
  private readonly since = Date.now();

  constructor(lab: Lab) {
    this.logs = new CloudWatchLogsClient(lab.sandbox.client);
  }

  /** Names of the groups with lines since the watch began; lines come a little after what wrote them has ended. */
  async groups(expected?: string): Promise<string> {
    for (let look = 1; ; look += 1) {
      const groups = (await this.written()).join(", ");
      if (groups === expected || look === LOOKS) {
        this.logs.destroy();
        return groups;
      }
      await sleep(LOOK_MILLISECONDS);
    }
  }

  private async written(): Promise<string[]> {
    const { logGroups = [] } = await this.logs.send(new DescribeLogGroupsCommand({}));
    const names = logGroups.flatMap(({ logGroupName }) => logGroupName ?? []);
    const found = await Promise.all(
      names.map(async (logGroupName) => {
        const request = new FilterLogEventsCommand({ logGroupName, startTime: this.since, limit: 1 });
        const { events = [] } = await this.logs.send(request);
        return events.length > 0 ? [logGroupName.split("/").slice(-2).join("/")] : [];
      }),
    );
    return found.flat().sort();
  }
}
