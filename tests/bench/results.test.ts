import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Comparison, Goal } from "../../bench/figure";
import { median } from "../../bench/median";
import { benchPage } from "../../bench/page";
import { type BenchResult, readResults, writeResult } from "../../bench/results";
import { goalMet, goalText, goalValue, suiteText } from "../../bench/table";

const MACHINE = {
  commit: "0123456789abcdef",
  cpu: "a <fast> one",
  cores: 2,
  memoryGiB: 24,
  os: "Linux",
  node: "v20",
  python: "Python 3.11",
  java: "17",
  loadAverage: 0.1,
};

function compared(ours: readonly number[], theirs: readonly number[], goal?: Goal): Comparison {
  const subjects = [
    { name: "stepline", samples: ours },
    { name: "other", samples: theirs },
  ];
  return { name: "a thing", unit: "s", subjects, ...(goal === undefined ? {} : { goal }) };
}

function result(startedAt: string, comparisons: readonly Comparison[]): BenchResult {
  const suite = { name: "program", about: "What is compared.", seconds: 1, comparisons };
  return { formatVersion: 1, startedAt, machine: MACHINE, suites: [suite] };
}

describe("benchmark goals", () => {
  const ratio = (bound: number, atLeast?: boolean): Goal => ({
    kind: "ratio",
    against: "other",
    bound,
    atLeast,
  });
  const cases: readonly [string, Comparison, boolean | undefined][] = [
    ["a ratio at its bound is met", compared([11], [10], ratio(1.1)), true],
    ["a ratio above its bound is missed", compared([12], [10], ratio(1.1)), false],
    ["a rate at its least is met", compared([8], [10], ratio(0.77, true)), true],
    ["a rate below its least is missed", compared([7], [10], ratio(0.77, true)), false],
    [
      "a difference is what ours takes more",
      compared([5], [4], { kind: "difference", against: "other", bound: 2 }),
      true,
    ],
    ["a limit is of ours alone", compared([31], [10], { kind: "limit", bound: 30 }), false],
    ["without a goal nothing is met or missed", compared([1], [1]), undefined],
  ];
  for (const [claim, comparison, met] of cases) {
    it(claim, () => {
      assert.equal(goalMet(comparison), met);
    });
  }

  it("take medians: one slow sample decides nothing", () => {
    assert.equal(goalValue(compared([1, 100, 1], [2, 2, 50], ratio(1.1))), 0.5);
    assert.equal(median([4, 1, 3, 2]), 2.5);
  });

  it("name the subject that was not measured", () => {
    assert.throws(
      () => goalValue(compared([1], [1], { kind: "ratio", against: "nobody", bound: 1 })),
      /"a thing" is held against "nobody", which was not measured/,
    );
  });

  it("read as words", () => {
    assert.equal(goalText(ratio(1.1), "s"), "at most 1.1x other");
    assert.equal(
      goalText({ kind: "difference", against: "moto", bound: 2 }, "ms"),
      "at most 2 ms above moto",
    );
  });
});

describe("benchmark results", () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-bench-"));
  });

  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  it("are read as they were written, oldest first", () => {
    const later = result("2026-11-22T22:00:00.000Z", [compared([1], [2])]);
    const earlier = result("2026-11-21T22:00:00.000Z", [compared([3], [4])]);
    writeResult(later, folder);
    writeResult(earlier, folder);
    assert.deepEqual(readResults(folder), [earlier, later]);
  });

  it("name a file that is none", () => {
    fs.writeFileSync(path.join(folder, "broken.json"), "{");
    assert.throws(() => readResults(folder), /broken\.json is no benchmark result .*remove the file/);
    fs.writeFileSync(path.join(folder, "broken.json"), '{"formatVersion":2}');
    assert.throws(() => readResults(folder), /broken\.json has format 2, this command reads 1/);
  });

  it("are drawn on a page with the latest figures, every run as a point, and text that is escaped", () => {
    const goal: Goal = { kind: "ratio", against: "other", bound: 1.1 };
    const page = benchPage([
      result("2026-11-21T22:00:00.000Z", [compared([1], [2], goal)]),
      result("2026-11-22T22:00:00.000Z", [compared([3], [2], goal)]),
    ]);
    assert.equal(page.match(/<circle/g)?.length, 2);
    assert.match(page, /missed/);
    assert.match(page, /1\.50x/);
    assert.ok(page.includes("a &lt;fast&gt; one"));
    assert.ok(!page.includes("<fast>"));
  });

  it("fit the terminal", () => {
    const text = suiteText({
      name: "program",
      about:
        "What is compared, in a sentence that is a good deal longer than any terminal of eighty columns is wide.",
      seconds: 1,
      comparisons: [compared([1.234], [2.345], { kind: "ratio", against: "other", bound: 1.1 })],
    });
    assert.deepEqual(
      text.split("\n").filter((line) => line.length > 80),
      [],
    );
  });
});
