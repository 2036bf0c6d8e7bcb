import * as pulumi from "@pulumi/pulumi";
import * as z from "zod";

import { nearest } from "../components/workflow/lint/nearest";
import { dev } from "./dev";
import { prod } from "./prod";
import { configNamespace, configValue, providerSettings, shownConfig } from "./pulumi-config";
import { type Environment, EnvironmentSchema, problemLines } from "./schema";

const ENVIRONMENTS: Readonly<Partial<Record<string, Environment>>> = { dev, prod };

/** What the program reads from its stack's configuration. */
export interface Settings {
  readonly environment: Environment;
  /** Every `aws:` setting: a provider that the program makes itself does not read them. */
  readonly awsProvider: Readonly<Record<string, pulumi.Input<unknown>>>;
}

const NUMBER = { error: "must be a number" };
// As text first: of `true` and of a list, too, a number could be made.
const count = z.string(NUMBER).pipe(z.coerce.number(NUMBER));
const text = z.string({ error: "must be text" });
const texts = z.array(z.string(), { error: 'must be a list of texts, like ["a", "b"]' });

/** The keys of the project's namespace; Pulumi.yaml declares the same ones, with types and defaults, for the CLI. */
const ConfigSchema = z
  .object({
    environment: z.enum(["dev", "prod"], { error: "must be dev or prod" }).optional(),
    notificationEmails: texts.optional(),
    allowedAccountIds: texts.optional(),
    permissionsBoundary: text.optional(),
    vpcId: text.optional(),
    subnetIds: texts.optional(),
    logRetentionDays: count.optional(),
    warehouseBaseCapacityRpu: count.optional(),
    warehouseMaxCapacityRpu: count.optional(),
    transformMaxWorkers: count.optional(),
    scheduleState: z.enum(["ENABLED", "DISABLED"], { error: "must be ENABLED or DISABLED" }).optional(),
    scheduleTimeZone: text.optional(),
  })
  .refine((config) => (config.vpcId === undefined) === (config.subnetIds === undefined), {
    error: "must be set together with subnetIds: both, or neither",
    path: ["vpcId"],
  });

type Config = z.infer<typeof ConfigSchema>;

/** Where in an environment the value of a key goes. */
const PLACES: readonly (readonly [keyof Config, string])[] = [
  ["notificationEmails", "notifications.emails"],
  ["allowedAccountIds", "allowedAccountIds"],
  ["permissionsBoundary", "permissionsBoundary"],
  ["vpcId", "network.existing.vpcId"],
  ["subnetIds", "network.existing.subnetIds"],
  ["logRetentionDays", "logs.retentionDays"],
  ["warehouseBaseCapacityRpu", "warehouse.baseCapacityRpu"],
  ["warehouseMaxCapacityRpu", "warehouse.maxCapacityRpu"],
  ["transformMaxWorkers", "transform.maxWorkers"],
  ["scheduleTimeZone", "schedule.timeZone"],
];

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
      environmentProblems(checked.error, environment, { project, stack, name, config }),
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
      .filter(([, value]) => !["", "0", "[]"].includes(value))
      .map(([key, value]) => [key, configValue(value)] as const),
  );
  const known = Object.keys(ConfigSchema.shape);
  const unknown = Object.keys(values).filter((key) => !known.includes(key));
  const parsed = ConfigSchema.safeParse(values);
  if (!parsed.success || unknown.length > 0) {
    throw new pulumi.RunError(
      [
        configurationIsWrong(project),
        ...unknown.map((key) => unknownKey(`${project}:${key}`, nearest(key, known))),
        ...(parsed.success ? [] : problemLines(parsed.error, values, configured(project))),
        `Known keys: ${known.join(", ")}.`,
      ].join("\n  "),
    );
  }
  return parsed.data;
}

function configurationIsWrong(project: string): string {
  return `The ${project}: configuration of the stack is wrong. Correct it with "pulumi config set" or "pulumi config rm":`;
}

function unknownKey(key: string, meant: string | undefined): string {
  const fix = meant === undefined ? "remove it or correct its name" : `did you mean ${meant}?`;
  return `${key} is ${shownConfig(key)}, but is not a known key: ${fix}`;
}

/** Names a value as `pulumi config set --path` does: `stepline:subnetIds[0]`. */
function configured(project: string) {
  return ([key, ...rest]: readonly PropertyKey[]): string =>
    `${project}:${String(key)}${rest.map((index) => `[${String(index)}]`).join("")}`;
}

/** What the user set is named by its key, the rest by its place in the environment's file. */
function environmentProblems(
  error: z.ZodError,
  environment: Environment,
  from: { readonly project: string; readonly stack: string; readonly name: string; readonly config: Config },
): string {
  const { project, stack, name, config } = from;
  const inConfig: string[] = [];
  const inFile: string[] = [];
  for (const issue of error.issues) {
    const path = issue.path.map(String).join(".");
    const [key, place] = PLACES.find(([, each]) => path === each || path.startsWith(`${each}.`)) ?? [];
    const one = new z.ZodError([issue]);
    if (key !== undefined && place !== undefined && config[key] !== undefined) {
      const rest = issue.path.slice(place.split(".").length);
      inConfig.push(...problemLines(one, environment, () => configured(project)([key, ...rest])));
    } else {
      const or = key === undefined ? "" : `; or: pulumi config set ${project}:${key}`;
      inFile.push(
        ...problemLines(one, environment).map((line) => (line.includes("config set") ? line : line + or)),
      );
    }
  }
  const file = `The environment of stack "${stack}" is wrong. Correct environments/${name}.ts:`;
  return [
    ...(inConfig.length === 0 ? [] : [configurationIsWrong(project), ...inConfig.map((line) => `  ${line}`)]),
    ...(inFile.length === 0 ? [] : [file, ...inFile.map((line) => `  ${line}`)]),
  ].join("\n");
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
