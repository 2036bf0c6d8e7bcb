import assert from "node:assert/strict";
import { StopExecutionCommand } from "@aws-sdk/client-sfn";
import { type FollowedExecution } from "../../cli/run/follow-execution";
import { recordProgram } from "../../sandbox/program/record";
import type { RecordedProgram } from "../../sandbox/types";
import { DailyRuns, noticesFor, states } from "./daily-run";
import { eventually, isRunning, sparkProcesses } from "./orphans";

/** Days of a few rows: what is tested here is not their contents. */
const [CONTENDED, OTHER, STOPPED, FAILING] = ["2008-10-17", "2008-10-20", "2008-10-21", "2008-10-22"];

describe("the daily pipeline, disturbed", function () {
  this.timeout(180_000);
  let pipeline: DailyRuns;

  before(async () => {
    // A date waits 30 looks for another: at this scale for 90 s, which a run takes on no machine.
    pipeline = await DailyRuns.start({ prestart: true, timeScale: 0.05 });
  });

  after(async () => {
    const denied = pipeline.denied();
    await pipeline.close();
    assert.deepEqual(denied, [], "a call was refused by the policies the program declares");
  });

  describe("by ten starts for one date and one for another at the same moment", () => {
    let rows: number;
    let ten: readonly FollowedExecution[];
    let other: FollowedExecution;

    before(async () => {
      rows = await pipeline.deliver(CONTENDED);
      await pipeline.deliver(OTHER);
      const dates = [...Array.from({ length: 10 }, () => CONTENDED), OTHER];
      const started = await Promise.all(dates.map((logicalDate) => pipeline.start({ logicalDate })));
      const ended = await Promise.all(started.map((arn) => pipeline.followed(arn)));
      [ten, other] = [ended.slice(0, 10), ended[10]];
    });

    it("runs the one date once, and nine are left alone as duplicates", async () => {
      const failures = ten.filter(({ description }) => description.status !== "SUCCEEDED");
      assert.deepEqual(
        failures.map(({ description }) => description.cause),
        [],
      );
      const [winner, ...more] = ten.filter((one) => states(one).includes("Extract"));
      assert.deepEqual(more.map(states), []);
      assert.equal(ten.filter((one) => states(one).includes("Duplicate")).length, 9);
      const { ledger, warehouse } = await pipeline.outcome(CONTENDED, winner);
      assert.equal(ledger?.executionArn, winner.executionArn);
      assert.deepEqual([ledger.status, ledger.attempt, warehouse.total], ["SUCCEEDED", "1", rows]);
    });

    it("runs the other date too, but not at the same time: one waits for the other's end", async () => {
      assert.equal(other.description.status, "SUCCEEDED", other.description.cause);
      assert.equal((await pipeline.outcome(OTHER, other)).ledger?.status, "SUCCEEDED");
      const worked = [...ten, other].filter((one) => states(one).includes("Extract"));
      const [first, second] = worked.sort((a, b) => entered(a, "Extract") - entered(b, "Extract"));
      assert.ok(states(second).includes("WaitForLock"));
      assert.ok(
        entered(second, "Extract") >= entered(first, "RecordSuccess"),
        "both worked at the same time",
      );
    });
  });

  describe("by a person", () => {
    it("loads a finished date again when it is forced, and updates its rows instead of adding any", async () => {
      const rows = await pipeline.deliver(CONTENDED);
      const forced = await pipeline.followed(await pipeline.start({ logicalDate: CONTENDED, force: true }));
      assert.equal(forced.description.status, "SUCCEEDED", forced.description.cause);
      const outcome = await pipeline.outcome(CONTENDED, forced);
      assert.deepEqual([outcome.rows?.inserted, outcome.rows?.updated], [0, rows]);
      assert.equal(outcome.warehouse.total, rows);
      assert.deepEqual([outcome.ledger?.status, outcome.ledger?.attempt], ["SUCCEEDED", "2"]);
    });

    it("runs a date whose execution was stopped by a person, without waiting for its lease to end", async () => {
      const rows = await pipeline.deliver(STOPPED);
      const executionArn = await pipeline.start({ logicalDate: STOPPED });
      let stopping: Promise<unknown> | undefined;
      const stopped = await pipeline.followed(executionArn, ({ visit, left }) => {
        if (visit.state === "Transform" && !left) {
          stopping = pipeline.sfn.send(new StopExecutionCommand({ executionArn, cause: "by hand" }));
        }
      });
      await stopping;
      assert.equal(stopped.description.status, "ABORTED");
      const again = await pipeline.followed(await pipeline.start({ logicalDate: STOPPED }));
      assert.equal(again.description.status, "SUCCEEDED", again.description.cause);
      assert.ok(states(again).includes("Extract"), states(again).join());
      const outcome = await pipeline.outcome(STOPPED, again);
      assert.equal(outcome.ledger?.executionArn, again.executionArn);
      assert.deepEqual([outcome.ledger.status, outcome.ledger.attempt], ["SUCCEEDED", "2"]);
      assert.equal(outcome.warehouse.total, rows);
    });
  });
});

describe("the daily pipeline, with a Glue job that takes too long", function () {
  this.timeout(180_000);
  let pipeline: DailyRuns;

  before(async () => {
    // The declared limit is 30 minutes: of these, none of the job's stages ends in time.
    pipeline = await DailyRuns.start({ glueMinuteMs: 10 });
  });

  after(async () => {
    await pipeline.close();
  });

  it("fails, raises the alert beside the notice of the failure, and leaves no process of the job", async () => {
    await pipeline.deliver(FAILING);
    const seen = new Set<number>();
    const watch = setInterval(() => {
      sparkProcesses().forEach((pid) => seen.add(pid));
    }, 250);
    const outcome = await pipeline.run(FAILING).finally(() => {
      clearInterval(watch);
    });
    const { description } = outcome.execution;
    assert.deepEqual([description.status, description.error], ["FAILED", "TransformTimedOut"]);
    assert.match(description.cause ?? "", /exceeded its specified timeout/);
    assert.deepEqual(noticesFor(outcome, FAILING), [
      `stepline-dev marketing ${FAILING} TRANSFORM TIMED OUT`,
      `stepline-dev marketing ${FAILING} FAILED`,
    ]);
    const { ledger, warehouse } = outcome;
    assert.deepEqual([ledger?.status, ledger?.error, warehouse.total], ["FAILED", "TransformTimedOut", 0]);
    assert.ok(seen.size > 0, "the job ran in no process");
    await eventually(() => {
      assert.deepEqual([...seen].filter(isRunning), []);
    });
    assert.deepEqual(pipeline.denied(), []);
  });
});

describe("the daily pipeline, with a machine that may not look at its Glue job", function () {
  this.timeout(180_000);
  const MACHINE = "stepline-dev-marketing-transform-load";
  let pipeline: DailyRuns;

  before(async () => {
    const program = await recordProgram({ stack: "dev" });
    pipeline = await DailyRuns.start({ program: withoutAction(program, MACHINE, "glue:GetJobRun") });
  });

  after(async () => {
    await pipeline.close();
  });

  it("fails with what was refused, instead of waiting for an end it can't see", async () => {
    await pipeline.deliver(FAILING);
    const { execution, ledger } = await pipeline.run(FAILING);
    assert.equal(execution.description.status, "FAILED");
    assert.match(execution.description.cause ?? "", /glue:GetJobRun/);
    assert.deepEqual([ledger?.status, ledger?.failedState], ["FAILED", "TransformAndLoad"]);
    const refused = pipeline.denied().filter((call) => call.includes(" glue:GetJobRun "));
    assert.ok(refused.length > 0);
    assert.ok(
      refused.every((call) => call.includes(`:assumed-role/${MACHINE}/`)),
      refused.join("\n"),
    );
  });
});

function entered({ visits }: FollowedExecution, state: string): number {
  return visits.find((visit) => visit.state === state)?.enteredAt.getTime() ?? NaN;
}

/** The program as if its author had forgotten an action in a role's policy. */
function withoutAction(program: RecordedProgram, role: string, action: string): RecordedProgram {
  let removed = 0;
  const resources = program.resources.map((resource) => {
    const { role: of, policy } = resource.inputs as { role?: string; policy?: string };
    if (
      resource.type !== "aws:iam/rolePolicy:RolePolicy" ||
      of !== role ||
      policy?.includes(action) !== true
    ) {
      return resource;
    }
    const document = JSON.parse(policy) as { Statement: { Action: string | string[] }[] };
    for (const statement of document.Statement) {
      statement.Action = [statement.Action].flat().filter((one) => one !== action);
    }
    removed += 1;
    return { ...resource, inputs: { ...resource.inputs, policy: JSON.stringify(document) } };
  });
  assert.equal(removed, 1, `no policy of ${role} allows ${action}`);
  return { ...program, resources };
}
