import assert from "node:assert/strict";
import fc from "fast-check";
import { alikeStacks, listed } from "../../../cli/diff/alike";

function groups(values: Readonly<Record<string, unknown>>): readonly (readonly string[])[] {
  return alikeStacks(Object.entries(values).map(([stack, value]) => ({ stack, value }))).map(
    ({ stacks }) => stacks,
  );
}

describe("stacks about which the same is to be said", () => {
  it("differ in nothing but their own names, in values and keys", () => {
    assert.deepEqual(
      groups({
        dev: { "stepline-dev-raw": ["arn:aws:s3:::stepline-dev-raw/*", 3, null] },
        prod: { "stepline-prod-raw": ["arn:aws:s3:::stepline-prod-raw/*", 3, null] },
      }),
      [["dev", "prod"]],
    );
  });

  const apart: readonly (readonly [string, unknown, unknown])[] = [
    ["a number", { retries: 3 }, { retries: 4 }],
    ["whose name it is, where both have the same", ["stepline-dev-raw"], ["stepline-dev-raw"]],
    ["a name that is one's own only in one of them", ["copy of dev"], ["copy of dev"]],
    ["a word that only holds the name", ["device"], ["product"]],
    ["a word that ends with the name", ["subdev"], ["subprod"]],
    ["where the name stands", ["dev", "x"], ["x", "prod"]],
  ];
  for (const [what, dev, prod] of apart) {
    it(`are apart where they differ in ${what}`, () => {
      assert.deepEqual(groups({ dev, prod }), [["dev"], ["prod"]]);
    });
  }

  it("stay in their order, with the first one's value for all of a group", () => {
    const values = ["b", "a", "c"].map((stack) => ({ stack, value: stack === "a" ? "other" : `x-${stack}` }));
    assert.deepEqual(alikeStacks(values), [
      { stacks: ["b", "c"], value: "x-b" },
      { stacks: ["a"], value: "other" },
    ]);
  });

  it("may have names that mean something in a pattern", () => {
    assert.deepEqual(groups({ "a.b": ["x-a.b"], "a+c": ["x-a+c"] }), [["a.b", "a+c"]]);
    assert.deepEqual(groups({ "a.b": ["x-axb"], "a+c": ["x-a+c"] }), [["a.b"], ["a+c"]]);
  });

  it("can be told from the first one's value by putting in the other's name", () => {
    const words = fc.array(fc.constantFrom("dev", "prod", "raw", "-", "devs"), { maxLength: 6 });
    fc.assert(
      fc.property(words, words, fc.boolean(), (one, other, same) => {
        const first = one.join("-");
        const renamed = first.replace(/\bdev\b/g, "prod");
        const second = same ? renamed : other.join("-");
        const alike = groups({ dev: first, prod: second }).length === 1;
        assert.equal(alike, renamed === second && !one.includes("prod"));
      }),
    );
  });

  it("are listed in words", () => {
    assert.deepEqual([["dev"], ["dev", "prod"], ["a", "b", "c"]].map(listed), [
      "dev",
      "dev and prod",
      "a, b and c",
    ]);
  });
});
