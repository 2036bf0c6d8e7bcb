import assert from "node:assert/strict";

import { cautionOf } from "../../../../cli/diff/settings/cautions";
import { environmentPaths } from "../../../../cli/diff/settings/environment-paths";

/** Path, the change that asks for caution, what it says. */
const CASES: readonly (readonly [string, unknown, unknown, RegExp])[] = [
  ["allowedAccountIds", ["111122223333"], [], /any account/],
  ["permissionsBoundary", "boundary", undefined, /Nothing bounds/],
  ["protection.protectResources", true, false, /two keys/],
  ["protection.allowDataDeletion", false, true, /two keys/],
  ["protection.deletionProtection", true, false, /no longer refuses/],
  ["protection.pointInTimeRecovery", true, false, /backups of the last 35 days/],
  ["protection.keyDeletionWindowDays", 30, 7, /7 days, no longer 30 days/],
  ["logs.retentionDays", 400, 14, /14 days, no longer 400 days/],
  ["logs.level", "DEBUG", "WARN", /from WARN on/],
  ["network.natGateways", "None", "Single", /internet/],
  ["network.flowLogs", true, false, /who spoke/],
  ["lake.noncurrentVersionDays", 90, 7, /Earlier versions.*after 7 days, no longer 90 days/],
  ["lake.landingDays", 400, 30, /Landed files expire after 30 days/],
  ["lake.curatedDays", 1200, 30, /no longer 1,200 days/],
  ["lake.quarantineDays", 400, 30, /quarantine/],
  ["lake.accessLogDays", 400, 1, /after 1 day,/],
  ["warehouse.baseCapacityRpu", 8, 32, /at least 32 RPU/],
  ["warehouse.maxCapacityRpu", 16, 128, /128 RPU/],
  ["warehouse.enhancedVpcRouting", true, false, /leaves the VPC/],
  ["warehouse.usageLimit.rpuHours", 16, 1500, /1,500 RPU hours, no longer 16 RPU hours/],
  ["transform.maxWorkers", 4, 20, /20 workers/],
  ["notifications.required", true, false, /nobody/],
];

/** Where either direction asks for caution, by a sentence of its own. */
const BOTH_WAYS: readonly (readonly [string, unknown, unknown, RegExp])[] = [
  ["name", "prod", "dev", /deployed as dev/],
  ["warehouse.maxQuerySeconds", 1800, 14_400, /hangs costs for up to 14,400 seconds/],
  ["warehouse.maxQuerySeconds", 14_400, 1800, /cancelled after 1,800 seconds/],
  ["warehouse.usageLimit.breachAction", "deactivate", "log", /nobody is told/],
  ["warehouse.usageLimit.breachAction", "deactivate", "emit-metric", /nothing stops/],
  ["warehouse.usageLimit.breachAction", "log", "deactivate", /queries stop/],
  ["warehouse.usageLimit.period", "daily", "monthly", /monthly, no longer daily/],
  ["schedule.enabled", true, false, /No pipeline runs by itself/],
  ["schedule.enabled", false, true, /run by themselves/],
  ["schedule.timeZone", undefined, "Europe/Dublin", /another moment/],
  ["network.existing.vpcId", "vpc-1", "vpc-2", /another network/],
  ["notifications.emails", ["a@b.org"], [], /^Nobody is told/],
  [
    "notifications.emails",
    ["a@b.org", "c@d.org"],
    ["c@d.org", "e@f.org"],
    /No longer told of failures: a@b\.org\./,
  ],
];

describe("what a reviewer should ask about a setting", () => {
  for (const [path, before, after, says] of CASES) {
    it(`is told when ${path} goes from ${JSON.stringify(before)} to ${JSON.stringify(after)}, not back`, () => {
      assert.match(cautionOf(path, before, after) ?? "", says);
      assert.equal(cautionOf(path, after, before), undefined);
    });
  }

  for (const [path, before, after, says] of BOTH_WAYS) {
    it(`is told when ${path} goes from ${JSON.stringify(before)} to ${JSON.stringify(after)}`, () => {
      assert.match(cautionOf(path, before, after) ?? "", says);
    });
  }

  it("is nothing where more people are told", () => {
    assert.equal(cautionOf("notifications.emails", [], ["a@b.org"]), undefined);
  });

  it("is asked of every setting but those that say where the warehouse's network is", () => {
    const covered = new Set([...CASES, ...BOTH_WAYS].map(([path]) => path));
    assert.deepEqual(
      environmentPaths().filter((path) => !covered.has(path)),
      ["network.existing.subnetIds"],
    );
  });
});
