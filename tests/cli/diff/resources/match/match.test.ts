import assert from "node:assert/strict";

import { matchResources } from "../../../../../cli/diff/resources/match/match";
import type { ResourceAlias } from "../../../../../sandbox/types";
import { resource, snapshot } from "../snapshots";

const GROUP = "shop:index:Group";
const BUCKET = "aws:s3/bucket:Bucket";

describe("matching a head's resources with the base's", () => {
  it("goes by URN first, even where an alias names another one", () => {
    const [one, two] = [resource({ type: BUCKET, name: "one" }), resource({ type: BUCKET, name: "two" })];
    const after = { ...one, options: { aliases: [{ name: "two" }] } };
    const { pairs, deleted } = matchResources(snapshot(one, two), snapshot(after));
    assert.deepEqual(oldNames(pairs), { "shop-dev": "shop-dev", one: "one" });
    assert.deepEqual(
      deleted.map(({ name }) => name),
      ["two"],
    );
  });

  const aliases: readonly (readonly [string, ResourceAlias])[] = [
    ["a name", { name: "old" }],
    ["a URN", { urn: "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::old" }],
    ["a name and a type", { name: "old", type: BUCKET }],
    ["a name and no parent", { name: "old", noParent: true }],
    [
      "a name and the stack as its parent",
      { name: "old", parentUrn: resource({ type: GROUP, name: "x" }).parent },
    ],
    ["a name, a project and a stack", { name: "old", project: "shop", stack: "dev" }],
  ];
  for (const [what, alias] of aliases) {
    it(`takes over what an alias with ${what} was called`, () => {
      const before = snapshot(resource({ type: BUCKET, name: "old" }));
      const after = snapshot(resource({ type: BUCKET, name: "new", options: { aliases: [alias] } }));
      assert.equal(oldNames(matchResources(before, after).pairs).new, "old");
    });
  }

  it("does not take over what stood in another stack or project", () => {
    const before = snapshot(resource({ type: BUCKET, name: "old" }));
    const aliases = [
      { name: "old", project: "other" },
      { name: "old", stack: "prod" },
    ];
    const after = snapshot(resource({ type: BUCKET, name: "new", options: { aliases } }));
    assert.equal(oldNames(matchResources(before, after).pairs).new, undefined);
  });

  it("lets parts inherit the alias of a renamed component, with names that begin with its name", () => {
    const group = resource({ type: GROUP, name: "old" });
    const before = snapshot(
      group,
      resource({ type: BUCKET, name: "old-data" }, group),
      resource({ type: BUCKET, name: "logs" }, group),
    );
    const now = resource({ type: GROUP, name: "new", options: { aliases: [{ name: "old" }] } });
    // Parts before the component: the order of a snapshot is that of URNs.
    const after = snapshot(
      resource({ type: BUCKET, name: "new-data" }, now),
      resource({ type: BUCKET, name: "logs" }, now),
      now,
    );
    assert.deepEqual(oldNames(matchResources(before, after).pairs), {
      "shop-dev": "shop-dev",
      new: "old",
      "new-data": "old-data",
      logs: "logs",
    });
  });

  it("lets parts of a component with another type, or at another place, inherit that", () => {
    const outer = resource({ type: GROUP, name: "outer" });
    const group = resource({ type: "shop:index:Old", name: "group" });
    const before = snapshot(outer, group, resource({ type: BUCKET, name: "group-data" }, group));
    const aliases = [{ type: "shop:index:Old", noParent: true }];
    const now = resource({ type: GROUP, name: "group", options: { aliases } }, outer);
    const after = snapshot(outer, now, resource({ type: BUCKET, name: "group-data" }, now));
    const { pairs, created, deleted } = matchResources(before, after);
    assert.equal(oldNames(pairs)["group-data"], "group-data");
    assert.deepEqual([created, deleted], [[], []]);
  });

  it("combines a part's own alias with that of its component", () => {
    const group = resource({ type: GROUP, name: "old" });
    const before = snapshot(group, resource({ type: BUCKET, name: "old-files" }, group));
    const now = resource({ type: GROUP, name: "new", options: { aliases: [{ name: "old" }] } });
    const part = resource(
      { type: BUCKET, name: "new-data", options: { aliases: [{ name: "new-files" }] } },
      now,
    );
    assert.equal(oldNames(matchResources(before, snapshot(now, part)).pairs)["new-data"], "old-files");
  });

  it("leaves a resource to the one that still goes by its URN", () => {
    const old = resource({ type: BUCKET, name: "old" });
    const added = resource({ type: BUCKET, name: "added", options: { aliases: [{ name: "old" }] } });
    const { pairs, created } = matchResources(snapshot(old), snapshot(added, old));
    assert.equal(oldNames(pairs).old, "old");
    assert.deepEqual(created, [added]);
  });

  it("gives a resource of the base to one of the head only", () => {
    const before = snapshot(resource({ type: BUCKET, name: "old" }));
    const options = { aliases: [{ name: "old" }] };
    const after = snapshot(
      resource({ type: BUCKET, name: "a", options }),
      resource({ type: BUCKET, name: "b", options }),
    );
    const { pairs, created } = matchResources(before, after);
    assert.equal(oldNames(pairs).a, "old");
    assert.deepEqual(
      created.map(({ name }) => name),
      ["b"],
    );
  });

  it("ends where aliases name each other's parts as parents", () => {
    const one = resource({ type: GROUP, name: "one" });
    const two = resource({ type: GROUP, name: "two" }, one);
    const looped = { ...one, options: { aliases: [{ parentUrn: two.urn }] } };
    assert.equal(matchResources(snapshot(), snapshot(looped, two)).pairs.length, 1);
  });
});

function oldNames(
  pairs: ReturnType<typeof matchResources>["pairs"],
): Readonly<Partial<Record<string, string>>> {
  return Object.fromEntries(pairs.map(({ before, after }) => [after.name, before.name]));
}
