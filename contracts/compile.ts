import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { CORE_SCHEMA, load, YAMLException } from "js-yaml";
import * as z from "zod";
import { deliveredColumns, lookupLinks, placeOf, targetColumns } from "./compile-columns";
import { rowRules } from "./compile-rules";
import { targetTable } from "./compile-target";
import type { CompiledContract, CsvFormat, Lookup, SourceColumn } from "./compiled-contract";
import { ContractError, shown } from "./contract-error";
import { type OdcsContract, type OdcsObject, parseOdcs, readCustomProperties } from "./odcs";

const csvProperties = {
  csvDelimiter: z.string().length(1).default(","),
  csvQuote: z.string().length(1).default('"'),
  allowByteOrderMark: z.boolean().default(false),
};
const sourceProperties = z.object({
  pipelineRole: z.literal("source"),
  ...csvProperties,
  maxQuarantinedPercent: z.number().min(0).max(100),
});
const lookupProperties = z.object({ pipelineRole: z.literal("lookup"), ...csvProperties });

/** By file name and text: pipelines may share a contract, and reading YAML is slow. */
const compiled = new Map<string, CompiledContract>();

/**
 * Reads an ODCS YAML file.
 *
 * @throws ContractError when it is not YAML, has a key twice, or does not compile.
 */
export function loadContract(path: string): CompiledContract {
  const [fileName, text] = [basename(path), readFileSync(path, "utf8")];
  const key = `${fileName}\n${text}`;
  const contract = compiled.get(key) ?? compileText(text, fileName);
  compiled.set(key, contract);
  return contract;
}

function compileText(text: string, fileName: string): CompiledContract {
  return compileContract(parseYaml(text, fileName), fileName);
}

/** YAML 1.2's core types: a date stays the text that it is. */
function parseYaml(text: string, fileName: string): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA }) ?? null;
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new ContractError(fileName, "", `${error.message.trim()}: correct the YAML.`);
  }
}

/**
 * Compiles a parsed ODCS document. The same document always gives the same contract.
 *
 * @throws ContractError naming file, place, value and fix.
 */
export function compileContract(document: unknown, fileName: string): CompiledContract {
  const odcs = parseOdcs(document, fileName);
  const { source, lookups, target } = objectsByRole(odcs, fileName);
  const columns = deliveredColumns(source, fileName);
  const compiledLookups = compileLookups(source, lookups, columns, fileName);
  const known = new Map([
    [source.name, new Set(columns.map((column) => column.name))],
    ...compiledLookups.map(
      (lookup) => [lookup.name, new Set(lookup.columns.map((column) => column.name))] as const,
    ),
  ]);
  const custom = readCustomProperties(sourceProperties, source.customProperties, fileName, placeOf(source));
  const failsWhenEmpty = (source.quality ?? []).some(
    (rule) => rule.type === "library" && rule.metric === "rowCount",
  );
  return {
    formatVersion: 1,
    id: odcs.id,
    name: odcs.name,
    version: odcs.version,
    source: {
      object: source.name,
      csv: csvFormat(custom, placeOf(source), fileName),
      columns,
      emptyBatch: failsWhenEmpty ? "fail" : "succeed",
    },
    lookups: compiledLookups,
    target: targetTable(target, targetColumns(target, known, fileName), known, odcs, fileName),
    rules: rowRules(source, columns, known, fileName),
    thresholds: { maxQuarantinedPercent: custom.maxQuarantinedPercent },
  };
}

/** The contract as it is stored: keys in a fixed order, so that equal contracts are equal text. */
export function contractJson(contract: CompiledContract): string {
  return `${JSON.stringify(contract, sortedKeys, 2)}\n`;
}

/** Hex. What the stored contract's key is made from. */
export function contractSha256(contract: CompiledContract): string {
  return createHash("sha256").update(contractJson(contract), "utf8").digest("hex");
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}

interface ObjectsByRole {
  readonly source: OdcsObject;
  readonly lookups: readonly OdcsObject[];
  readonly target: OdcsObject;
}

function objectsByRole(odcs: OdcsContract, fileName: string): ObjectsByRole {
  const names = new Set<string>();
  const roles = { source: [] as OdcsObject[], lookup: [] as OdcsObject[], target: [] as OdcsObject[] };
  for (const object of odcs.schema) {
    if (names.has(object.name))
      throw new ContractError(fileName, "schema", `"${object.name}" is there twice: rename one.`);
    names.add(object.name);
    const role = object.customProperties?.find(({ property }) => property === "pipelineRole")?.value;
    if (role !== "source" && role !== "lookup" && role !== "target") {
      const fix = "add a custom property pipelineRole with value source, lookup or target.";
      throw new ContractError(fileName, placeOf(object), `pipelineRole ${shown(role)}: ${fix}`);
    }
    const physicalType = role === "target" ? "table" : "csv";
    if (object.physicalType !== physicalType) {
      throw new ContractError(
        fileName,
        `${placeOf(object)}.physicalType`,
        `a ${role} is a ${physicalType}: write that.`,
      );
    }
    roles[role].push(object);
  }
  const [source, target] = [roles.source.at(0), roles.target.at(0)];
  if (source === undefined || target === undefined || roles.source.length + roles.target.length !== 2) {
    const count = `${roles.source.length} source and ${roles.target.length} target objects`;
    throw new ContractError(fileName, "schema", `has ${count}: a contract has one of each.`);
  }
  return { source, lookups: roles.lookup, target };
}

function compileLookups(
  source: OdcsObject,
  lookups: readonly OdcsObject[],
  sourceColumns: readonly SourceColumn[],
  fileName: string,
): Lookup[] {
  const links = lookupLinks(source, fileName);
  const unknown = [...links.keys()].find((name) => !lookups.some((lookup) => lookup.name === name));
  if (unknown !== undefined) {
    const fix = "add the lookup's schema object or correct the relationship.";
    throw new ContractError(
      fileName,
      placeOf(source),
      `a relationship leads to "${unknown}", which is no lookup: ${fix}`,
    );
  }
  return lookups.map((object) => {
    const place = placeOf(object);
    const link = links.get(object.name);
    if (link === undefined) {
      const fix = `add a relationship to it on the column of ${source.name} that holds its key.`;
      throw new ContractError(fileName, place, `nothing refers to the lookup: ${fix}`);
    }
    checkLookupKey(object, link.on.lookup, fileName);
    const columns = deliveredColumns(object, fileName);
    const [from, to] = [find(sourceColumns, link.on.source), find(columns, link.on.lookup)];
    if (from?.type.kind !== to?.type.kind) {
      const types = `${source.name}.${link.on.source} is a ${from?.type.kind}, ${object.name}.${link.on.lookup} a ${to?.type.kind}`;
      throw new ContractError(fileName, place, `the joined columns differ: ${types}; give them one type.`);
    }
    const custom = readCustomProperties(lookupProperties, object.customProperties, fileName, place);
    return {
      name: object.name,
      file: lookupFile(object, fileName),
      csv: csvFormat(custom, place, fileName),
      columns,
      ...link,
    };
  });
}

function checkLookupKey(object: OdcsObject, key: string, fileName: string): void {
  const keys = object.properties.filter((property) => property.primaryKey);
  const property = keys.at(0);
  if (keys.length !== 1 || property?.name !== key || !property.required) {
    const fix = `mark "${key}", and no other column, primaryKey: true and required: true.`;
    throw new ContractError(
      fileName,
      placeOf(object),
      `the joined column has to be the lookup's key: ${fix}`,
    );
  }
  const idle = object.properties.find(
    ({ quality, relationships, logicalTypeOptions: options }) =>
      quality !== undefined ||
      relationships !== undefined ||
      options?.minimum !== undefined ||
      options?.maximum !== undefined,
  );
  if (idle !== undefined || object.quality !== undefined) {
    const fix = "rules, ranges and relationships are checked on the source only; remove them.";
    throw new ContractError(fileName, placeOf(object, idle), `has a rule without effect: ${fix}`);
  }
}

function lookupFile(object: OdcsObject, fileName: string): string {
  if (!/^[A-Za-z0-9_-]+\.csv$/.test(object.physicalName)) {
    const fix = "use letters, digits, _ and - with .csv at the end.";
    throw new ContractError(
      fileName,
      `${placeOf(object)}.physicalName`,
      `${shown(object.physicalName)}: ${fix}`,
    );
  }
  return object.physicalName;
}

function csvFormat(
  custom: z.infer<z.ZodObject<typeof csvProperties>>,
  place: string,
  fileName: string,
): CsvFormat {
  const { csvDelimiter: delimiter, csvQuote: quote, allowByteOrderMark } = custom;
  if (!/^[\x20-\x7e\t]$/.test(delimiter) || !/^["']$/.test(quote) || /[\w"'.-]/.test(delimiter)) {
    const fix = "use punctuation such as , ; | or a tab as delimiter, and a single or double quote.";
    throw new ContractError(
      fileName,
      place,
      `csvDelimiter ${shown(delimiter)}, csvQuote ${shown(quote)}: ${fix}`,
    );
  }
  return { delimiter, quote, allowByteOrderMark };
}

function find(columns: readonly SourceColumn[], name: string): SourceColumn | undefined {
  return columns.find((column) => column.name === name);
}
