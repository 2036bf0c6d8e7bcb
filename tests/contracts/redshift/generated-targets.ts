import * as fc from "fast-check";
import type { ColumnType, TargetColumn, TargetTable } from "../../../contracts/compiled-contract";

/** Types whose values convert into each other when they are a small number, or its text. */
const types: fc.Arbitrary<ColumnType> = fc.constantFrom<ColumnType>(
  { kind: "integer", bits: 16 },
  { kind: "integer", bits: 32 },
  { kind: "integer", bits: 64 },
  { kind: "decimal", precision: 9, scale: 2 },
  { kind: "decimal", precision: 18, scale: 4 },
  { kind: "double" },
  { kind: "string", maxBytes: 10 },
  { kind: "string", maxBytes: 40 },
);

export const key: TargetColumn = {
  ...{ name: "id", type: { kind: "integer", bits: 32 }, required: true, expression: "rows.id" },
};
const day: TargetColumn = {
  ...{ name: "day", type: { kind: "date" }, required: true, expression: ":logical_date" },
};

/** A table of `id`, `day` and what else it has. */
export function table(columns: readonly TargetColumn[], more: Partial<TargetTable> = {}): TargetTable {
  return {
    ...{ schema: "sales", table: "orders", columns: [key, day, ...columns], key: ["id"], deduplicateBy: [] },
    ...{ partitionBy: [], loadMode: "merge", distribution: { style: "AUTO" }, sortKey: [] },
    ...more,
  };
}

export function column(name: string, type: ColumnType, required = false): TargetColumn {
  return { name, type, required, expression: `rows.${name}` };
}

/** Tables over the same few names, distributed and sorted in any way. */
export const tables: fc.Arbitrary<TargetTable> = fc
  .record({
    names: fc.subarray(["a", "b", "c", "a__new", "d"], { minLength: 1 }),
    kinds: fc.array(fc.tuple(types, fc.boolean()), { minLength: 5, maxLength: 5 }),
    style: fc.constantFrom<"AUTO" | "EVEN" | "ALL" | "KEY">("AUTO", "EVEN", "ALL", "KEY", "KEY"),
    nth: fc.nat(9),
    sorted: fc.nat(3),
    loadMode: fc.constantFrom<"merge" | "append">("merge", "append"),
  })
  .map(({ names, kinds, style, nth, sorted, loadMode }) => {
    const columns = names.map((name, index) => column(name, ...kinds[index]));
    return table(columns, {
      loadMode,
      distribution: style === "KEY" ? { style, column: names[nth % names.length] } : { style },
      sortKey: names.slice(0, sorted),
    });
  });
