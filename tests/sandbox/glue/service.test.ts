import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { buildSharedArchive } from "../../../sandbox/glue/shared-archive";
import { GlueService } from "../../../sandbox/glue/service";
import { SparkProcess } from "../../../sandbox/glue/spark-process";
import { jarsDirectory, pythonPath } from "../../../sandbox/paths";
import type { LocalCall, SandboxEvent } from "../../../sandbox/types";
import { FakeIssuer, recordedProgram, recordedResource } from "../recorded-program";
import { crash, descendants, eventually, isRunning } from "../orphans";
import { MotoServer } from "./moto-server";

type JobRun = Readonly<Record<string, unknown>>;

const fixture = (name: string): string => fs.readFileSync(path.join(__dirname, "fixtures", name), "utf8");
const finalStates = ["STOPPED", "SUCCEEDED", "FAILED", "TIMEOUT"];

function job(
  name: string,
  more: Readonly<Record<string, unknown>> = {},
): ReturnType<typeof recordedResource> {
  return recordedResource("aws:glue/job:Job", {
    name,
    roleArn: "arn:aws:iam::111122223333:role/job",
    command: { name: "glueetl", scriptLocation: `s3://artifacts/${name}.py`, pythonVersion: "3" },
    glueVersion: "5.1",
    workerType: "G.1X",
    numberOfWorkers: 2,
    timeout: 30,
    ...more,
  });
}

describe("GlueService", function () {
  this.timeout(180_000);
  let moto: MotoServer;
  let files: string;
  let sharedArchive: string;
  let service: GlueService | undefined;
  let issuer: FakeIssuer;
  let events: SandboxEvent[];

  before(async () => {
    files = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-test-"));
    sharedArchive = path.join(files, "cache", "spark.jsa");
    [moto] = await Promise.all([
      MotoServer.start(),
      buildSharedArchive({ python: pythonPath(), jars: jarsDirectory() }, sharedArchive),
    ]);
    await Promise.all(["artifacts", "raw", "curated"].map((bucket) => moto.createBucket(bucket)));
    await Promise.all(
      ["success", "failure", "refuses", "endless", "waits", "exits", "greeting"].map((name) =>
        moto.putObject("artifacts", `${name}.py`, fixture(`${name}.py`)),
      ),
    );
    await moto.putObject("raw", "people/a.csv", "name\nada\ngrace\n");
  });
  after(async () => {
    await (moto as MotoServer | undefined)?.stop();
    fs.rmSync(files, { recursive: true, force: true });
  });
  beforeEach(() => {
    events = [];
    issuer = new FakeIssuer();
  });
  afterEach(async () => {
    await service?.close();
    service = undefined;
  });

  function start(resources: readonly ReturnType<typeof job>[], minuteMs?: number): GlueService {
    service = new GlueService({
      program: recordedProgram(resources),
      issuer,
      gatewayUrl: () => moto.url,
      sink: (event) => events.push(event),
      spark: { python: pythonPath(), jars: jarsDirectory(), sharedArchive },
      minuteMs,
    });
    return service;
  }

  async function call(operation: string, input: Readonly<Record<string, unknown>>): Promise<JobRun> {
    const principal = { kind: "operator", arn: "arn:aws:iam::111122223333:root" } as const;
    const request: LocalCall = { operation, input, principal, authorize: () => undefined };
    assert.ok(service);
    return (await service.handle(request)) as JobRun;
  }

  async function startRun(JobName: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
    return String((await call("StartJobRun", { JobName, ...more })).JobRunId);
  }

  async function jobRun(JobName: string, RunId: string): Promise<JobRun> {
    return (await call("GetJobRun", { JobName, RunId })).JobRun as JobRun;
  }

  async function finished(JobName: string, runId: string): Promise<JobRun> {
    for (;;) {
      const run = await jobRun(JobName, runId);
      if (finalStates.includes(String(run.JobRunState))) {
        return run;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const lines = (): string[] => events.flatMap((event) => (event.kind === "glue.log" ? [event.line] : []));

  async function lineWith(start: string): Promise<string> {
    for (;;) {
      const line = lines().find((candidate) => candidate.startsWith(start));
      if (line !== undefined) {
        return line.slice(start.length);
      }
      assert.ok(
        !events.some(({ kind }) => kind === "glue.end"),
        `the run ended without "${start}": ${lines().join("\n")}`,
      );
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it("starts Spark from an archive of its classes, written whole", () => {
    assert.ok(fs.statSync(sharedArchive).size > 50_000_000);
    assert.deepEqual(fs.readdirSync(path.dirname(sharedArchive)), ["spark.jsa"]);
  });

  it("starts Spark without the archive when that is damaged", async () => {
    const damaged = path.join(files, "damaged.jsa");
    fs.writeFileSync(damaged, "not an archive");
    const installation = { python: pythonPath(), jars: jarsDirectory(), sharedArchive: damaged };
    const spark = await SparkProcess.start(installation, path.join(files, "damaged"), { warmUp: false });
    try {
      await spark.ready;
    } finally {
      await spark.kill();
    }
  });

  it("runs the script on Spark, under the job's role, with the job's arguments, modules, conf and logs", async () => {
    await moto.createLogGroup("/stepline/success/kms-role/job/output");
    await moto.createLogGroup("/stepline/success/kms-role/job/error");
    process.env.STEPLINE_TEST_LEAK = "leaked";
    start([
      job("success", {
        securityConfiguration: "kms",
        defaultArguments: {
          "--from": "default",
          "--day": "default",
          "--extra-py-files": "s3://artifacts/greeting.py",
          "--custom-logGroup-prefix": "/stepline/success",
          "--conf": "spark.sql.ansi.enabled=true --conf spark.stepline.b=x=y",
        },
        nonOverridableArguments: { "--fixed": "job" },
      }),
    ]);
    await service?.prestart();
    delete process.env.STEPLINE_TEST_LEAK;
    assert.equal(issuer.requests.length, 0);
    const runId = await startRun("success", {
      Arguments: { "--day": "2008-11-21", "--fixed": "run" },
      Timeout: 5,
    });
    assert.match(runId, /^jr_[0-9a-f]{64}$/);
    const run = await finished("success", runId);
    assert.equal(run.JobRunState, "SUCCEEDED", `${String(run.ErrorMessage)}\n${lines().join("\n")}`);

    assert.deepEqual(JSON.parse(await lineWith("arguments ")), [
      ...["--JOB_NAME", "success", "--JOB_RUN_ID", runId, "--from", "default", "--day", "2008-11-21"],
      ...[
        "--extra-py-files",
        "s3://artifacts/greeting.py",
        "--custom-logGroup-prefix",
        "/stepline/success",
        "--fixed",
        "job",
      ],
    ]);
    const environment = JSON.parse(await lineWith("environment ")) as string[];
    assert.deepEqual(
      environment.filter((name) => name.startsWith("STEPLINE") || name === "HOME"),
      [],
    );
    assert.ok(environment.includes("AWS_SESSION_TOKEN"));
    assert.deepEqual(JSON.parse(await lineWith("conf ")), ["success", "true", "x=y"]);
    assert.equal(await lineWith("rows "), "2");
    assert.equal(await lineWith("on standard error"), "");

    assert.deepEqual(issuer.requests, [
      {
        roleArn: "arn:aws:iam::111122223333:role/job",
        service: "glue.amazonaws.com",
        sessionName: "GlueJobRunnerSession",
        sourceArn: "arn:aws:glue:eu-west-1:111122223333:job/success",
      },
    ]);
    assert.deepEqual(
      (await moto.logMessages("/stepline/success/kms-role/job/output")).sort(),
      lines()
        .map((line) => `${runId}-driver ${line}`)
        .sort(),
    );
    const { Id, StartedOn, CompletedOn, ExecutionTime, LastModifiedOn, ...rest } = run;
    assert.equal(Id, runId);
    assert.ok(
      Number(CompletedOn) >= Number(StartedOn) && Number(ExecutionTime) > 0 && LastModifiedOn === CompletedOn,
    );
    assert.deepEqual(rest, {
      Attempt: 0,
      JobName: "success",
      JobRunState: "SUCCEEDED",
      Arguments: { "--day": "2008-11-21", "--fixed": "run" },
      PredecessorRuns: [],
      Timeout: 5,
      WorkerType: "G.1X",
      NumberOfWorkers: 2,
      SecurityConfiguration: "kms",
      LogGroupName: "/stepline/success/kms-role/job",
      GlueVersion: "5.1",
      ExecutionClass: "STANDARD",
    });
    assert.ok(
      events.some((event) => event.kind === "glue.progress" && event.completedTasks === event.totalTasks),
    );
    assert.deepEqual([events[0].kind, events.at(-1)?.kind], ["glue.start", "glue.end"]);
  });

  it("ends a failed script's run with the exception's name and message in one line", async () => {
    start([job("failure"), job("refuses"), job("exits")]);
    const [failed, refused, crashed] = await Promise.all(
      ["failure", "refuses", "exits"].map((name) => startRun(name)),
    );
    const run = await finished("failure", failed);
    assert.equal(run.JobRunState, "FAILED");
    assert.equal(
      run.ErrorMessage,
      "QuarantineThresholdExceeded: 12 of 825 rows are quarantined, 1 % is allowed",
    );
    assert.ok(lines().includes("before the failure"));
    assert.ok(lines().some((line) => line.startsWith("Traceback")));
    assert.equal((await finished("refuses", refused)).ErrorMessage, "EmptyBatch: the files hold no rows");
    assert.ok(lines().includes("EmptyBatch: the files hold no rows"));
    assert.equal((await finished("exits", crashed)).ErrorMessage, "Command failed with exit code 10");
  });

  it("ends a run that outlasts its timeout as TIMEOUT, with every process it started", async () => {
    start(
      [job("endless", { timeout: 1, defaultArguments: { "--custom-logGroup-prefix": "/stepline/endless" } })],
      12_000,
    );
    const runId = await startRun("endless");
    const driver = Number(await lineWith("driver "));
    // The JVM, the daemon of its Python workers, the one that runs the task: whoever is seen until the end.
    const started = new Set([driver]);
    while ((await jobRun("endless", runId)).JobRunState === "RUNNING") {
      descendants(driver).forEach((pid) => started.add(pid));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(started.size > 1);
    const run = await finished("endless", runId);
    assert.deepEqual(
      [run.JobRunState, run.ErrorMessage],
      ["TIMEOUT", "The job run time exceeded its specified timeout value."],
    );
    assert.equal(run.Timeout, 1);
    await eventually(() => {
      assert.deepEqual([...started].filter(isRunning), []);
    });
  });

  it("stops a run on request, refuses a second one beside it, and starts the next after it", async () => {
    start([job("waits", { timeout: 10 })]);
    const runId = await startRun("waits");
    assert.equal((await jobRun("waits", runId)).JobRunState, "STARTING");
    await assert.rejects(startRun("waits"), {
      name: "ConcurrentRunsExceededException",
      message: "Concurrent runs exceeded for waits",
    });
    const driver = Number(await lineWith("driver "));
    assert.equal((await jobRun("waits", runId)).JobRunState, "RUNNING");
    const stopped = await call("BatchStopJobRun", { JobName: "waits", JobRunIds: [runId, "jr_none"] });
    assert.deepEqual(stopped.SuccessfulSubmissions, [{ JobName: "waits", JobRunId: runId }]);
    assert.equal(
      (stopped.Errors as { ErrorDetail: { ErrorCode: string } }[])[0].ErrorDetail.ErrorCode,
      "EntityNotFoundException",
    );
    assert.equal((await jobRun("waits", runId)).JobRunState, "STOPPING");
    const run = await finished("waits", runId);
    assert.deepEqual([run.JobRunState, run.ErrorMessage, isRunning(driver)], ["STOPPED", undefined, false]);
    const again = await call("BatchStopJobRun", { JobName: "waits", JobRunIds: [runId] });
    assert.deepEqual(again.SuccessfulSubmissions, []);
    const next = await startRun("waits");
    const { JobRuns, NextToken } = await call("GetJobRuns", { JobName: "waits", MaxResults: 1 });
    assert.deepEqual([(JobRuns as JobRun[]).map(({ Id }) => Id), NextToken], [[next], "1"]);
    const rest = await call("GetJobRuns", { JobName: "waits", NextToken });
    assert.deepEqual(
      (rest.JobRuns as JobRun[]).map(({ Id }) => Id),
      [runId],
    );
  });

  it("fails a run whose script or module is not in S3, in the words of a launch error", async () => {
    start([
      job("absent"),
      job("failure", { defaultArguments: { "--extra-py-files": "s3://artifacts/absent.zip" } }),
    ]);
    const script = await finished("absent", await startRun("absent"));
    assert.equal(script.JobRunState, "FAILED");
    assert.equal(
      script.ErrorMessage,
      "LAUNCH ERROR | Error downloading from S3 for bucket: artifacts, key: absent.py. The specified key does not exist. " +
        "(Service: Amazon S3; Status Code: 404; Error Code: NoSuchKey)",
    );
    const module = await finished("failure", await startRun("failure"));
    assert.match(String(module.ErrorMessage), /key: absent\.zip\. The specified key does not exist/);
  });

  it("ends everything it started when it is closed", async () => {
    start([job("waits")]);
    await startRun("waits");
    const driver = Number(await lineWith("driver "));
    await service?.close();
    assert.equal(isRunning(driver), false);
    assert.equal(events.at(-1)?.kind, "glue.end");
  });

  it("leaves no process and no file behind when the sandbox crashes", async () => {
    const temporaryDirectory = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-test-"));
    try {
      const started = await crash(path.join(__dirname, "fixtures", "started.ts"), temporaryDirectory);
      // Python and the JVM, at least.
      assert.ok(started.length >= 2, `${started.length} processes`);
      await eventually(() => {
        assert.deepEqual(started.filter(isRunning), []);
      });
      const left = fs.readdirSync(temporaryDirectory).filter((name) => name.startsWith("stepline-"));
      assert.deepEqual(left, []);
    } finally {
      fs.rmSync(temporaryDirectory, { recursive: true, force: true });
    }
  });

  it("says why Spark does not start", async () => {
    service = new GlueService({
      program: recordedProgram([job("waits")]),
      issuer,
      gatewayUrl: () => moto.url,
      sink: (event) => events.push(event),
      spark: { python: "/nowhere/python", jars: "/nowhere" },
    });
    await assert.rejects(service.prestart(), /Spark did not start: .*\/nowhere\/python/);
    assert.match(
      String((await finished("waits", await startRun("waits"))).ErrorMessage),
      /Spark did not start/,
    );
  });

  describe("refuses", () => {
    beforeEach(() => start([job("waits", { maxRetries: 0 }), job("retries", { maxRetries: 2 })]));

    for (const [operation, input, name, message] of [
      [
        "StartJobRun",
        { JobName: "absent" },
        "EntityNotFoundException",
        "Failed to start job run due to missing metadata",
      ],
      [
        "GetJobRun",
        { JobName: "waits", RunId: "jr_1" },
        "EntityNotFoundException",
        "Job run jr_1 of job waits not found.",
      ],
      ["GetJob", { JobName: "absent" }, "EntityNotFoundException", "Job absent not found."],
      [
        "StartJobRun",
        { JobName: "waits", Timeout: 0 },
        "InvalidInputException",
        /whole number of minutes, 1 or more, not 0/,
      ],
      ["StartJobRun", { JobName: "retries" }, "NotModelled", /maxRetries above 0/],
      ["StartJobRun", { JobName: "waits", JobRunId: "jr_0" }, "NotModelled", /JobRunId/],
      [
        "StartJobRun",
        { JobName: "waits", Arguments: { "--extra-jars": "s3://x" } },
        "NotModelled",
        /"--extra-jars" \("s3:\/\/x"\)/,
      ],
      ["DeleteJob", { JobName: "waits" }, "NotModelled", /glue:DeleteJob/],
    ] as const) {
      it(`${operation} ${JSON.stringify(input)} with ${name}`, async () => {
        await assert.rejects(call(operation, input), { name, message });
        assert.equal(issuer.requests.length, 0);
      });
    }

    it("a run whose role does not trust Glue", async () => {
      issuer.issueToService = () => {
        throw new Error("no statement of its trust policy allows it");
      };
      await assert.rejects(startRun("waits"), {
        name: "InvalidInputException",
        message: /unable to assume role .*role\/job.*TrustPolicy/,
      });
    });
  });
});
