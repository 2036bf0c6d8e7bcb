import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { GetJobRunCommand, GlueClient, StartJobRunCommand } from "@aws-sdk/client-glue";
import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  RedshiftDataClient,
} from "@aws-sdk/client-redshift-data";
import {
  DescribeExecutionCommand,
  DescribeStateMachineAliasCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { followExecution } from "../../../cli/run/follow-execution";
import { recordProgram } from "../../../sandbox/program/record";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";
import type { RecordedProgram } from "../../../sandbox/types";

const TIMEOUT_MS = 180_000;
const INGEST = "arn:aws:states:eu-west-1:111122223333:stateMachine:stepline-dev-marketing-ingest";
const JOB = "stepline-dev-marketing-transform";
const WAREHOUSE = { WorkgroupName: "stepline-dev", Database: "analytics" };

describe("a sandbox that keeps its state", function () {
  this.timeout(TIMEOUT_MS);
  let folder: string;
  let program: RecordedProgram;
  let first: { readonly endpoint: string; readonly accessKeyId: string };
  let executionArn: string;
  let statement: string;
  let jobRun: string;
  let sandbox: Sandbox;
  const warnings: string[] = [];

  const start = async (declared: RecordedProgram): Promise<void> => {
    sandbox = await startSandbox({
      program: declared,
      sink: () => undefined,
      timeScale: 0.02,
      dataDirectory: folder,
      onWarning: (text) => warnings.push(text),
    });
  };

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-data-"));
    program = await recordProgram({ stack: "dev" });
    await start(program);
    const { endpoint, credentials } = sandbox.client;
    first = { endpoint, accessKeyId: credentials.accessKeyId };
    const sfn = new SFNClient(sandbox.client);
    const input = JSON.stringify({ logicalDate: "2008-05-05" });
    const begun = await sfn.send(new StartExecutionCommand({ stateMachineArn: `${INGEST}:live`, input }));
    executionArn = begun.executionArn!;
    // Nothing was delivered: it fails, without Spark.
    await followExecution(sfn, executionArn, () => undefined);
    const redshift = new RedshiftDataClient(sandbox.client);
    await finished(redshift, "CREATE TABLE public.kept AS SELECT 42 AS answer");
    statement = await finished(redshift, "SELECT answer FROM public.kept");
    const glue = new GlueClient(sandbox.client);
    jobRun = (await glue.send(new StartJobRunCommand({ JobName: JOB }))).JobRunId!;
    [sfn, redshift, glue].forEach((client) => {
      client.destroy();
    });
    await sandbox.close();
    await start(program);
  });

  after(async () => {
    await sandbox.close();
    fs.rmSync(folder, { recursive: true });
  });

  it("is at the same port, for the same credentials", () => {
    const { endpoint, credentials } = sandbox.client;
    assert.deepEqual({ endpoint, accessKeyId: credentials.accessKeyId }, first);
  });

  it("tells of an execution what it told, with the alias it was started through", async () => {
    const sfn = new SFNClient(sandbox.client);
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    assert.deepEqual([described.status, described.error], ["FAILED", "SourceMissing"]);
    assert.equal(described.stateMachineAliasArn, `${INGEST}:live`);
    assert.equal(described.stateMachineVersionArn, `${INGEST}:1`);
    sfn.destroy();
  });

  it("has the warehouse's tables, prepared once, and the results of statements", async () => {
    const redshift = new RedshiftDataClient(sandbox.client);
    const { Records } = await redshift.send(new GetStatementResultCommand({ Id: statement }));
    assert.deepEqual(Records, [[{ longValue: 42 }]]);
    const again = await finished(redshift, "SELECT answer FROM public.kept");
    assert.deepEqual((await redshift.send(new GetStatementResultCommand({ Id: again }))).Records, Records);
    redshift.destroy();
  });

  it("tells of a job run that was going on that it was stopped", async () => {
    const glue = new GlueClient(sandbox.client);
    const { JobRun } = await glue.send(new GetJobRunCommand({ JobName: JOB, RunId: jobRun }));
    assert.equal(JobRun?.JobRunState, "STOPPED");
    glue.destroy();
  });

  it("has nothing without a place, as the program is the same", () => {
    assert.deepEqual(warnings, []);
  });

  it("gives a machine that was changed meanwhile its next version, and keeps what ran before", async () => {
    await sandbox.close();
    await start(withComment(program, "stepline-dev-marketing-ingest"));
    const sfn = new SFNClient(sandbox.client);
    const alias = new DescribeStateMachineAliasCommand({ stateMachineAliasArn: `${INGEST}:live` });
    const { routingConfiguration = [] } = await sfn.send(alias);
    assert.deepEqual(
      routingConfiguration.map(({ stateMachineVersionArn }) => stateMachineVersionArn),
      [`${INGEST}:2`],
    );
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    assert.equal(described.stateMachineVersionArn, `${INGEST}:1`);
    sfn.destroy();
  });

  it("refuses a second sandbox in the same folder", async () => {
    await assert.rejects(startSandbox({ program, sink: () => undefined, dataDirectory: folder }), {
      message: /is in use by another sandbox/,
    });
  });
});

async function finished(redshift: RedshiftDataClient, Sql: string): Promise<string> {
  const { Id = "" } = await redshift.send(new ExecuteStatementCommand({ ...WAREHOUSE, Sql }));
  const wait = new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 });
  const { Status, Error: reason } = await redshift.send(wait);
  assert.equal(Status, "FINISHED", `${Sql}: ${reason}`);
  return Id;
}

/** The program with another definition of one machine. */
function withComment(program: RecordedProgram, machine: string): RecordedProgram {
  const resources = program.resources.map((resource) => {
    if (resource.type !== "aws:sfn/stateMachine:StateMachine" || resource.inputs.name !== machine) {
      return resource;
    }
    const definition = JSON.stringify({
      ...(JSON.parse(String(resource.inputs.definition)) as Record<string, unknown>),
      Comment: "changed",
    });
    return {
      ...resource,
      inputs: { ...resource.inputs, definition },
      state: { ...resource.state, definition },
    };
  });
  return { ...program, resources };
}
