import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { computedTypes } from "../computed-outputs";
import { REPLACEMENTS } from "./corrections";
import type { ResourceInput, ResourceType } from "./resource-types";
import { type DeclaredProperty, sdkDeclaration } from "./sdk-declarations";

/** The table for every type that the sandbox knows, and so for every one that the program may declare. */
export function resourceTypes(): Readonly<Record<string, ResourceType>> {
  return Object.fromEntries([...computedTypes].sort().map((type) => [type, describe(type)]));
}

/** @throws Error when the corrections name a property that the type doesn't have. */
function describe(type: string): ResourceType {
  const { inputs, outputs, secrets } = sdkDeclaration(type);
  const replaces = new Set(type in REPLACEMENTS ? REPLACEMENTS[type].properties : []);
  for (const property of replaces) {
    if (!inputs.some(({ name }) => name === property)) {
      throw new Error(`${type} has no ${property}: put right sandbox/program/resource-types/corrections.ts.`);
    }
  }
  const required = new Set(inputs.filter(({ optional }) => !optional).map(({ name }) => name));
  const given = new Set(inputs.map(({ name }) => name));
  const isProvider = type.startsWith("pulumi:");
  const input = (property: DeclaredProperty): ResourceInput => ({
    ...(property.optional ? {} : { required: true }),
    ...(replaces.has(property.name) || saysItReplaces(property) || (property.name === "region" && !isProvider)
      ? { replaces: true }
      : {}),
    ...(secrets.includes(property.name) ? { secret: true } : {}),
  });
  return {
    inputs: Object.fromEntries([...inputs].sort(byName).map((property) => [property.name, input(property)])),
    // What may be left out and is there all the same, the provider makes.
    computed: [...outputs]
      .filter(({ name, optional }) => !given.has(name) || (!optional && !required.has(name)))
      .map(({ name }) => name)
      .sort(),
  };
}

function saysItReplaces({ documentation }: DeclaredProperty): boolean {
  return /forces? (the creation of )?a? ?new resource|will (force|trigger) (a )?replacement/i.test(
    documentation,
  );
}

function byName(one: DeclaredProperty, other: DeclaredProperty): number {
  return one.name < other.name ? -1 : 1;
}

/** `npx ts-node sandbox/program/resource-types/generate.ts` writes the table anew. */
async function main(): Promise<void> {
  const file = path.join(__dirname, "table.json");
  const text = await format(JSON.stringify(resourceTypes()), {
    ...(await resolveConfig(file)),
    filepath: file,
  });
  fs.writeFileSync(file, text);
  process.stdout.write(`${file}\n`);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
}
