import assert from "node:assert/strict";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { Notes } from "../../../../cli/report/notes";
import { readLedger } from "../../../../cli/report/pipeline/ledger";
import type { PipelineRun } from "../../../../cli/report/pipeline/pipeline-run";
import { Names } from "../../../../components/naming";

const names = new Names({
  ...{ project: "stepline", stack: "dev", accountId: "111122223333" },
  ...{ region: "eu-west-1", partition: "aws" },
});
const run: PipelineRun = {
  names,
  pipeline: "marketing",
  logicalDate: "2008-11-21",
  contract: { bucket: "b", key: "k" },
};

const OWNER = "arn:aws:states:eu-west-1:111122223333:execution:ingest:one";
const CHILD = "arn:aws:states:eu-west-1:111122223333:execution:transform-load:one-0";
const OTHER = "arn:aws:states:eu-west-1:111122223333:execution:ingest:two";

const item = {
  status: { S: "SUCCEEDED" },
  attempt: { N: "2" },
  executionArn: { S: OWNER },
  counts: { M: { source: { N: "10" }, curated: { N: "7" } } },
};

function table(Item: object | undefined) {
  const asked: unknown[] = [];
  const send = async ({ input }: { input: unknown }) => {
    asked.push(input);
    return { Item };
  };
  return { asked, dynamodb: { send } as unknown as DynamoDBClient };
}

describe("readLedger", () => {
  it("gives the attributes of the date's item as text", async () => {
    const { asked, dynamodb } = table(item);
    const notes = new Notes();
    assert.deepEqual(await readLedger(dynamodb, run, [OWNER], notes), {
      status: "SUCCEEDED",
      attempt: "2",
      executionArn: OWNER,
      counts: "source 10, curated 7",
    });
    assert.deepEqual(notes.all(), []);
    assert.deepEqual(asked, [
      {
        TableName: "stepline-dev-runs",
        Key: { pipeline: { S: "marketing" }, logicalDate: { S: "2008-11-21" } },
        ConsistentRead: true,
      },
    ]);
  });

  it("takes the child of the item's owner for the same run", async () => {
    const notes = new Notes();
    await readLedger(table(item).dynamodb, run, [CHILD], notes);
    assert.deepEqual(notes.all(), []);
  });

  it("notes that the item is another execution's, which ran the date since", async () => {
    const notes = new Notes();
    await readLedger(table(item).dynamodb, run, [OTHER], notes);
    assert.deepEqual(notes.all(), [
      `The ledger's item of marketing 2008-11-21 is another execution's: ${OWNER}.`,
    ]);
  });

  it("gives none where there is none, and asks for none without a date", async () => {
    assert.equal(await readLedger(table(undefined).dynamodb, run, [OWNER], new Notes()), undefined);
    const { asked, dynamodb } = table(item);
    assert.equal(
      await readLedger(dynamodb, { ...run, logicalDate: undefined }, [OWNER], new Notes()),
      undefined,
    );
    assert.deepEqual(asked, []);
  });
});
