import assert from "node:assert/strict";
import fc from "fast-check";
import { differences, same } from "../../../../../cli/diff/workflows/fields/leaves";

const paths = (before: unknown, after: unknown): readonly string[] =>
  [...differences(before, after)].map(({ path }) => path);

describe("differences of JSON", () => {
  it("are as deep as both have something there", () => {
    assert.deepEqual(
      [...differences({ a: { b: 1, c: 2 }, d: 3 }, { a: { b: 1, c: 4 }, e: { f: 5 } })],
      [
        { path: "a.c", before: 2, after: 4 },
        { path: "d", before: 3 },
        { path: "e", after: { f: 5 } },
      ],
    );
  });

  it("leave out what lists begin and end with", () => {
    assert.deepEqual(paths([1, 2, 3], [0, 1, 2, 3]), ["[0]"]);
    assert.deepEqual(paths([1, 2, 3], [1, 3]), ["[1]"]);
    assert.deepEqual(paths([1, 1], [1, 1, 1]), ["[2]"]);
    assert.deepEqual(paths([{ a: 1 }, 2], [{ a: 3 }, 2]), ["[0].a"]);
  });

  it("quote keys that could be taken for a path", () => {
    assert.deepEqual(paths({ "x.$": 1, "": 1, ":me": 1 }, {}), ['[""]', ":me", '["x.$"]']);
  });

  it("are none exactly where both are the same", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        assert.equal(paths(one, other).length === 0, same(one, other));
        assert.deepEqual(paths(one, structuredClone(one)), []);
      }),
    );
  });
});
