import * as z from "zod";

/** CloudWatch Logs accepts only these retentions (API reference, PutRetentionPolicy). */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Redshift Serverless sells capacity in these steps (Redshift management guide, "Compute capacity"). */
function isCapacity(rpu: number): boolean {
  return (
    rpu === 4 || (rpu >= 8 && rpu <= 512 && rpu % 8 === 0) || (rpu > 512 && rpu <= 1024 && rpu % 32 === 0)
  );
}

function whole(least: number, most: number): z.ZodInt {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

function oneOf<const T extends readonly string[]>(...words: T): z.ZodEnum<{ [K in T[number]]: K }> {
  return z.enum(words, { error: `must be ${words.join(" or ")}` });
}

const rpu = z
  .int({ error: "must be a whole number of RPU" })
  .refine(isCapacity, { error: "must be 4, a multiple of 8 from 8 to 512, or a multiple of 32 up to 1024" });
const days = whole(1, 3650);
const flag = z.boolean({ error: "must be true or false" });

const protection = z
  .strictObject({
    /** Pulumi refuses to delete or replace what holds data. */
    protectResources: flag,
    /** The environment's half of "deleting data takes two keys": without it nothing that holds data goes with the stack. */
    allowDataDeletion: flag,
    /** AWS's own deletion protection, where a service has one. */
    deletionProtection: flag,
    pointInTimeRecovery: flag,
    /** How long a deleted KMS key can be brought back. */
    keyDeletionWindowDays: whole(7, 30),
  })
  .readonly();

const existingNetwork = z
  .strictObject({
    vpcId: z.string().regex(/^vpc-[0-9a-f]{8,17}$/, { error: "must look like vpc-0123456789abcdef0" }),
    subnetIds: z
      .array(
        z.string().regex(/^subnet-[0-9a-f]{8,17}$/, { error: "must look like subnet-0123456789abcdef0" }),
      )
      .min(3, { error: "must name three subnets in three zones: enhanced VPC routing needs them" })
      .readonly(),
  })
  .readonly();

const network = z
  .strictObject({
    /** For a VPC of the stack's own. `None`: nothing in it can reach the internet. */
    natGateways: oneOf("None", "Single", "OnePerAz"),
    flowLogs: flag,
    /** Bring your own: no VPC is made. */
    existing: existingNetwork.optional(),
  })
  .readonly();

const lake = z
  .strictObject({
    noncurrentVersionDays: days,
    landingDays: days,
    curatedDays: days,
    quarantineDays: days,
    accessLogDays: days,
  })
  .readonly();

const warehouse = z
  .strictObject({
    baseCapacityRpu: rpu,
    maxCapacityRpu: rpu,
    enhancedVpcRouting: flag,
    /** A query that runs longer is cancelled. */
    maxQuerySeconds: whole(60, 86_399),
    usageLimit: z
      .strictObject({
        rpuHours: z.int({ error: "must be a whole number" }).min(1, { error: "must be at least 1" }),
        period: oneOf("daily", "weekly", "monthly"),
        /** `deactivate` stops queries until the period ends. */
        breachAction: oneOf("log", "emit-metric", "deactivate"),
      })
      .readonly(),
  })
  .superRefine(({ baseCapacityRpu, maxCapacityRpu }, context) => {
    if (maxCapacityRpu < baseCapacityRpu) {
      const message = `must be at least baseCapacityRpu, which is ${baseCapacityRpu}`;
      context.addIssue({ code: "custom", path: ["maxCapacityRpu"], message });
    }
  })
  .readonly();

/** RFC 2606, and `.local`: nobody has a mailbox there. */
const RESERVED_DOMAIN = /[@.](example\.(com|net|org)|example|test|invalid|localhost|local)$/i;

function setAddress(index: number): string {
  return `pulumi config set --path 'notificationEmails[${index}]' <address>`;
}

const notifications = z
  .strictObject({
    emails: z.array(z.email({ error: "must be an e-mail address" })).readonly(),
    /** Without an address a failure is seen only by who looks for it. */
    required: flag,
  })
  .refine((value) => !value.required || value.emails.length > 0, {
    error: `must hold at least one address in this environment: ${setAddress(0)}`,
    path: ["emails"],
  })
  .superRefine(({ emails, required }, context) => {
    for (const [index, email] of emails.entries()) {
      if (required && RESERVED_DOMAIN.test(email)) {
        context.addIssue({
          code: "custom",
          path: ["emails", index],
          message: `is of a domain reserved for examples, and this environment must reach somebody: ${setAddress(index)}`,
        });
      }
    }
  })
  .readonly();

/** Everything that may differ between stacks. */
export const EnvironmentSchema = z
  .strictObject({
    name: oneOf("dev", "prod"),
    /** When not empty, the program runs only in these accounts. */
    allowedAccountIds: z
      .array(z.string().regex(/^[0-9]{12}$/, { error: "must be twelve digits" }))
      .readonly(),
    /** Name of the managed policy that bounds every role of the stack, as bootstrap/ makes it. Default: none. */
    permissionsBoundary: z
      .string()
      .regex(/^[\w+=,.@-]{1,128}$/, {
        error: "must be a policy's name, not its ARN, like stepline-bootstrap-dev-boundary",
      })
      .optional(),
    protection,
    logs: z
      .strictObject({
        retentionDays: z.literal(LOG_RETENTION_DAYS, {
          error: `must be one of CloudWatch's retentions: ${LOG_RETENTION_DAYS.join(", ")}`,
        }),
        level: oneOf("DEBUG", "INFO", "WARN"),
      })
      .readonly(),
    network,
    lake,
    warehouse,
    /** The most Glue workers any pipeline of the stack may use, whatever it asks for. */
    transform: z.strictObject({ maxWorkers: whole(2, 299) }).readonly(),
    schedule: z
      .strictObject({
        enabled: flag,
        /** Instead of each pipeline's own zone. */
        timeZone: z
          .string()
          .refine(isTimeZone, { error: "must be a time zone of the IANA database, like Europe/Dublin" })
          .optional(),
      })
      .readonly(),
    notifications,
  })
  .readonly();

export type Environment = z.infer<typeof EnvironmentSchema>;

/** Offsets like `+01:00`, which Intl takes too, have no daylight saving: EventBridge Scheduler refuses them. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) {
    return false;
  }
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * `warehouse.baseCapacityRpu is 6: must be 4, a multiple of 8, ...`, one line for each problem.
 *
 * @param called Names a value for whoever wrote it. Default: its path.
 */
export function problemLines(
  error: z.ZodError,
  value: unknown,
  called: (path: readonly PropertyKey[]) => string = dotted,
): readonly string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map(
        (key) => `${called([...issue.path, key])} is not a known key: remove it or correct its name`,
      );
    }
    const wrong = at(value, issue.path);
    return [
      `${called(issue.path)} is ${wrong === undefined ? "missing" : JSON.stringify(wrong)}: ${issue.message}`,
    ];
  });
}

function dotted(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "the value" : path.map(String).join(".");
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      inner === null || inner === undefined ? undefined : (inner as Record<PropertyKey, unknown>)[key],
    value,
  );
}
