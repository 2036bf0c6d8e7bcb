import assert from "node:assert/strict";

import { compareSettings } from "../../../../cli/diff/settings/compare";
import { describeSettings } from "../../../../cli/diff/settings/describe";
import { plainText, warningTexts } from "../resources/plain-text";
import { ENVIRONMENTS, withEnvironment } from "./snapshots";

const { dev, prod } = ENVIRONMENTS;

describe("what is said of settings", () => {
  it("is nothing where none changes", () => {
    assert.deepEqual(describeSettings([]), []);
  });

  it("begins with a heading of level 3 and what asks for caution, then has every change in a table, with units", () => {
    const changes = compareSettings(withEnvironment(prod), withEnvironment(dev));
    const blocks = describeSettings(changes);
    assert.deepEqual(blocks[0], { kind: "heading", level: 3, text: ["Settings"] });
    assert.equal(warningTexts(blocks).length, changes.filter(({ caution }) => caution !== undefined).length);
    const table = plainText(blocks.filter(({ kind }) => kind === "table"));
    assert.equal(table.split("\n").length, changes.length);
    for (const row of [
      "`protection.protectResources` | on | off",
      "`lake.curatedDays` | 1,200 days | 30 days",
      "`warehouse.maxCapacityRpu` | 128 RPU | 16 RPU",
      "`warehouse.maxQuerySeconds` | 14,400 seconds | 1,800 seconds",
      "`warehouse.usageLimit.rpuHours` | 1,500 RPU hours | 16 RPU hours",
      "`warehouse.usageLimit.period` | `monthly` | `daily`",
      "`transform.maxWorkers` | 20 workers | 4 workers",
    ]) {
      assert.ok(table.split("\n").includes(row), row);
    }
  });

  it("tells lists by their members, and an empty one as none", () => {
    const table = plainText(
      describeSettings([{ path: "notifications.emails", before: ["a@b.org", "c@d.org"], after: [] }]),
    );
    assert.match(table, /`notifications\.emails` \| `a@b\.org, c@d\.org` \| none$/m);
  });
});
