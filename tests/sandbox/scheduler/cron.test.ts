import assert from "node:assert/strict";
import { scheduledTimeFor } from "../../../sandbox/scheduler/cron";

function fires(expression: string, timeZone: string, logicalDate: string, logicalDateLagHours = 12): string {
  return scheduledTimeFor({ expression, timeZone, logicalDateLagHours }, logicalDate).toISOString();
}

const DAILY = "cron(0 0 * * ? *)";

describe("scheduledTimeFor", () => {
  it("is the local midnight that ends the logical date, in zones east and west", () => {
    assert.equal(fires(DAILY, "UTC", "2008-11-21"), "2008-11-22T00:00:00.000Z");
    assert.equal(fires(DAILY, "Europe/Dublin", "2008-07-01"), "2008-07-01T23:00:00.000Z");
    assert.equal(fires(DAILY, "America/Los_Angeles", "2008-11-21"), "2008-11-22T08:00:00.000Z");
    assert.equal(fires(DAILY, "Asia/Tokyo", "2008-11-21"), "2008-11-21T15:00:00.000Z");
  });

  it("stays the local midnight on the days the clocks change", () => {
    assert.equal(fires(DAILY, "Europe/Dublin", "2026-03-28"), "2026-03-29T00:00:00.000Z");
    assert.equal(fires(DAILY, "Europe/Dublin", "2026-03-29"), "2026-03-29T23:00:00.000Z");
    assert.equal(fires(DAILY, "Europe/Dublin", "2026-10-24"), "2026-10-24T23:00:00.000Z");
    assert.equal(fires(DAILY, "Europe/Dublin", "2026-10-25"), "2026-10-26T00:00:00.000Z");
  });

  it("gives every date a firing of its own through a whole year of such changes", () => {
    const seen = new Set<string>();
    for (let day = Date.UTC(2026, 0, 1); day < Date.UTC(2027, 0, 1); day += 86_400_000) {
      seen.add(fires(DAILY, "America/New_York", new Date(day).toISOString().slice(0, 10)));
    }
    assert.equal(seen.size, 365);
  });

  it("reads AWS's days of the week, where Sunday is 1", () => {
    // 2026-11-22 is a Sunday.
    assert.equal(fires("cron(30 6 ? * 1 *)", "UTC", "2026-11-22", 0), "2026-11-22T06:30:00.000Z");
    assert.equal(fires("cron(30 6 ? * MON-FRI *)", "UTC", "2026-11-23", 0), "2026-11-23T06:30:00.000Z");
  });

  it("refuses a date the schedule does not fire for, and an expression it cannot read", () => {
    assert.throws(
      () => fires("cron(30 6 ? * 2-6 *)", "UTC", "2026-11-22", 0),
      /does not fire for 2026-11-22/,
    );
    assert.throws(() => fires("rate(1 day)", "UTC", "2026-11-22"), /"rate\(1 day\)" is not of the form cron/);
  });
});
