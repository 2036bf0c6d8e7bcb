import assert from "node:assert/strict";
import { DailyRuns, noticesFor } from "./daily-run";

describe("the daily pipeline of the prod stack in the sandbox", function () {
  this.timeout(180_000);
  let pipeline: DailyRuns;

  before(async () => {
    pipeline = await DailyRuns.start({ stack: "prod", prestart: true });
  });

  after(async () => {
    await pipeline.close();
  });

  it("loads a day with prod's own policies, which refuse none of its calls", async () => {
    const rows = await pipeline.deliver("2008-10-17");
    const outcome = await pipeline.run("2008-10-17");
    const { description } = outcome.execution;
    assert.equal(description.status, "SUCCEEDED", description.cause);
    assert.deepEqual([outcome.ledger?.status, outcome.warehouse.total], ["SUCCEEDED", rows]);
    assert.deepEqual(noticesFor(outcome, "2008-10-17"), ["stepline-prod marketing 2008-10-17 SUCCEEDED"]);
    assert.deepEqual(pipeline.denied(), []);
  });
});
