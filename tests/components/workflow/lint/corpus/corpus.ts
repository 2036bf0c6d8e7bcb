import type { BrokenDefinition } from "../broken-definition";
import { AUDITED_FIELDS } from "./audited-fields";
import { AUDITED_DATA } from "./audited-data";
import { DATA } from "./data";
import { GRAPH } from "./graph";
import { LOOPS } from "./loops";
import { RELIABILITY } from "./reliability";
import { STRUCTURE } from "./structure";

/** Every kind of broken definition the linters are held against. */
export const CORPUS: readonly BrokenDefinition[] = [
  ...STRUCTURE,
  ...GRAPH,
  ...RELIABILITY,
  ...LOOPS,
  ...DATA,
  ...AUDITED_FIELDS,
  ...AUDITED_DATA,
];
