import assert from "node:assert/strict";
import { compareCost } from "../../../../cli/diff/cost/compare";
import type { CostChange } from "../../../../cli/diff/cost/cost-change";
import { describeCost } from "../../../../cli/diff/cost/describe";
import { monthlyRuns } from "../../../../cli/diff/cost/monthly-runs";
import { PRICES } from "../../../../cli/diff/cost/price-table";
import { emptySnapshot, type Snapshot, type SnapshotResource } from "../../../../cli/diff/snapshot";
import { recordProgram } from "../../../../sandbox/program/record";

type Inputs = Readonly<Record<string, unknown>>;

async function recorded(stack: string): Promise<Snapshot> {
  const { project, accountId, region, resources } = await recordProgram({ stack });
  return {
    project,
    stack,
    accountId,
    region,
    resources: resources.map((resource) => ({ ...resource, options: {}, outputs: {} })),
  };
}

/** The snapshot with the inputs of one type's resources changed. */
function withInputs(snapshot: Snapshot, type: string, change: (inputs: Inputs) => Inputs): Snapshot {
  let changed = 0;
  const resources = snapshot.resources.map((resource): SnapshotResource => {
    if (resource.type !== type) {
      return resource;
    }
    changed += 1;
    return { ...resource, inputs: change(resource.inputs) };
  });
  assert.ok(changed > 0, `there is no ${type}`);
  return { ...snapshot, resources };
}

function close(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 0.005, `${actual} is not ${expected}`);
}

describe("the estimated cost of a change", () => {
  let dev: Snapshot;
  let prod: Snapshot;
  before(async () => {
    dev = await recorded("dev");
    prod = await recorded("prod");
  });

  const changed = (type: string, change: (inputs: Inputs) => Inputs): CostChange =>
    compareCost(prod, withInputs(prod, type, change));

  it("is nothing, and nothing is said, when nothing changes", () => {
    const same = compareCost(prod, prod);
    assert.deepEqual(same.lines, []);
    assert.deepEqual(describeCost(same), []);
  });

  it("says what a new stack costs while nothing runs: keys, secrets, alarms and dashboards", () => {
    const { before, after, lines } = compareCost(emptySnapshot(dev), dev);
    assert.deepEqual(before, { least: 0, most: 0 });
    const standing = lines.filter(({ before: was, after: is }) => was.least === 0 && is.least === is.most);
    assert.deepEqual(standing.map(({ item }) => item).sort(), [
      "CloudWatch alarms",
      "CloudWatch dashboards",
      "KMS keys",
      "Secrets",
    ]);
    // dev's schedule is off: nothing runs by itself.
    close(
      after.least,
      standing.reduce((sum, line) => sum + line.after.least, 0),
    );
  });

  it("has a limit that stops queries as the most that dev's warehouse costs", () => {
    const { lines } = compareCost(emptySnapshot(dev), dev);
    const warehouse = lines.find(({ item }) => item.startsWith("Redshift Serverless"));
    close(warehouse?.after.most ?? 0, 16 * (365 / 12) * PRICES.redshiftServerlessRpuHour);
    assert.match(warehouse?.basis ?? "", /up to 487 RPU hours, where the usage limit stops queries/);
  });

  it("follows base capacity for the least, maximum capacity for the most", () => {
    const { lines } = changed("aws:redshiftserverless/workgroup:Workgroup", (inputs) => ({
      ...inputs,
      baseCapacity: 64,
      maxCapacity: 256,
    }));
    assert.equal(lines.length, 1);
    const [{ before, after, basis }] = lines;
    close(after.least, before.least * 2);
    close(after.least, (365 / 12) * 64 * (1 / 60) * 0.375);
    close(after.most, 256 * 730 * 0.375);
    assert.match(
      basis,
      /^30 loads of a minute, at 32 RPU → at 64 RPU, up to 128 RPU around the clock.* → up to 256 RPU/,
    );
  });

  it("follows a Glue job's workers, their size and the timeout, and every retry at the most", () => {
    const { lines } = changed("aws:glue/job:Job", (inputs) => ({
      ...inputs,
      numberOfWorkers: 20,
      workerType: "G.2X",
      timeout: 60,
    }));
    assert.deepEqual(
      lines.map(({ item }) => item),
      ["Glue job marketing-transform"],
    );
    const [{ before, after }] = lines;
    // Twice the workers, twice the size, twice the time; the least has two workers whatever is declared.
    close(after.most, before.most * 8);
    close(after.least, before.least * 2);
    close(before.least, (365 / 12) * 2 * 0.44 * (1 / 60));
  });

  it("follows the schedule, and has it cost nothing when it is off", () => {
    const hourly = changed("aws:scheduler/schedule:Schedule", (inputs) => ({
      ...inputs,
      scheduleExpression: "cron(0 * * * ? *)",
    }));
    const glue = (change: CostChange): number =>
      change.lines.find(({ item }) => item.startsWith("Glue"))?.after.least ?? NaN;
    close(glue(hourly), 24 * (365 / 12) * 2 * 0.44 * (1 / 60));
    const off = changed("aws:scheduler/schedule:Schedule", (inputs) => ({ ...inputs, state: "DISABLED" }));
    assert.equal(glue(off), 0);
  });

  it("counts a network's gateways, made by awsx out of sight", () => {
    const { lines } = changed("awsx:ec2:Vpc", (inputs) => ({
      ...inputs,
      natGateways: { strategy: "OnePerAz" },
    }));
    assert.deepEqual(
      lines.map(({ item, after }) => [item, after.least]),
      [["NAT gateways, without their traffic", 3 * 0.045 * 730]],
    );
  });

  it("puts what is hardly worth a line together, and keeps the sum", () => {
    const { lines, before, after } = changed("aws:lambda/function:Function", (inputs) => ({
      ...inputs,
      timeout: 90,
    }));
    assert.match(lines[0].item, /^\d others$/);
    assert.match(lines[0].basis, /Lambda function marketing-extract, Lambda function/);
    close(
      lines.reduce((sum, line) => sum + line.after.most - line.before.most, 0),
      after.most - before.most,
    );
  });

  it("puts the greatest difference first", () => {
    const { lines } = compareCost(emptySnapshot(prod), prod);
    const most = lines.map(({ after }) => after.most);
    assert.deepEqual(
      most,
      [...most].sort((one, other) => other - one),
    );
  });

  it("marks itself as an estimate, with the prices' region and day", () => {
    const said = JSON.stringify(describeCost(compareCost(emptySnapshot(prod), prod)));
    assert.match(said, /An estimate, by list prices of /);
    assert.ok(said.includes(PRICES.region) && said.includes(PRICES.asOf));
    assert.match(said, /Not in it: storage/);
  });

  it("says which schedule it can't count, and leaves it out", () => {
    const odd = changed("aws:scheduler/schedule:Schedule", (inputs) => ({
      ...inputs,
      scheduleExpression: "cron(every day)",
    }));
    assert.match(odd.assumptions.join("\n"), /The schedule cron\(every day\) can't be counted/);
    assert.equal(odd.lines.find(({ item }) => item.startsWith("Glue"))?.after.most, 0);
  });

  for (const definition of ["[secret 1a2b3c]", "no JSON"]) {
    it(`leaves out of both revisions a workflow whose definition is ${definition}, and says so`, () => {
      const hidden = changed("aws:sfn/stateMachine:StateMachine", (inputs) => ({ ...inputs, definition }));
      assert.deepEqual(hidden.lines, []);
      assert.deepEqual(hidden.before, hidden.after);
      assert.match(
        hidden.assumptions.join("\n"),
        /definition of workflow stepline-prod-marketing-ingest is a secret, or no JSON: neither revision's runs/,
      );
    });
  }

  it("counts a schedule's firings", () => {
    const expected: Readonly<Record<string, number>> = {
      "cron(0 0 * * ? *)": 365 / 12,
      "cron(0/15 8-17 ? * MON-FRI *)": (261 * 40) / 12,
      "cron(30 6 1 * ? *)": 1,
      "cron(0 9 ? * 2 *)": 52 / 12,
      "cron(* * * * ? *)": (365 * 1440) / 12,
      "cron(0 0 1 1 ? 2020)": 0,
      "rate(5 minutes)": (365 * 288) / 12,
      "rate(1 day)": 365 / 12,
      "at(2027-01-01T00:00:00)": 0,
    };
    for (const [expression, runs] of Object.entries(expected)) {
      assert.equal(monthlyRuns(expression), runs, expression);
    }
  });
});
