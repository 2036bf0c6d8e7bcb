import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { deliveredDifferences } from "../../../../cli/diff/contracts/column-differences";
import { valueCheck } from "../../../../contracts/column-value";
import type { ColumnType, SourceColumn } from "../../../../contracts/compiled-contract";

const csv = { delimiter: ",", quote: '"', allowByteOrderMark: false };
const TEXTS = ["", "1", "-1", "yes", "no", "unknown", "40000", "1.25", "12.5", "2008-11-21", "21.11.2008"];

const types = fc.constantFrom<ColumnType>(
  { kind: "integer", bits: 16 },
  { kind: "integer", bits: 32 },
  { kind: "decimal", precision: 4, scale: 1 },
  { kind: "decimal", precision: 6, scale: 2 },
  { kind: "double" },
  { kind: "string", maxBytes: 2 },
  { kind: "string", maxBytes: 20 },
  { kind: "boolean" },
  { kind: "date" },
);
const truths = fc.constantFrom(
  { true: ["yes"], false: ["no"] },
  { true: ["yes", "1"], false: ["no"] },
  { true: ["no"], false: ["yes"] },
  { true: ["1"], false: ["no", "-1"] },
);

const columns: fc.Arbitrary<SourceColumn> = fc
  .record({
    type: types,
    required: fc.boolean(),
    nulls: fc.subarray(["-1", "unknown", "yes"]),
    booleanValues: truths,
    dateFormat: fc.constantFrom("yyyy-MM-dd", "dd.MM.yyyy"),
  })
  .map(({ type, required, nulls, booleanValues, dateFormat }) => ({
    ...{ name: "c", type, required, nullValues: ["", ...nulls] },
    ...(type.kind === "boolean" ? { booleanValues } : {}),
    ...(type.kind === "date" ? { dateFormat } : {}),
  }));

/** What the Glue job makes of a text: the value it has, NULL, or a quarantined row. */
function fate(column: SourceColumn, text: string): string {
  const result = valueCheck(column)(text);
  if (result === "bad" || (result === "null" && column.required)) return "quarantined";
  if (result === "null") return "null";
  return column.type.kind === "boolean" ? String(column.booleanValues!.true.includes(text)) : "value";
}

/** Often the same type, so that only the rest differs. */
const pairs = fc.tuple(columns, columns, fc.boolean()).map(([before, after, alike]) => ({
  before,
  after: alike && before.type.kind === after.type.kind ? { ...after, type: before.type } : after,
}));

describe("differences of a delivered column", () => {
  it("that are compatible quarantine no text and change no value that was fine", () => {
    let compatible = 0;
    fc.assert(
      fc.property(pairs, fc.boolean(), ({ before, after }, same) => {
        const now = same ? { ...before, required: after.required, nullValues: after.nullValues } : after;
        const found = deliveredDifferences("source", { csv, columns: [before] }, { csv, columns: [now] });
        if (found.some(({ breaking }) => breaking)) return;
        compatible += found.length > 0 ? 1 : 0;
        for (const text of TEXTS) {
          const was = fate(before, text);
          assert.ok(was === "quarantined" || fate(now, text) === was, `"${text}" was ${was}`);
        }
      }),
      { seed: 20_261_240, numRuns: 6_000 },
    );
    assert.ok(compatible > 300, `only ${compatible} compatible`);
  });

  it("are none for equal columns", () => {
    fc.assert(
      fc.property(columns, (column) => {
        const file = { csv, columns: [column] };
        assert.deepEqual(deliveredDifferences("source", file, { ...file, columns: [{ ...column }] }), []);
      }),
    );
  });

  it("of a lookup refuse the file, where rows of data are quarantined", () => {
    const column: SourceColumn = {
      name: "rank",
      type: { kind: "integer", bits: 32 },
      required: false,
      nullValues: [""],
    };
    const wordsAt = (place: string): string =>
      deliveredDifferences(
        place,
        { csv, columns: [column] },
        { csv, columns: [{ ...column, required: true }] },
      )[0].words;
    assert.match(wordsAt("source"), /rows without one are quarantined as `rank.required`/);
    assert.match(wordsAt("lookups.levels"), /a reference file with rows without one is refused/);
  });
});
