import assert from "node:assert/strict";

import {
  contains,
  parsePropertyPath,
  withBase,
} from "../../../../../cli/diff/resources/properties/property-path";

describe("a path of ignoreChanges or replaceOnChanges", () => {
  const paths: readonly (readonly [string, readonly (string | number)[]])[] = [
    ["tags", ["tags"]],
    ["tags.Team", ["tags", "Team"]],
    ['tags["aws:a.b"].x', ["tags", "aws:a.b", "x"]],
    ['["a\\"b"]', ['a"b']],
    ["rules[0].status", ["rules", 0, "status"]],
    ["rules[*].status", ["rules", "*", "status"]],
    ["*", ["*"]],
  ];
  for (const [text, path] of paths) {
    it(`is read as Pulumi reads ${text}`, () => {
      assert.deepEqual(parsePropertyPath(text), path);
    });
  }

  it("holds what is at it and inside of it, and nothing around it", () => {
    const steps = [
      { kind: "key", key: "rules" },
      { kind: "member", label: "tidy", index: 1 },
      { kind: "key", key: "days" },
    ] as const;
    const holds = (path: string): boolean => contains(parsePropertyPath(path), steps);
    assert.deepEqual(["rules", "rules[1]", "rules[*].days", "*"].map(holds), [true, true, true, true]);
    assert.deepEqual(["rules[0]", "rules[1].days.x", "tags"].map(holds), [false, false, false]);
  });

  const resets: readonly (readonly [string, unknown, unknown, unknown])[] = [
    ["a", { a: 1 }, { a: 2, b: 2 }, { a: 1, b: 2 }],
    ["a", {}, { a: 2 }, {}],
    ["a", { a: 1 }, {}, { a: 1 }],
    ["a.b", { a: { b: 1 } }, { a: { b: 2, c: 3 } }, { a: { b: 1, c: 3 } }],
    ["a[0]", { a: [1, 2] }, { a: [3, 4] }, { a: [1, 4] }],
    ["a[*].x", { a: [{ x: 1 }] }, { a: [{ x: 2 }, { x: 3 }] }, { a: [{ x: 1 }, { x: 3 }] }],
    ["*", { a: 1 }, { a: 2, b: 3 }, { a: 1 }],
    ["a.b", { a: "text" }, { a: { b: 1 } }, { a: { b: 1 } }],
  ];
  for (const [path, before, after, result] of resets) {
    it(`${path} of ${JSON.stringify(before)} makes ${JSON.stringify(after)} into ${JSON.stringify(result)}`, () => {
      assert.deepEqual(withBase(before, after, parsePropertyPath(path)), result);
    });
  }
});
