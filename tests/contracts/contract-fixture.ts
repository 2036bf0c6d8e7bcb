import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CORE_SCHEMA, load } from "js-yaml";
import { compileContract, loadContract } from "../../contracts/compile";
import type { CompiledContract } from "../../contracts/compiled-contract";

export const contractPath = join(__dirname, "../../contracts/campaign_contacts.odcs.yaml");

export const contract: CompiledContract = loadContract(contractPath);

/** An element of a parsed contract, free to be changed by a test: any key may be given any value. */
export interface Draft {
  [key: string]: unknown;
  schema: Draft[];
  servers: Draft[];
  properties: Draft[];
  customProperties: Draft[];
  relationships: Draft[];
  quality: Draft[];
  logicalTypeOptions: Draft;
  arguments: Draft;
}

export function draftOf(content: Record<string, unknown>): Draft {
  return content as Draft;
}

/** The real contract's document after `change`, compiled. */
export function compiledAfter(change: (draft: Draft) => void): CompiledContract {
  const draft = load(readFileSync(contractPath, "utf8"), { schema: CORE_SCHEMA }) as Draft;
  change(draft);
  return compileContract(draft, "changed.odcs.yaml");
}

/** Property `column` of schema object `object`. */
export function property(draft: Draft, object: string, column: string): Draft {
  return named(schemaObject(draft, object).properties, column);
}

export function schemaObject(draft: Draft, name: string): Draft {
  return named(draft.schema, name);
}

export function custom(element: Draft, name: string): Draft {
  const found = element.customProperties.find((entry) => entry.property === name);
  if (found === undefined) throw new Error(`The contract has no custom property "${name}".`);
  return found;
}

function named(list: Draft[], name: string): Draft {
  const found = list.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`The contract has no "${name}".`);
  return found;
}
