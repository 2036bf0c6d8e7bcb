import * as z from "zod";

import { EnvironmentSchema } from "../../../environments/schema";

/** The parts of a JSON schema that are read here. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Every setting of an environment, in the order of its schema: `protection.protectResources`, ... */
export function environmentPaths(): readonly string[] {
  return pathsOf(z.toJSONSchema(EnvironmentSchema, { unrepresentable: "any", io: "input" }) as Schema, []);
}

function pathsOf({ properties }: Schema, path: readonly string[]): readonly string[] {
  return properties === undefined
    ? [path.join(".")]
    : Object.entries(properties).flatMap(([key, schema]) => pathsOf(schema, [...path, key]));
}
