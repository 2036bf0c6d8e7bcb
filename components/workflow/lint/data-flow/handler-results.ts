import type {
  ExtractResult,
  ReconcileResult,
  S3Pointer,
  StartLoadResult,
  ValidateSchemaResult,
} from "../../../../handlers/events";
import type { Shape } from "../integrations/shape";

/** The shape that a type has, member for member: one that is left out, or is of another type, does not compile. */
type ShapeOf<T> = T extends string
  ? "string"
  : T extends number
    ? "integer" | "number"
    : T extends boolean
      ? "boolean"
      : T extends readonly (infer Element)[]
        ? { readonly list: ShapeOf<Element> }
        : string extends keyof T
          ? { readonly map: ShapeOf<T[keyof T]> }
          : { readonly object: { readonly [Name in keyof T]-?: ShapeOf<NonNullable<T[Name]>> } };

const POINTER: ShapeOf<S3Pointer> = { object: { bucket: "string", key: "string" } };

const EXTRACT: ShapeOf<ExtractResult> = {
  object: { manifest: POINTER, files: "integer", bytes: "integer" },
};

const VALIDATE_SCHEMA: ShapeOf<ValidateSchemaResult> = {
  object: {
    schemaValid: "boolean",
    rows: "integer",
    problems: "integer",
    summary: "string",
    report: POINTER,
  },
};

const START_LOAD: ShapeOf<StartLoadResult> = { object: { statementId: "string", clientToken: "string" } };

const RECONCILE: ShapeOf<ReconcileResult> = {
  object: {
    counts: {
      object: {
        source: "integer",
        curated: "integer",
        quarantined: "integer",
        duplicates: "integer",
        staged: "integer",
        inserted: "integer",
        updated: "integer",
      },
    },
    quarantinedByRule: { map: "integer" },
  },
};

/** What our handlers return, for `functionResults`: by the last parts of the functions' names. */
export const HANDLER_RESULTS: Readonly<Record<string, Shape>> = {
  extract: EXTRACT,
  "validate-schema": VALIDATE_SCHEMA,
  "start-load": START_LOAD,
  reconcile: RECONCILE,
};
