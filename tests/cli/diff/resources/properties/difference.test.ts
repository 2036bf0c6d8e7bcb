import assert from "node:assert/strict";
import * as fc from "fast-check";

import { differences } from "../../../../../cli/diff/resources/properties/difference";
import { pathText } from "../../../../../cli/diff/resources/properties/path-text";
import { applied, tidy } from "./applied";

// Texts that are JSON documents have cases of their own.
const words = fc.string({ maxLength: 3 }).filter((text) => !/[[{]/.test(text));
const leaf = fc.oneof(words, fc.integer({ min: 0, max: 3 }), fc.boolean());
const key = fc.constantFrom("id", "name", "a", "b", "c d");
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.uniqueArray(leaf, { maxLength: 4, selector: String }),
    fc.uniqueArray(
      fc.record({ id: fc.constantFrom("x", "y", "z"), a: tie("value") }, { noNullPrototype: true }),
      {
        maxLength: 3,
        selector: ({ id }) => id,
      },
    ),
  ),
}));

describe("differences of two values", () => {
  it("of a value and itself are none", () => {
    fc.assert(fc.property(value, (any) => differences(any, structuredClone(any)).length === 0));
  });

  it("make the one value the other", () => {
    fc.assert(
      fc.property(value, value, (before, after) => {
        assert.deepEqual(tidy(applied(before, differences(before, after))), tidy(after));
      }),
      { numRuns: 1000 },
    );
  });

  it("are some wherever two values differ", () => {
    fc.assert(
      fc.property(value, value, (before, after) => {
        const same = JSON.stringify(sortedKeys(before)) === JSON.stringify(sortedKeys(after));
        assert.equal(differences(before, after).length === 0, same);
      }),
    );
  });

  const cases: readonly (readonly [string, unknown, unknown, readonly string[]])[] = [
    ["keys", { tags: { Team: "a" } }, { tags: { Team: "b", "aws:x": "1" } }, ["tags.Team", 'tags["aws:x"]']],
    ["members of lists by their id", rules(1, 2), rules(1, 3), ["rules[b].days"]],
    [
      "members of lists by their place where they have no key",
      { at: [{ x: 1 }] },
      { at: [{ x: 2 }] },
      ["at[0].x"],
    ],
    ["members of lists by their place where two have the same key", twins(1), twins(2), ["at[1].x"]],
    ["members that are texts", { to: ["a", "b"] }, { to: ["b", "c"] }, ["to[a]", "to[c]"]],
    ["another order", { to: ["a", "b"] }, { to: ["b", "a"] }, ["to[order]"]],
    ["what is inside of JSON texts", { policy: policy("a") }, { policy: policy("b") }, policyPaths()],
  ];
  for (const [what, before, after, paths] of cases) {
    it(`name ${what}`, () => {
      assert.deepEqual(
        differences(before, after).map(({ steps }) => pathText(steps)),
        paths,
      );
    });
  }

  it("are none between JSON texts that say the same", () => {
    assert.deepEqual(differences('{"a":1,"b":[2]}', '{ "b": [2],\n "a": 1 }'), []);
  });

  it("of texts that only look like JSON are the texts", () => {
    assert.deepEqual(differences("[section]", "[other]"), [
      { steps: [], before: "[section]", after: "[other]" },
    ]);
  });

  it("of archives go by their digest, not by what else is told of them", () => {
    const archive = (sha256: string, name: string): object => ({
      archive: { bytes: 1, sha256, files: { [name]: {} } },
    });
    assert.deepEqual(differences(archive("1", "a"), archive("1", "b")), []);
    assert.equal(differences(archive("1", "a"), archive("2", "a")).length, 1);
  });

  it("leave out the side that has nothing", () => {
    assert.deepEqual(differences({}, { a: 1 }), [{ steps: [{ kind: "key", key: "a" }], after: 1 }]);
    assert.deepEqual(differences({ a: 1 }, {}), [{ steps: [{ kind: "key", key: "a" }], before: 1 }]);
  });
});

function rules(one: number, other: number): object {
  return {
    rules: [
      { id: "a", days: one },
      { id: "b", days: other },
    ],
  };
}

function twins(x: number): object {
  return {
    at: [
      { id: "a", x: 1 },
      { id: "a", x },
    ],
  };
}

function policy(action: string): string {
  return JSON.stringify({ Statement: [{ Sid: "Read", Action: [action] }] });
}

function policyPaths(): readonly string[] {
  return ["policy.Statement[Read].Action[a]", "policy.Statement[Read].Action[b]"];
}

function sortedKeys(any: unknown): unknown {
  if (Array.isArray(any)) {
    return any.map(sortedKeys);
  }
  return typeof any === "object" && any !== null
    ? Object.fromEntries(
        Object.entries(any)
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([name, member]) => [name, sortedKeys(member)]),
      )
    : any;
}
