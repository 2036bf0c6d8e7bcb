import { existsSync } from "node:fs";
import { resolve } from "node:path";
import * as z from "zod";

import { isTimeZone, problemLines } from "../environments/schema";
import { isPlainKey, withDate } from "../handlers/event-schema";

/**
 * `source/marketing/contact_date={logicalDate}/`: S3 keys that need no escaping, and end with a slash. The functions check the
 * same by the same code.
 */
const prefix = z
  .string()
  .refine((text) => text.endsWith("/") && isPlainKey(withDate(text, "2008-11-21").slice(0, -1)), {
    error:
      "must be an S3 prefix of letters, digits and _ = . - between slashes, with no .. and nothing empty, that ends with a slash; {logicalDate} stands for the date",
  });

/** Of a JSON document or a query string: what handlers/event-schema.ts takes as one. */
const fieldName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/, {
  error: "must be at most 64 letters, digits and _ . -, a letter or _ first",
});

const s3Source = z
  .strictObject({
    kind: z.literal("s3"),
    /** Under the raw bucket. */
    prefix: prefix.refine((value) => /^[^{]+\//.test(value), {
      error: "must begin with a fixed folder: the function may read only below it",
    }),
  })
  .readonly();

const apiSource = z
  .strictObject({
    kind: z.literal("api"),
    url: z.url({ protocol: /^https$/, error: "must be an https address" }),
    allowedHosts: z
      .array(z.hostname().lowercase({ error: "must be in lower case" }))
      .min(1)
      .readonly(),
    recordsField: fieldName,
    cursorField: fieldName,
    cursorParameter: fieldName,
    maxPages: z.int().min(1).max(100_000),
  })
  .readonly();

const schedule = z
  .strictObject({
    /** EventBridge Scheduler: `cron(minutes hours day-of-month month day-of-week year)`. */
    expression: z.string().regex(/^cron\(\S+ \S+ \S+ \S+ \S+ \S+\)$/, {
      error: "must be cron(minutes hours day-of-month month day-of-week year)",
    }),
    /** IANA. The clock changes with it; a time that a change skips does not run that day. */
    timeZone: z
      .string()
      .refine(isTimeZone, { error: "must be a time zone of the IANA database, like Europe/Dublin" }),
    /**
     * The logical date is the UTC date this many hours before the scheduled time. 12 makes midnight in any zone carry the day
     * that just ended there.
     */
    logicalDateLagHours: z.int().min(0).max(168),
  })
  .readonly();

const transform = z
  .strictObject({
    workerType: z.enum(["G.1X", "G.2X", "G.4X", "G.8X"]),
    /** The environment may allow fewer. */
    maxWorkers: z.int().min(2).max(299),
    timeoutMinutes: z.int().min(5).max(2880),
  })
  .readonly();

const load = z
  .strictObject({
    /** One load that runs longer is cancelled. */
    timeoutSeconds: z.int().min(60).max(86_399),
    /** How often a load that lost against another transaction is tried again. */
    retries: z.int().min(0).max(10),
  })
  .readonly();

const timeouts = z
  .strictObject({
    /** Of each function; Lambda allows 900. */
    extractSeconds: z.int().min(10).max(900),
    validateSchemaSeconds: z.int().min(10).max(900),
    startLoadSeconds: z.int().min(10).max(900),
    reconcileSeconds: z.int().min(10).max(900),
    /** How often, and how far apart, a run looks whether another date's run of the pipeline has ended. */
    lockWaitSeconds: z.int().min(10).max(3600),
    lockMaxWaits: z.int().min(0).max(500),
  })
  .readonly();

const notification = z
  .strictObject({
    /** Told of this pipeline's runs, besides those who are told of all of the stack's. */
    emails: z.array(z.email({ error: "must be an e-mail address" })).readonly(),
    /** Which ends they hear of. */
    statuses: z
      .array(z.enum(["SUCCEEDED", "FAILED", "DUPLICATE", "TRANSFORM_TIMED_OUT"]))
      .min(1)
      .readonly(),
  })
  .readonly();

const PipelineSpecSchema = z
  .strictObject({
    /** Part of every name and prefix. */
    name: z.string().regex(/^[a-z][a-z0-9-]{0,19}$/, {
      error: "must be at most 20 small letters, digits and -, a letter first",
    }),
    /** ODCS YAML, relative to the repository. */
    contract: z
      .string()
      .refine((file) => existsSync(repositoryFile(file)), { error: "is not a file of the repository" }),
    source: z.discriminatedUnion("kind", [s3Source, apiSource]),
    /** Folder of the reference files, under the raw bucket. */
    lookups: prefix.refine((value) => !value.includes("{"), { error: "must be the same on every date" }),
    schedule,
    transform,
    load,
    timeouts,
    notification,
  })
  .superRefine((spec, context) => {
    for (const path of expressions(spec)) {
      context.addIssue({
        code: "custom",
        path: [...path],
        message: "must not hold {%: in a workflow, which the text becomes part of, that begins an expression",
      });
    }
  })
  .readonly();

/** Paths of every text in `value` that a workflow would take for JSONata. */
function expressions(
  value: unknown,
  path: readonly (string | number)[] = [],
): readonly (string | number)[][] {
  if (typeof value === "string") {
    return value.includes("{%") ? [[...path]] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((member, index) => expressions(member, [...path, index]));
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, member]) => expressions(member, [...path, key]))
    : [];
}

/** A pipeline as data: everything that makes one different from another. */
export type PipelineSpec = z.infer<typeof PipelineSpecSchema>;

/**
 * Checks a pipeline's data when its file is loaded, long before a resource is made of it.
 *
 * @throws Error naming each wrong key, its value and what it must be.
 */
export function definePipeline(spec: PipelineSpec): PipelineSpec {
  const parsed = PipelineSpecSchema.safeParse(spec);
  if (!parsed.success) {
    const lines = problemLines(parsed.error, spec);
    throw new Error(
      [`Pipeline "${spec.name}" is wrong. Correct pipelines/${spec.name}.ts:`, ...lines].join("\n  "),
    );
  }
  return parsed.data;
}

/** Absolute path of a file of the repository. */
export function repositoryFile(file: string): string {
  return resolve(__dirname, "..", file);
}
