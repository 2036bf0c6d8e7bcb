import * as z from "zod";
import { ContractError, shown } from "./contract-error";

/**
 * The part of the Open Data Contract Standard v3.1 that Stepline uses. Narrower than the standard on purpose: what the
 * compiler would not act on is refused, so that no line of a contract is silently without effect.
 */
const stableId = z.string().regex(/^[A-Za-z0-9_-]+$/, "use letters, digits, _ and - only");
const text = z.string().min(1);

const customProperties = z.array(
  z.strictObject({
    id: stableId.optional(),
    property: text,
    value: z.unknown(),
    description: text.optional(),
  }),
);

const authoritativeDefinitions = z.array(
  z.strictObject({ id: stableId.optional(), url: text, type: text, description: text.optional() }),
);

const element = {
  id: stableId.optional(),
  name: text,
  businessName: text.optional(),
  description: text.optional(),
  tags: z.array(text).optional(),
  authoritativeDefinitions: authoritativeDefinitions.optional(),
  customProperties: customProperties.optional(),
};

const rule = {
  /** Required here, optional in the standard: it is the reason a quarantined row is given. */
  id: z.string().regex(/^[a-z_][a-z0-9_]{0,126}$/, "use lower-case letters, digits and _, at most 127"),
  name: text.optional(),
  description: text,
  dimension: z
    .enum(["accuracy", "completeness", "conformity", "consistency", "coverage", "timeliness", "uniqueness"])
    .optional(),
  severity: z.enum(["error", "warning"]),
  businessImpact: text.optional(),
  unit: z.literal("rows").optional(),
  tags: z.array(text).optional(),
};

const library = { ...rule, type: z.literal("library") };

const quality = z.union(
  [
    z.strictObject({
      ...library,
      metric: z.literal("invalidValues"),
      arguments: z.strictObject({ validValues: z.array(z.union([text, z.number()])).min(1) }),
      mustBe: z.literal(0),
    }),
    z.strictObject({
      ...library,
      metric: z.literal("duplicateValues"),
      arguments: z.strictObject({ properties: z.array(text).min(1) }),
      mustBe: z.literal(0),
    }),
    z.strictObject({ ...library, metric: z.literal("rowCount"), mustBeGreaterThan: z.literal(0) }),
    z.strictObject({
      ...rule,
      type: z.literal("custom"),
      engine: z.literal("spark-sql"),
      implementation: text,
    }),
  ],
  {
    error:
      "not a rule Stepline runs: write `type: library` with metric invalidValues (arguments.validValues, mustBe: 0), " +
      "duplicateValues (arguments.properties, mustBe: 0) or rowCount (mustBeGreaterThan: 0), or `type: custom` with engine " +
      "spark-sql and implementation; every rule with id (lower case), description and severity error or warning",
  },
);

const property = z.strictObject({
  ...element,
  logicalType: z.enum(["string", "integer", "number", "boolean", "date", "timestamp"]),
  logicalTypeOptions: z
    .strictObject({
      maxLength: z.int().min(1).max(65_535).optional(),
      format: text.optional(),
      minimum: z.union([z.number(), text]).optional(),
      maximum: z.union([z.number(), text]).optional(),
    })
    .optional(),
  physicalType: text,
  required: z.boolean().default(false),
  unique: z.boolean().default(false),
  primaryKey: z.boolean().default(false),
  primaryKeyPosition: z.int().min(1).optional(),
  partitioned: z.boolean().default(false),
  partitionKeyPosition: z.int().min(1).optional(),
  classification: text.optional(),
  criticalDataElement: z.boolean().optional(),
  examples: z.array(z.unknown()).optional(),
  transformSourceObjects: z.array(text).optional(),
  transformLogic: text.optional(),
  transformDescription: text.optional(),
  relationships: z
    .array(
      z.strictObject({
        type: z.literal("foreignKey").default("foreignKey"),
        to: z.string().regex(/^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/, "write it as lookup.column"),
        customProperties,
      }),
    )
    .optional(),
  quality: z.array(quality).optional(),
});

const schemaObject = z.strictObject({
  ...element,
  physicalName: text,
  physicalType: z.enum(["csv", "table"]),
  logicalType: z.literal("object").optional(),
  dataGranularityDescription: text.optional(),
  properties: z.array(property).min(1),
  quality: z.array(quality).optional(),
});

const contract = z.strictObject({
  kind: z.literal("DataContract"),
  apiVersion: z.literal("v3.1.0"),
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,62}$/, "it is part of an S3 key: use lower-case letters, digits and -"),
  name: text,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, "use a semantic version such as 1.0.0"),
  status: z.enum(["proposed", "draft", "active", "deprecated", "retired"]),
  tenant: text.optional(),
  domain: text.optional(),
  dataProduct: text.optional(),
  tags: z.array(text).optional(),
  contractCreatedTs: text.optional(),
  description: z
    .strictObject({
      purpose: text.optional(),
      usage: text.optional(),
      limitations: text.optional(),
      authoritativeDefinitions: authoritativeDefinitions.optional(),
    })
    .optional(),
  /** Checked for what the compiler reads; the rest is the published JSON Schema's business. */
  servers: z.array(z.looseObject({ server: text, type: text, schema: text.optional() })).optional(),
  team: z.looseObject({ name: text }).optional(),
  roles: z.array(z.looseObject({ role: text })).optional(),
  support: z.array(z.looseObject({ channel: text })).optional(),
  slaProperties: z.array(z.looseObject({ property: text })).optional(),
  authoritativeDefinitions: authoritativeDefinitions.optional(),
  schema: z.array(schemaObject).min(2),
});

export type OdcsContract = z.infer<typeof contract>;
export type OdcsObject = z.infer<typeof schemaObject>;
export type OdcsProperty = z.infer<typeof property>;
export type OdcsQuality = z.infer<typeof quality>;
export type OdcsCustomProperties = z.infer<typeof customProperties>;

/** @throws ContractError naming the first thing that is wrong, and how many more are. */
export function parseOdcs(document: unknown, fileName: string): OdcsContract {
  const parsed = contract.safeParse(document);
  if (parsed.success) return parsed.data;
  throw contractError(document, fileName, "", parsed.error);
}

/**
 * The custom properties of an element as one object of the given shape.
 *
 * @throws ContractError on a name the shape lacks, a name given twice, or a wrong value.
 */
export function readCustomProperties<Shape extends z.ZodObject>(
  shape: Shape,
  properties: OdcsCustomProperties | undefined,
  fileName: string,
  place: string,
): z.infer<Shape> {
  const values: Record<string, unknown> = {};
  for (const { property: name, value } of properties ?? []) {
    if (Object.hasOwn(values, name)) {
      throw new ContractError(
        fileName,
        `${place}.customProperties`,
        `"${name}" is given twice: keep one of them.`,
      );
    }
    values[name] = value;
  }
  const parsed = shape.strict().safeParse(values);
  if (parsed.success) return parsed.data as z.infer<Shape>;
  throw contractError(values, fileName, `${place}.customProperties`, parsed.error, Object.keys(shape.shape));
}

function contractError(
  document: unknown,
  fileName: string,
  prefix: string,
  error: z.ZodError,
  known?: readonly string[],
): ContractError {
  const issue = error.issues[0];
  const place = [prefix, placeOf(document, issue.path)].filter((part) => part !== "").join(".");
  const more = error.issues.length === 1 ? "" : ` (and ${error.issues.length - 1} more)`;
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys.map((key) => `"${key}"`).join(", ");
    const instead = known === undefined ? "" : `, or use one of ${known.join(", ")}`;
    return new ContractError(fileName, place, `${names} is not known here: remove it${instead}.${more}`);
  }
  const value = valueAt(document, issue.path);
  const fix = issue.message.replace(/^Invalid input: /, "");
  return new ContractError(
    fileName,
    place,
    `${value === undefined ? "is missing" : shown(value)}: ${fix}.${more}`,
  );
}

/** `schema.contacts.properties.age.logicalType`: array elements by their name where they have one. */
function placeOf(document: unknown, path: readonly PropertyKey[]): string {
  const parts: string[] = [];
  let node: unknown = document;
  for (const key of path) {
    node = member(node, key);
    parts.push(typeof key === "number" ? nameOf(node, key) : String(key));
  }
  return parts.join(".");
}

function nameOf(node: unknown, position: number): string {
  for (const key of ["name", "id", "property"]) {
    const name = member(node, key);
    if (typeof name === "string") return name;
  }
  return String(position);
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(member, document);
}

function member(node: unknown, key: PropertyKey): unknown {
  return typeof node === "object" && node !== null ? (node as Record<PropertyKey, unknown>)[key] : undefined;
}
