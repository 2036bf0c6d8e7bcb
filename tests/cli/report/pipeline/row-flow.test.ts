import assert from "node:assert/strict";
import { S3ServiceException, type S3Client } from "@aws-sdk/client-s3";
import type { ReadExecution } from "../../../../cli/report/execution/read-executions";
import { executionVisits } from "../../../../cli/report/execution/visits";
import { readSummary, rowFlow } from "../../../../cli/report/pipeline/row-flow";
import type { TransformSummary } from "../../../../handlers/events";
import { entered, history } from "../execution/events";

const GLUE = { resourceType: "glue", resource: "startJobRun.sync" };
const scheduled = (attempt: string) => ({
  ...GLUE,
  parameters: JSON.stringify({ Arguments: { "--output_uri": `s3://curated/m/d/r/attempt-${attempt}/` } }),
});
const submitted = { ...GLUE, output: '{"JobRunId":"jr_1"}' };

function execution(events: ReturnType<typeof history>, output?: object): ReadExecution {
  const description = { output: output === undefined ? undefined : JSON.stringify(output) };
  return { visits: executionVisits(events), description } as unknown as ReadExecution;
}

/** Objects by key; every other is missing. */
function bucket(objects: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const send = async ({ input }: { input: { Bucket: string; Key: string } }) => {
    asked.push(`${input.Bucket}/${input.Key}`);
    if (!Object.hasOwn(objects, input.Key)) {
      throw new S3ServiceException({
        ...{ name: "NoSuchKey", $fault: "client", message: "no such key" },
        $metadata: { httpStatusCode: 404 },
      });
    }
    return { Body: { transformToString: async () => objects[input.Key] } };
  };
  return { asked, s3: { send } as unknown as S3Client };
}

const summary = {
  ...{ formatVersion: 1, pipeline: "marketing", logicalDate: "2008-11-21", runId: "r", attempt: "0-1" },
  ...{ source: 10, curated: 7, quarantined: 2, duplicates: 1 },
  quarantinedByRule: { "age.range": 2 },
  warningsByRule: {},
} as const satisfies TransformSummary;

const KEY = "m/d/r/attempt-0-1/_summary.json";

describe("readSummary", () => {
  const events = (end: "TaskSucceeded" | "TaskFailed") =>
    history(
      ["TaskStateEntered", entered("Transform")],
      ["TaskScheduled", scheduled("0-0")],
      ["TaskFailed", { ...GLUE, error: "Glue.ConcurrentRunsExceededException" }],
      ["TaskScheduled", scheduled("0-1")],
      ["TaskSubmitted", submitted],
      [end, { ...GLUE, output: "{}", error: "States.TaskFailed" }],
    );

  for (const end of ["TaskSucceeded", "TaskFailed"] as const) {
    it(`reads what the last job that ran counted, where it ended with ${end}`, async () => {
      const { asked, s3 } = bucket({ [KEY]: JSON.stringify(summary) });
      assert.deepEqual(await readSummary(s3, [execution(events(end))]), summary);
      assert.deepEqual(asked, [`curated/${KEY}`]);
    });
  }

  it("gives none of a job that failed before it had counted", async () => {
    assert.equal(await readSummary(bucket({}).s3, [execution(events("TaskFailed"))]), undefined);
  });

  it("says what is missing of a job that succeeded", async () => {
    const of = [execution(events("TaskSucceeded"))];
    await assert.rejects(readSummary(bucket({}).s3, of), /s3:\/\/curated\/\S+_summary.json does not exist/);
    await assert.rejects(readSummary(bucket({ [KEY]: "{}" }).s3, of), /is no summary of a job/);
  });

  it("asks for nothing where no job was started", async () => {
    const { asked, s3 } = bucket({});
    const refused = history(
      ["TaskStateEntered", entered("Transform")],
      ["TaskScheduled", scheduled("0-0")],
      ["TaskFailed", { ...GLUE, error: "Glue.AccessDeniedException" }],
    );
    assert.equal(await readSummary(s3, [execution(refused)]), undefined);
    assert.deepEqual(asked, []);
  });
});

describe("rowFlow", () => {
  it("joins what the job counted to what the load did, of the execution that tells", () => {
    const counts = { source: 10, inserted: 4, updated: 3 };
    assert.deepEqual(rowFlow(summary, [execution([]), execution([], { counts })]), {
      ...{ source: 10, curated: 7, duplicates: 1, quarantined: 2, inserted: 4, updated: 3 },
      quarantineReasons: { "age.range": 2 },
    });
  });

  it("leaves the load out of a run that did not get there", () => {
    const flow = rowFlow(summary, [execution([], { status: "DUPLICATE" })]);
    assert.deepEqual([flow?.inserted, flow?.updated, flow?.curated], [undefined, undefined, 7]);
  });

  it("is none of a run without counts", () => {
    assert.equal(rowFlow(undefined, [execution([])]), undefined);
  });
});
