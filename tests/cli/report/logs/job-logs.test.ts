import assert from "node:assert/strict";
import { ResourceNotFoundException } from "@aws-sdk/client-cloudwatch-logs";
import type { ReportClients } from "../../../../cli/report/clients";
import type { Attempt } from "../../../../cli/report/execution/attempts";
import { readJobLogs, startedJobRun } from "../../../../cli/report/logs/job-logs";

const attempt: Attempt = {
  scheduledAt: new Date(Date.UTC(2008, 10, 22)),
  outcome: "running",
  service: "glue",
  resource: "startJobRun.sync",
  parameters: { json: '{"JobName":"transform"}', truncated: false },
  submitted: '{"JobRunId":"jr_1"}',
};
const KEY = { jobName: "transform", runId: "jr_1" };

/** Log groups by name: stream and message of each line. */
function account(groups: Readonly<Record<string, readonly (readonly [string, string])[]>>, group?: string) {
  const logs = {
    send: async ({ input }: { input: { logGroupName: string } }) => {
      if (!Object.hasOwn(groups, input.logGroupName)) {
        throw new ResourceNotFoundException({ message: "no group", $metadata: {} });
      }
      const events = groups[input.logGroupName].map(([logStreamName, message], timestamp) => ({
        ...{ logStreamName, message, timestamp },
      }));
      return { events };
    },
  };
  const glue = { send: async () => ({ JobRun: { LogGroupName: group } }) };
  return { logs, glue } as unknown as ReportClients;
}

const said = async (clients: ReportClients) =>
  (await readJobLogs(clients, KEY, attempt)).map(({ source, message }) => `${source}: ${message}`);

describe("readJobLogs", () => {
  it("gives what this run of the job printed, and Spark's warnings and errors", async () => {
    const clients = account(
      {
        "/jobs/output": [
          ["jr_1-driver", "read 825 rows"],
          ["jr_2-driver", "another run"],
        ],
        "/jobs/error": [
          ["jr_1-driver", "26/11/22 20:18:10 INFO Executor: Running task"],
          ["jr_1-driver", "26/11/22 20:18:11 ERROR Executor: Exception in task"],
        ],
      },
      "/jobs",
    );
    assert.deepEqual(await said(clients), [
      "/jobs/output: read 825 rows",
      "/jobs/error: Executor: Exception in task",
    ]);
  });

  it("looks where Glue logs by default, when the run names no group", async () => {
    assert.deepEqual(await said(account({ "/aws-glue/jobs/output": [["jr_1", "read"]] })), [
      "/aws-glue/jobs/output: read",
    ]);
  });

  it("takes the one group that all goes to where there is no other", async () => {
    assert.deepEqual(await said(account({ "/jobs/logs-v2": [["jr_1-driver", "read"]] }, "/jobs/logs-v2")), [
      "/jobs/logs-v2: read",
    ]);
  });

  it("names the groups that are not there", async () => {
    await assert.rejects(said(account({}, "/jobs")), /there is no log group \/jobs, \/jobs\/output or/);
  });
});

describe("startedJobRun", () => {
  it("knows job and run from what was sent and what Glue answered at once", () => {
    assert.deepEqual(startedJobRun(attempt), KEY);
  });

  it("knows the run of a task that does not wait for its end", () => {
    const output = { json: '{"JobRunId":"jr_1"}', truncated: false };
    assert.deepEqual(
      startedJobRun({ ...attempt, resource: "startJobRun", submitted: undefined, output }),
      KEY,
    );
  });

  it("knows none where Glue refused the start, or of another task", () => {
    assert.equal(startedJobRun({ ...attempt, submitted: undefined }), undefined);
    assert.equal(startedJobRun({ ...attempt, service: "lambda", resource: "invoke" }), undefined);
  });
});
