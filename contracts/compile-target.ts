import * as z from "zod";
import { identifierPattern, placeOf } from "./compile-columns";
import type { TargetColumn, TargetTable } from "./compiled-contract";
import { ContractError, shown } from "./contract-error";
import { type OdcsContract, type OdcsObject, type OdcsProperty, readCustomProperties } from "./odcs";
import { isReservedWord } from "./redshift/reserved-words";
import type { KnownColumns } from "./spark-expression";

const targetProperties = z.object({
  pipelineRole: z.literal("target"),
  loadMode: z.enum(["merge", "append"]),
  deduplicateBy: z.array(z.string()).min(1),
  distributionStyle: z.enum(["AUTO", "EVEN", "ALL", "KEY"]).default("AUTO"),
  distributionKey: z.string().optional(),
  sortKey: z.array(z.string()).default([]),
});
type TargetProperties = z.infer<typeof targetProperties>;

/** The table's name, key, partitions, distribution and load mode. */
export function targetTable(
  object: OdcsObject,
  columns: readonly TargetColumn[],
  known: KnownColumns,
  odcs: OdcsContract,
  fileName: string,
): TargetTable {
  const custom = readCustomProperties(targetProperties, object.customProperties, fileName, placeOf(object));
  const key = keyColumns(object, fileName);
  checkLoadMode(object, columns, key, custom, fileName);
  checkSortAndRules(object, columns, key, custom, fileName);
  return {
    ...qualifiedName(object, odcs, fileName),
    columns,
    key,
    deduplicateBy: custom.deduplicateBy.map((term) => orderTerm(term, object, known, fileName)),
    partitionBy: positioned(object, "partitioned", "partitionKeyPosition", fileName),
    loadMode: custom.loadMode,
    distribution: distribution(object, columns, custom, fileName),
    sortKey: custom.sortKey,
  };
}

function qualifiedName(
  object: OdcsObject,
  odcs: OdcsContract,
  fileName: string,
): { schema: string; table: string } {
  const [schema = "", table = "", ...rest] = object.physicalName.split(".");
  const bad = [schema, table].some((part) => !identifierPattern.test(part) || isReservedWord(part));
  if (bad || rest.length > 0) {
    const fix = "write schema.table in lower-case letters, digits and _, no reserved words.";
    throw new ContractError(
      fileName,
      `${placeOf(object)}.physicalName`,
      `${shown(object.physicalName)}: ${fix}`,
    );
  }
  const other = odcs.servers?.find((server) => server.type === "redshift" && server.schema !== schema);
  if (other !== undefined) {
    const fix = `the table is in "${schema}"; write the same schema in both places.`;
    throw new ContractError(fileName, `servers.${other.server}.schema`, `${shown(other.schema)}: ${fix}`);
  }
  return { schema, table };
}

function keyColumns(object: OdcsObject, fileName: string): string[] {
  const key = positioned(object, "primaryKey", "primaryKeyPosition", fileName);
  if (key.length === 0)
    throw new ContractError(fileName, placeOf(object), "has no key: mark its columns primaryKey: true.");
  const optional = object.properties.find((property) => property.primaryKey && !property.required);
  if (optional !== undefined) {
    const fix = "a null never matches in a MERGE; add required: true.";
    throw new ContractError(
      fileName,
      placeOf(object, optional),
      `is part of the key but may be null: ${fix}`,
    );
  }
  return key;
}

/** Names of the marked columns by their position, which starts at 1 and has no gaps. */
function positioned(
  object: OdcsObject,
  mark: "primaryKey" | "partitioned",
  position: "primaryKeyPosition" | "partitionKeyPosition",
  fileName: string,
): string[] {
  const stray = object.properties.find((property) => !property[mark] && property[position] !== undefined);
  const marked = object.properties.filter((property) => property[mark]);
  const place = (property: OdcsProperty): number => property[position] ?? 1;
  const ordered = [...marked].sort((left, right) => place(left) - place(right));
  const wrong = stray ?? ordered.find((property, index) => place(property) !== index + 1);
  if (wrong !== undefined) {
    const fix = `number the ${mark} columns 1, 2, 3, ... and only them.`;
    throw new ContractError(
      fileName,
      `${placeOf(object, wrong)}.${position}`,
      `${shown(wrong[position])}: ${fix}`,
    );
  }
  return ordered.map((property) => property.name);
}

function checkLoadMode(
  object: OdcsObject,
  columns: readonly TargetColumn[],
  key: readonly string[],
  { loadMode }: TargetProperties,
  fileName: string,
): void {
  if (loadMode === "merge" && columns.length === key.length) {
    throw new ContractError(
      fileName,
      placeOf(object),
      "merge has nothing to update, every column is key: add a column.",
    );
  }
  if (loadMode === "append" && !columns.some((column) => column.expression === ":logical_date")) {
    const fix =
      'a replay replaces the rows of its date; add a date column with transformLogic ":logical_date".';
    throw new ContractError(fileName, placeOf(object), `append needs the logical date in the table: ${fix}`);
  }
}

function checkSortAndRules(
  object: OdcsObject,
  columns: readonly TargetColumn[],
  key: readonly string[],
  { sortKey }: TargetProperties,
  fileName: string,
): void {
  const unknown = sortKey.find((name) => !columns.some((column) => column.name === name));
  if (unknown !== undefined || new Set(sortKey).size !== sortKey.length) {
    const fix = "list columns of the table, each once.";
    throw new ContractError(
      fileName,
      `${placeOf(object)}.customProperties.sortKey`,
      `${shown(sortKey)}: ${fix}`,
    );
  }
  for (const rule of object.quality ?? []) {
    const isKeyRule =
      rule.type === "library" &&
      rule.metric === "duplicateValues" &&
      [...rule.arguments.properties].sort().join() === [...key].sort().join();
    if (!isKeyRule) {
      const fix = "the target takes duplicateValues over its key; put rules of rows on the source.";
      throw new ContractError(
        fileName,
        `${placeOf(object)}.quality.${rule.id}`,
        `has no effect here: ${fix}`,
      );
    }
  }
}

function distribution(
  object: OdcsObject,
  columns: readonly TargetColumn[],
  { distributionStyle: style, distributionKey: column }: TargetProperties,
  fileName: string,
): TargetTable["distribution"] {
  const place = `${placeOf(object)}.customProperties.distributionKey`;
  if (style !== "KEY") {
    if (column !== undefined)
      throw new ContractError(fileName, place, `is for distributionStyle KEY, not ${style}: remove it.`);
    return { style };
  }
  if (column === undefined || !columns.some(({ name }) => name === column)) {
    throw new ContractError(fileName, place, `${shown(column)}: name a column of the table.`);
  }
  return { style, column };
}

function orderTerm(term: string, object: OdcsObject, known: KnownColumns, fileName: string): string {
  const match = /^([a-z_]\w*)\.`?([a-z_]\w*)`?(?: (?:ASC|DESC))?(?: NULLS (?:FIRST|LAST))?$/.exec(term);
  const source = [...known][0];
  if (match?.[1] !== source[0] || !source[1].has(match[2])) {
    const fix = `write ${source[0]}.<column>, with ASC or DESC and NULLS FIRST or NULLS LAST after it as needed.`;
    throw new ContractError(
      fileName,
      `${placeOf(object)}.customProperties.deduplicateBy`,
      `${shown(term)}: ${fix}`,
    );
  }
  return term;
}
