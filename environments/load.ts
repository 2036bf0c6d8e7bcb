import * as pulumi from "@pulumi/pulumi";
import * as z from "zod";

import { dev } from "./dev";
import { prod } from "./prod";
import { configNamespace, configValue, providerSettings } from "./pulumi-config";
import { type Environment, EnvironmentSchema, problemLines } from "./schema";

const ENVIRONMENTS: Readonly<Partial<Record<string, Environment>>> = { dev, prod };

/** What the program reads from its stack's configuration. */
export interface Settings {
  readonly environment: Environment;
  /** Every `aws:` setting: a provider that the program makes itself does not read them. */
  readonly awsProvider: Readonly<Record<string, pulumi.Input<unknown>>>;
}

const count = z.coerce.number({ error: "must be a number" });
const texts = z.array(z.string(), { error: 'must be a list of texts, like ["a", "b"]' });

/** The keys of the project's namespace; Pulumi.yaml declares the same ones, with types and defaults, for the CLI. */
const ConfigSchema = z
  .strictObject({
    environment: z.enum(["dev", "prod"]).optional(),
    notificationEmails: texts.optional(),
    allowedAccountIds: texts.optional(),
    permissionsBoundary: z.string().optional(),
    vpcId: z.string().optional(),
    subnetIds: texts.optional(),
    logRetentionDays: count.optional(),
    warehouseBaseCapacityRpu: count.optional(),
    warehouseMaxCapacityRpu: count.optional(),
    transformMaxWorkers: count.optional(),
    scheduleState: z.enum(["ENABLED", "DISABLED"], { error: "must be ENABLED or DISABLED" }).optional(),
    scheduleTimeZone: z.string().optional(),
  })
  .refine((config) => (config.vpcId === undefined) === (config.subnetIds === undefined), {
    error: "must be set together with subnetIds: both, or neither",
    path: ["vpcId"],
  });

type Config = z.infer<typeof ConfigSchema>;

/**
 * The environment of the stack: the data of `dev.ts` or `prod.ts`, with the stack configuration's overrides, all checked.
 * The program's only reader of Pulumi configuration; called before any resource exists.
 *
 * @throws pulumi.RunError that names each wrong key, its value and what it must be.
 */
export function loadEnvironment(project = pulumi.getProject(), stack = pulumi.getStack()): Settings {
  checkStackName(stack);
  const config = readConfig(project);
  const name = config.environment ?? stack;
  const base = ENVIRONMENTS[name];
  if (base === undefined) {
    throw new pulumi.RunError(
      `Stack "${stack}" has no environment of its name. Say which it is: ` +
        `pulumi config set ${project}:environment dev (there are: ${Object.keys(ENVIRONMENTS).join(", ")}).`,
    );
  }
  const environment = overridden(base, config);
  const checked = EnvironmentSchema.safeParse(environment);
  if (!checked.success) {
    throw new pulumi.RunError(
      [
        `The environment of stack "${stack}" is wrong. Correct environments/${name}.ts or the ${project}: configuration:`,
        ...problemLines(checked.error, environment),
      ].join("\n  "),
    );
  }
  return { environment: checked.data, awsProvider: providerSettings() };
}

/**
 * Policies name what is the stack's by prefix, `stepline-dev-*`: that would match what a stack "dev-2" has as well. With 14
 * characters, `stepline-<stack>-access-logs-111122223333-ap-southeast-1` has the 63 that S3 allows a bucket.
 */
function checkStackName(stack: string): void {
  if (!/^[a-z][a-z0-9]{0,13}$/.test(stack)) {
    throw new pulumi.RunError(
      `Stack "${stack}" can't be deployed under this name: it must be at most 14 small letters and digits, a letter first, ` +
        `no hyphen. Rename it: pulumi stack rename ${suggestedName(stack)}.`,
    );
  }
}

function suggestedName(stack: string): string {
  const name = stack
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .replace(/^[0-9]+/, "")
    .slice(0, 14);
  return name === "" ? "dev" : name;
}

function readConfig(project: string): Config {
  // The CLI fills in Pulumi.yaml's defaults; there, empty stands for "as environments/ says".
  const values = Object.fromEntries(
    configNamespace(project)
      .filter(([, text]) => !["", "0", "[]"].includes(text))
      .map(([key, text]) => [key, configValue(text)] as const),
  );
  const parsed = ConfigSchema.safeParse(values);
  if (!parsed.success) {
    throw new pulumi.RunError(
      [
        `The ${project}: configuration of the stack is wrong. Correct it with "pulumi config set" or "pulumi config rm":`,
        ...problemLines(parsed.error, values).map((line) => `${project}:${line}`),
        `Known keys: ${Object.keys(ConfigSchema.shape).join(", ")}.`,
      ].join("\n  "),
    );
  }
  return parsed.data;
}

function overridden(base: Environment, config: Config): Environment {
  const existing =
    config.vpcId === undefined
      ? base.network.existing
      : { vpcId: config.vpcId, subnetIds: config.subnetIds ?? [] };
  return {
    ...base,
    allowedAccountIds: config.allowedAccountIds ?? base.allowedAccountIds,
    ...(config.permissionsBoundary === undefined ? {} : { permissionsBoundary: config.permissionsBoundary }),
    // The schema that follows checks the value: a literal type can't be promised before.
    logs: { ...base.logs, retentionDays: (config.logRetentionDays ?? base.logs.retentionDays) as 14 },
    network: { ...base.network, ...(existing === undefined ? {} : { existing }) },
    warehouse: {
      ...base.warehouse,
      baseCapacityRpu: config.warehouseBaseCapacityRpu ?? base.warehouse.baseCapacityRpu,
      maxCapacityRpu: config.warehouseMaxCapacityRpu ?? base.warehouse.maxCapacityRpu,
    },
    transform: { maxWorkers: config.transformMaxWorkers ?? base.transform.maxWorkers },
    schedule: {
      ...base.schedule,
      enabled:
        config.scheduleState === undefined ? base.schedule.enabled : config.scheduleState === "ENABLED",
      ...(config.scheduleTimeZone === undefined ? {} : { timeZone: config.scheduleTimeZone }),
    },
    notifications: { ...base.notifications, emails: config.notificationEmails ?? base.notifications.emails },
  };
}
