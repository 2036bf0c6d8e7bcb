import assert from "node:assert/strict";
import fc from "fast-check";
import { counted, durationWords, timesWords } from "../../../../../cli/diff/workflows/words/quantities";
import {
  differingParts,
  insteadOf,
  listedCodes,
  versionedName,
} from "../../../../../cli/diff/workflows/words/values";
import { plain } from "../plain";

describe("quantities in words", () => {
  it("say seconds in the units that people use, exactly", () => {
    const words = [0.5, 1, 59, 60, 90, 120, 600, 3600, 5400, 86_400, 90_061].map(durationWords);
    assert.deepEqual(words, [
      "0.5 seconds",
      "1 second",
      "59 seconds",
      "1 minute",
      "90 seconds",
      "2 minutes",
      "10 minutes",
      "1 hour",
      "1 hour 30 minutes",
      "1 day",
      "1 day 1 hour 1 minute 1 second",
    ]);
  });

  it("lose no second", () => {
    const sizes: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };
    fc.assert(
      fc.property(fc.nat(40_000_000), (seconds) => {
        const parts = [...durationWords(seconds).matchAll(/(\d+) (second|minute|hour|day)s?/g)];
        assert.equal(
          parts.reduce((sum, [, number, unit]) => sum + Number(number) * sizes[unit], 0),
          seconds,
        );
      }),
    );
  });

  it("count", () => {
    assert.deepEqual([0, 1, 2].map(timesWords), ["never", "once", "2 times"]);
    assert.deepEqual([counted(1, "state"), counted(2, "state")], ["1 state", "2 states"]);
  });
});

describe("values in words", () => {
  it("are shown whole while they are short", () => {
    assert.equal(plain(insteadOf("{% $a %}", "{% $b %}")), "`$b` instead of `$a`");
    assert.equal(plain(insteadOf({ a: 1 }, "")), '`""` instead of `{"a":1}`');
    assert.equal(plain(insteadOf(undefined, 3)), "`3` (nothing before)");
    assert.equal(plain(insteadOf(false, undefined)), "nothing (`false` before)");
  });

  it("are shown where they differ when they are long", () => {
    const long = (middle: string): string => `${"a".repeat(100)}${middle}${"z".repeat(100)}`;
    assert.deepEqual(differingParts(long("1"), long("2")), [
      `…${"a".repeat(30)}1${"z".repeat(30)}…`,
      `…${"a".repeat(30)}2${"z".repeat(30)}…`,
    ]);
  });

  it("differ in what is shown of them, and are never long", () => {
    const text = fc.string({ maxLength: 400 });
    fc.assert(
      fc.property(text, text, text, (head, one, tail) => {
        const [was, is] = differingParts(`${head}${tail}`, `${head}+${one}${tail}`);
        assert.notEqual(was, is);
        assert.ok(Math.max(was.length, is.length) <= 162);
      }),
    );
  });

  it("that name a content by its digest are versions of one thing", () => {
    const key = (digit: string): string => `s3://artifacts/glue/${digit.repeat(64)}/transform.py`;
    assert.equal(versionedName(key("a"), key("b")), "s3://artifacts/glue/…/transform.py");
    assert.equal(versionedName(key("a"), `${key("b")}c`), undefined);
    assert.equal(versionedName("deadbeef", "beefdead"), undefined);
    const version = (number: number): string =>
      `arn:aws:lambda:eu-west-1:111122223333:function:extract:${number}`;
    assert.equal(
      versionedName(version(7), version(12)),
      "arn:aws:lambda:eu-west-1:111122223333:function:extract:…",
    );
    assert.equal(versionedName(1, 2), undefined);
  });

  it("are listed up to a number", () => {
    assert.equal(plain(listedCodes(["a"])), "`a`");
    assert.equal(plain(listedCodes(["a", "b", "c", "d"])), "`a`, `b`, `c` and `d`");
    assert.equal(plain(listedCodes(["a", "b", "c", "d", "e"])), "`a`, `b`, `c` and 2 more");
  });
});
