import assert from "node:assert/strict";
import * as fc from "fast-check";

import { compareSettings } from "../../../../cli/diff/settings/compare";
import { environmentPaths } from "../../../../cli/diff/settings/environment-paths";
import type { SettingChange } from "../../../../cli/diff/settings/setting-change";
import { recordedStack } from "../resources/recorded-stack";
import { snapshot } from "../resources/snapshots";
import { ENVIRONMENTS, withEnvironment } from "./snapshots";

const { dev, prod } = ENVIRONMENTS;

describe("settings of two revisions", () => {
  it("that are the same have no changes", () => {
    assert.deepEqual(compare(prod, structuredClone(prod)), []);
  });

  it("differ setting by setting, in the order of the schema", () => {
    const changes = compare(dev, prod);
    const order = environmentPaths();
    assert.equal(changes[0].path, "name");
    assert.deepEqual(
      changes.map(({ path }) => path),
      order.filter((path) => changes.some((change) => change.path === path)),
    );
    assert.deepEqual(
      changes.find(({ path }) => path === "warehouse.maxCapacityRpu"),
      {
        path: "warehouse.maxCapacityRpu",
        before: 16,
        after: 128,
        caution: "A second with queries may cost 128 RPU, no longer 16 RPU at most.",
      },
    );
  });

  it("don't differ by the order of a list", () => {
    const emails = (...addresses: readonly string[]): object => ({ notifications: { emails: addresses } });
    assert.deepEqual(compare(emails("a@b.org", "c@d.org"), emails("c@d.org", "a@b.org")), []);
  });

  it("come last where the schema does not have them any more", () => {
    const paths = compare({ aOldOne: 1, ...dev }, prod).map(({ path }) => path);
    assert.equal(paths.at(-1), "aOldOne");
  });

  it("say nothing where a revision does not tell its settings", () => {
    assert.deepEqual(compareSettings(snapshot(), withEnvironment(dev)), []);
    assert.deepEqual(compareSettings(withEnvironment(dev), snapshot()), []);
    assert.deepEqual(compareSettings(withEnvironment(undefined), withEnvironment(dev)), []);
  });

  it("give back one environment when they are carried out on the other", () => {
    const values = fc.record(
      {
        name: fc.constantFrom("dev", "prod"),
        lake: fc.record({ landingDays: fc.nat(9) }, { requiredKeys: [], noNullPrototype: true }),
        schedule: fc.record(
          { enabled: fc.boolean(), timeZone: fc.constantFrom("UTC", "Europe/Dublin") },
          { requiredKeys: ["enabled"], noNullPrototype: true },
        ),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(values, values, (before, after) => {
        const result = flat(before);
        compare(before, after).forEach(({ path, after: value }) => {
          result.delete(path);
          if (value !== undefined) {
            result.set(path, value);
          }
        });
        assert.deepEqual(new Map([...result].sort()), new Map([...flat(after)].sort()));
      }),
    );
  });

  it("are found in the program's own platform", async function () {
    this.timeout(30_000);
    const [before, after] = [await recordedStack("dev"), await recordedStack("prod")];
    assert.deepEqual(compareSettings(before, before), []);
    assert.ok(compareSettings(after, before).some(({ path }) => path === "protection.protectResources"));
  });
});

describe("the paths of an environment's settings", () => {
  it("are all that an environment has", () => {
    const known = new Set(environmentPaths());
    assert.deepEqual(
      [dev, prod].flatMap((environment) => [...flat(environment).keys()]).filter((path) => !known.has(path)),
      [],
    );
  });
});

function compare(before: unknown, after: unknown): readonly SettingChange[] {
  return compareSettings(withEnvironment(before), withEnvironment(after));
}

function flat(value: object, prefix = ""): Map<string, unknown> {
  return new Map(
    Object.entries(value).flatMap(([key, member]): [string, unknown][] =>
      typeof member === "object" && member !== null && !Array.isArray(member)
        ? [...flat(member as object, `${prefix}${key}.`)]
        : [[`${prefix}${key}`, member]],
    ),
  );
}
