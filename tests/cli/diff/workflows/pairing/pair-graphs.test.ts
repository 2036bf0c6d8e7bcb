import assert from "node:assert/strict";
import { type Definition, snapshotOf } from "../snapshots";
import { told } from "../told";

const pass = (next?: string, more: Definition = {}): Definition => ({
  Type: "Pass",
  ...(next === undefined ? { End: true } : { Next: next }),
  ...more,
});
const one = (name: string, more: Definition = {}): Definition => ({
  StartAt: name,
  States: { [name]: pass(undefined, more) },
});

function lines(before: Definition, after: Definition): readonly string[] {
  return told(snapshotOf({ w: before }), snapshotOf({ w: after }));
}

describe("states that stand for each other", () => {
  it("are renamed only between the same neighbours", () => {
    const before = { StartAt: "A", States: { A: pass("B"), B: pass("C", { Output: 1 }), C: pass() } };
    const renamed = { StartAt: "A", States: { A: pass("X"), X: pass("C", { Output: 1 }), C: pass() } };
    assert.deepEqual(lines(before, renamed), ["w X is renamed from B"]);
    const moved = { StartAt: "A", States: { A: pass("C"), X: pass("C", { Output: 1 }), C: pass() } };
    assert.deepEqual(lines(before, moved), [
      "! w unreachable: X",
      "w A: Next",
      "w B is removed",
      "w X is added",
    ]);
    const other = { StartAt: "A", States: { A: pass("X"), X: pass("C", { Output: 2 }), C: pass() } };
    assert.deepEqual(lines(before, other), ["w A: Next", "w B is removed", "w X is added"]);
  });

  it("are not guessed where two could be meant", () => {
    const fork = (...names: readonly string[]): Definition => ({
      StartAt: "A",
      States: {
        A: {
          Type: "Choice",
          Choices: names.map((name) => ({ Condition: "{% $x %}", Next: name })),
          Default: "C",
        },
        ...Object.fromEntries(names.map((name) => [name, pass("C")])),
        C: pass(),
      },
    });
    const found = lines(fork("B1", "B2"), fork("X1", "X2"));
    assert.deepEqual(
      found.filter((line) => line.includes("renamed")),
      [],
    );
    assert.equal(found.filter((line) => line.includes("removed")).length, 2);
  });

  it("follow each other's loops, and start where the other starts", () => {
    const loop = (name: string): Definition => ({
      StartAt: name,
      States: {
        [name]: { Type: "Choice", Choices: [{ Condition: "{% $x %}", Next: name }], Default: "End" },
        End: pass(),
      },
    });
    assert.deepEqual(lines(loop("Old"), loop("New")), ["w New is renamed from Old"]);
  });
});

describe("states inside Map and Parallel", () => {
  const parallel = (...branches: readonly Definition[]): Definition => ({
    StartAt: "P",
    States: { P: { Type: "Parallel", Branches: branches, End: true } },
  });

  it("are told with what is around them", () => {
    assert.deepEqual(lines(parallel(one("A"), one("B")), parallel(one("A"), one("B", { Output: 1 }))), [
      "w P / B: Output",
    ]);
  });

  it("are found in the branch that holds them, wherever it stands", () => {
    assert.deepEqual(
      lines(parallel(one("A"), one("B")), parallel(one("N", { Output: 1 }), one("A"), one("B"))),
      ["w P: Branches[0]", "w P / N is added"],
    );
    assert.deepEqual(lines(parallel(one("A"), one("B")), parallel(one("B"), one("A"))), [
      "w P: Branches order",
    ]);
    assert.deepEqual(lines(parallel(one("A"), one("B")), parallel(one("A"))), [
      "w P: Branches[1]",
      "w P / B is removed",
    ]);
  });

  it("may be renamed in their branch", () => {
    assert.deepEqual(lines(parallel(one("A"), one("B")), parallel(one("A"), one("C"))), [
      "w P / C is renamed from B",
    ]);
  });

  it("are the same under a Map's old names of fields", () => {
    const map = (fields: Definition): Definition => ({
      StartAt: "M",
      States: { M: { Type: "Map", End: true, ...fields } },
    });
    const old = map({ Iterator: one("A"), Parameters: { "x.$": "$.x" }, ItemsPath: "$", MaxConcurrency: 0 });
    const now = map({
      ItemProcessor: { ...one("A"), ProcessorConfig: { Mode: "INLINE" } },
      ItemSelector: { "x.$": "$.x" },
    });
    assert.deepEqual(lines(old, now), []);
    const distributed = map({
      ItemProcessor: { ...one("A"), ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" } },
      ItemSelector: { "x.$": "$.y" },
      MaxConcurrency: 10,
    });
    assert.deepEqual(lines(now, distributed), [
      'w M: ItemSelector["x.$"]',
      "w M: MaxConcurrency",
      "w M: ItemProcessor.ProcessorConfig",
    ]);
  });

  it("tell a new query language where it is said", () => {
    const map = (outer: string, inner: string): Definition => ({
      QueryLanguage: outer,
      StartAt: "M",
      States: {
        M: {
          Type: "Map",
          End: true,
          ItemProcessor: { StartAt: "A", States: { A: pass(undefined, { QueryLanguage: inner }) } },
        },
      },
    });
    assert.deepEqual(lines(map("JSONPath", "JSONata"), map("JSONata", "JSONata")), ["w: QueryLanguage"]);
    assert.deepEqual(lines(map("JSONPath", "JSONPath"), map("JSONPath", "JSONata")), [
      "w M / A: QueryLanguage",
    ]);
  });
});
