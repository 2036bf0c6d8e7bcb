import type { Json } from "../../../../components/workflow/asl";
import { isFields } from "../../../../components/workflow/lint/definition";
import type { LintOptions } from "../../../../components/workflow/lint/rule";
import { ingestWorkflow } from "../../../../components/workflow/ingest";
import { transformLoadWorkflow } from "../../../../components/workflow/transform-load";
import { ingestArgs, transformLoadArgs } from "../fixtures";
import { GOOD_DEFINITIONS } from "./good-definitions";

/** A good definition broken in one way, and what the linter has to say of it. */
export interface BrokenDefinition {
  /** What is wrong, as the table shows it. */
  readonly kind: string;
  readonly breaks: "ingest" | "transform-load" | "order" | "query" | "import" | "job";
  /** Path, `States.Extract.Retry[0].JitterStrategy` -> its new value. */
  readonly set?: Readonly<Record<string, Json>>;
  readonly unset?: readonly string[];
  readonly options?: LintOptions;
  /** What must be found, at this state and field. */
  readonly rule: string;
  /** Absent where the definition itself is meant. */
  readonly state?: string;
  readonly field: string;
}

export interface Case {
  readonly name: string;
  readonly definition: unknown;
  readonly options: LintOptions | undefined;
}

const GOOD: ReadonlyMap<string, Case> = new Map<string, Case>([
  ...[ingestWorkflow(ingestArgs), transformLoadWorkflow(transformLoadArgs)].map(
    ({ name, definition, lint }, index): [string, Case] => [
      ["ingest", "transform-load"][index],
      { name, definition, options: lint },
    ],
  ),
  ...GOOD_DEFINITIONS.map(({ name, definition, options }): [string, Case] => [
    name,
    { name, definition, options },
  ]),
]);

export const GOOD_CASES: readonly Case[] = [...GOOD.values()];

export function goodCase(name: BrokenDefinition["breaks"]): Case {
  const good = GOOD.get(name);
  if (good === undefined) {
    throw new Error(`No good definition is named "${name}".`);
  }
  return good;
}

/** @throws Error when an edit changes nothing: such a definition would not be broken. */
export function brokenCase({ kind, breaks, set = {}, unset = [], options }: BrokenDefinition): Case {
  const good = goodCase(breaks);
  const before = JSON.stringify(good.definition);
  const definition = JSON.parse(before) as Json;
  unset.forEach((path) => {
    edit(definition, path, undefined);
  });
  Object.entries(set).forEach(([path, value]) => {
    edit(definition, path, value);
  });
  if (JSON.stringify(definition) === before && options === undefined) {
    throw new Error(`"${kind}" changes nothing in "${breaks}".`);
  }
  return { name: good.name, definition, options: { ...good.options, ...options } };
}

/** Sets a place, or removes it. What is above it must be there. */
function edit(root: unknown, path: string, value: Json | undefined): void {
  const names = path.split(/[.[\]]+/).filter((name) => name !== "");
  const last = names.pop() ?? "";
  let at = root;
  for (const name of names) {
    at = (at as Record<string, unknown>)[name];
    if (!isFields(at) && !Array.isArray(at)) {
      throw new Error(`${path}: there is no ${name}.`);
    }
  }
  if (value !== undefined) {
    (at as Record<string, unknown>)[last] = value;
  } else if (Array.isArray(at)) {
    at.splice(Number(last), 1);
  } else {
    if (!Object.hasOwn(at as object, last)) {
      throw new Error(`${path}: there is no ${last}.`);
    }
    Reflect.deleteProperty(at as object, last);
  }
}
