import * as z from "zod";
import { deliveredType, targetType, type TypeResult } from "./column-type";
import type { ColumnType, Lookup, SourceColumn, TargetColumn } from "./compiled-contract";
import { ContractError, shown } from "./contract-error";
import { dateTextCheck } from "./date-format";
import { type OdcsObject, type OdcsProperty, readCustomProperties } from "./odcs";
import { isReservedWord } from "./redshift/reserved-words";
import { expressionProblem, type KnownColumns } from "./spark-expression";

/** Redshift's limit for a name is 127 bytes. */
export const identifierPattern = /^[a-z_][a-z0-9_]{0,126}$/;

const texts = z.array(z.string());
const deliveredProperties = z.object({
  /** Texts that mean null, beside the empty one. */
  nullValues: texts.optional(),
  trueValues: texts.min(1).optional(),
  falseValues: texts.min(1).optional(),
});
const relationshipProperties = z.object({ onMissing: z.enum(["quarantine", "null"]) });

/** Columns of a delivered file or a lookup, in file order. */
export function deliveredColumns(object: OdcsObject, fileName: string): SourceColumn[] {
  checkNames(object, fileName);
  return object.properties.map((property) => deliveredColumn(property, placeOf(object, property), fileName));
}

function deliveredColumn(property: OdcsProperty, place: string, fileName: string): SourceColumn {
  refuse(
    property,
    ["transformLogic", "transformSourceObjects", "partitioned"],
    "only a target column has it",
    fileName,
    place,
  );
  const custom = readCustomProperties(deliveredProperties, property.customProperties, fileName, place);
  const type = resolved(deliveredType(property), fileName, place);
  const { trueValues, falseValues, nullValues = [] } = custom;
  const isBoolean = type.kind === "boolean";
  if (isBoolean !== (trueValues !== undefined) || isBoolean !== (falseValues !== undefined)) {
    const fix = isBoolean
      ? "a boolean needs trueValues and falseValues"
      : "only a boolean has trueValues and falseValues";
    throw new ContractError(
      fileName,
      `${place}.customProperties`,
      `${fix}: ${isBoolean ? "add" : "remove"} them.`,
    );
  }
  const nulls = [...new Set(["", ...nullValues])];
  const both = [...nulls, ...(trueValues ?? []), ...(falseValues ?? [])];
  const untrimmed = both.find((value) => value !== value.trim());
  if (untrimmed !== undefined) {
    throw new ContractError(
      fileName,
      `${place}.customProperties`,
      `${shown(untrimmed)} has spaces around it: remove them.`,
    );
  }
  if (new Set(both).size !== both.length) {
    throw new ContractError(
      fileName,
      `${place}.customProperties`,
      "one text has two meanings: give each text once.",
    );
  }
  return {
    name: property.name,
    type,
    required: property.required,
    nullValues: nulls,
    ...(trueValues !== undefined && falseValues !== undefined
      ? { booleanValues: { true: trueValues, false: falseValues } }
      : {}),
    ...dateFormat(property, type, fileName, place),
  };
}

function dateFormat(
  property: OdcsProperty,
  type: ColumnType,
  fileName: string,
  place: string,
): Pick<SourceColumn, "dateFormat"> {
  if (type.kind !== "date" && type.kind !== "timestamp") return {};
  const format = property.logicalTypeOptions?.format;
  if (format === undefined || dateTextCheck(format) === undefined) {
    throw new ContractError(
      fileName,
      `${place}.logicalTypeOptions.format`,
      `${shown(format)}: use a pattern of yyyy, MM and dd, with HH, mm, ss, SSS as needed, such as yyyy-MM-dd.`,
    );
  }
  return { dateFormat: format };
}

/** Where a source column's foreign keys lead, and what a value without a match means. */
export function lookupLinks(
  source: OdcsObject,
  fileName: string,
): Map<string, Pick<Lookup, "on" | "onMissing">> {
  const links = new Map<string, Pick<Lookup, "on" | "onMissing">>();
  for (const property of source.properties) {
    for (const relationship of property.relationships ?? []) {
      const place = `${placeOf(source, property)}.relationships`;
      const [lookup, column] = relationship.to.split(".") as [string, string];
      if (links.has(lookup)) {
        throw new ContractError(fileName, place, `"${lookup}" is joined twice: keep one relationship to it.`);
      }
      const { onMissing } = readCustomProperties(
        relationshipProperties,
        relationship.customProperties,
        fileName,
        place,
      );
      links.set(lookup, { on: { source: property.name, lookup: column }, onMissing });
    }
  }
  return links;
}

/** Columns of the target table, in the order of the Parquet files. */
export function targetColumns(object: OdcsObject, known: KnownColumns, fileName: string): TargetColumn[] {
  checkNames(object, fileName);
  return object.properties.map((property) => {
    const place = placeOf(object, property);
    refuse(
      property,
      ["relationships", "quality", "customProperties"],
      "Stepline reads it on the source only",
      fileName,
      place,
    );
    refuse(property, ["logicalTypeOptions"], "physicalType says it all", fileName, place);
    if (isReservedWord(property.name)) {
      const fix = "is a reserved word of Redshift: choose another name.";
      throw new ContractError(fileName, place, `"${property.name}" ${fix}`);
    }
    const type = resolved(targetType(property), fileName, place);
    const expression = property.transformLogic?.trim();
    if (expression === undefined) {
      throw new ContractError(
        fileName,
        `${place}.transformLogic`,
        "is missing: write the Spark SQL that makes the column.",
      );
    }
    const problem = expressionProblem(expression, known);
    if (problem !== undefined) {
      throw new ContractError(fileName, `${place}.transformLogic`, `${shown(expression)}: ${problem}.`);
    }
    const strange = property.transformSourceObjects?.find((name) => !known.has(name));
    if (strange !== undefined) {
      throw new ContractError(
        fileName,
        `${place}.transformSourceObjects`,
        `"${strange}" is no source or lookup: remove it.`,
      );
    }
    const { name, required, description } = property;
    return { name, type, required, expression, ...(description === undefined ? {} : { description }) };
  });
}

export function placeOf(object: OdcsObject, property?: OdcsProperty): string {
  return `schema.${object.name}${property === undefined ? "" : `.properties.${property.name}`}`;
}

function resolved(result: TypeResult, fileName: string, place: string): ColumnType {
  if ("problem" in result) throw new ContractError(fileName, place, result.problem);
  return result.type;
}

function checkNames(object: OdcsObject, fileName: string): void {
  const seen = new Set<string>();
  for (const name of [object.name, ...object.properties.map((property) => property.name)]) {
    if (!identifierPattern.test(name)) {
      const fix = "use lower-case letters, digits and _, not a digit first, at most 127.";
      throw new ContractError(fileName, placeOf(object), `the name ${shown(name)} is not allowed: ${fix}`);
    }
  }
  for (const { name } of object.properties) {
    if (seen.has(name))
      throw new ContractError(fileName, placeOf(object), `column "${name}" is there twice: keep one.`);
    seen.add(name);
  }
}

function refuse(
  property: OdcsProperty,
  keys: readonly (keyof OdcsProperty)[],
  reason: string,
  fileName: string,
  place: string,
): void {
  const given = keys.find((key) => property[key] !== undefined && property[key] !== false);
  if (given !== undefined)
    throw new ContractError(fileName, `${place}.${given}`, `has no effect here, ${reason}: remove it.`);
}
