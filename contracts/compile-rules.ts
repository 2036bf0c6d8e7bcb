import type { ColumnType, RowRule, SourceColumn } from "./compiled-contract";
import { placeOf } from "./compile-columns";
import { ContractError, shown } from "./contract-error";
import type { OdcsObject, OdcsProperty, OdcsQuality } from "./odcs";
import { expressionProblem, type KnownColumns } from "./spark-expression";

type InvalidValues = Extract<OdcsQuality, { metric: "invalidValues" }>;

/**
 * Rules of the source in the order they are checked: column by column its range (`<column>.range`) and its own rules, then
 * those of the whole row.
 */
export function rowRules(
  source: OdcsObject,
  columns: readonly SourceColumn[],
  known: KnownColumns,
  fileName: string,
): RowRule[] {
  const rules: RowRule[] = [];
  source.properties.forEach((property, position) => {
    const place = placeOf(source, property);
    rules.push(...rangeRule(source, property, columns[position], place, fileName));
    for (const quality of property.quality ?? []) {
      rules.push(rowRule(source, columns[position], quality, known, place, fileName));
    }
  });
  for (const quality of source.quality ?? []) {
    if (quality.type === "library" && quality.metric === "rowCount") continue;
    rules.push(rowRule(source, undefined, quality, known, placeOf(source), fileName));
  }
  checkIds(rules, source, fileName);
  return rules;
}

function rowRule(
  source: OdcsObject,
  column: SourceColumn | undefined,
  quality: OdcsQuality,
  known: KnownColumns,
  place: string,
  fileName: string,
): RowRule {
  const { id, severity, description } = quality;
  if (quality.type === "custom") {
    const expression = quality.implementation.trim();
    const problem = expressionProblem(expression, known);
    if (problem !== undefined) {
      throw new ContractError(fileName, `${place}.quality.${id}`, `${shown(expression)}: ${problem}.`);
    }
    return { id, expression, severity, description };
  }
  if (quality.metric !== "invalidValues" || column === undefined) {
    const fix =
      "a column takes invalidValues, the source rowCount, the target duplicateValues; move it or remove it.";
    throw new ContractError(
      fileName,
      `${place}.quality.${id}`,
      `metric ${quality.metric} has no effect here: ${fix}`,
    );
  }
  return { id, expression: validValues(source, column, quality, place, fileName), severity, description };
}

function validValues(
  source: OdcsObject,
  column: SourceColumn,
  quality: InvalidValues,
  place: string,
  fileName: string,
): string {
  const wanted = column.type.kind === "string" ? "string" : "number";
  const values = quality.arguments.validValues.map((value) => {
    if (typeof value !== wanted || !["string", "integer", "decimal", "double"].includes(column.type.kind)) {
      const fix = `the column is a ${column.type.kind}; list texts for a string, numbers for a number.`;
      throw new ContractError(
        fileName,
        `${place}.quality.${quality.id}`,
        `${shown(value)} is no valid value: ${fix}`,
      );
    }
    return typeof value === "string" ? sparkText(value) : String(value);
  });
  return unlessNull(source, column, `${reference(source, column.name)} IN (${values.join(", ")})`);
}

function rangeRule(
  source: OdcsObject,
  property: OdcsProperty,
  column: SourceColumn,
  place: string,
  fileName: string,
): RowRule[] {
  const { minimum, maximum } = property.logicalTypeOptions ?? {};
  const name = reference(source, property.name);
  const low = minimum === undefined ? [] : [`${name} >= ${bound(minimum, column.type, place, fileName)}`];
  const high = maximum === undefined ? [] : [`${name} <= ${bound(maximum, column.type, place, fileName)}`];
  if (low.length + high.length === 0) return [];
  const limits = [
    minimum === undefined ? "" : `at least ${minimum}`,
    maximum === undefined ? "" : `at most ${maximum}`,
  ];
  return [
    {
      id: `${property.name}.range`,
      expression: unlessNull(source, column, [...low, ...high].join(" AND ")),
      severity: "error",
      description: `${property.name} is ${limits.filter((limit) => limit !== "").join(" and ")}.`,
    },
  ];
}

function bound(value: number | string, type: ColumnType, place: string, fileName: string): string {
  const numeric = type.kind === "integer" || type.kind === "decimal" || type.kind === "double";
  if (numeric && typeof value === "number") return String(value);
  if (type.kind === "date" && typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value))
    return `DATE '${value}'`;
  const fix = `a ${type.kind} has ${numeric ? "a number" : type.kind === "date" ? "a date such as '2008-05-05'" : "no range"} here.`;
  throw new ContractError(
    fileName,
    `${place}.logicalTypeOptions`,
    `minimum or maximum ${shown(value)} does not fit: ${fix}`,
  );
}

/** A rule of a value says nothing about its absence: `required` does. */
function unlessNull(source: OdcsObject, column: SourceColumn, condition: string): string {
  if (column.required) return condition;
  const name = reference(source, column.name);
  return condition.includes(" AND ")
    ? `${name} IS NULL OR (${condition})`
    : `${name} IS NULL OR ${condition}`;
}

function reference(source: OdcsObject, column: string): string {
  return `${source.name}.${column}`;
}

function sparkText(value: string): string {
  return `'${value.replace(/[\\']/g, "\\$&")}'`;
}

function checkIds(rules: readonly RowRule[], source: OdcsObject, fileName: string): void {
  const ids = new Set<string>();
  for (const { id } of rules) {
    if (ids.has(id)) {
      throw new ContractError(
        fileName,
        `${placeOf(source)}.quality`,
        `rule id "${id}" is used twice: rename one of them.`,
      );
    }
    ids.add(id);
  }
}
