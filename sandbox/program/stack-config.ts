import * as fs from "node:fs";
import * as path from "node:path";
import { load } from "js-yaml";

/** What `Pulumi.yaml` and `Pulumi.<stack>.yaml` say, as the CLI would hand it to the program. */
export interface StackSettings {
  readonly project: string;
  /** Module with the program, absolute. */
  readonly main: string;
  /** `namespace:key` -> text. */
  readonly config: Readonly<Record<string, string>>;
}

interface ProjectFile {
  readonly name: string;
  readonly main?: string;
  readonly config?: Readonly<Record<string, ConfigDeclaration>>;
}

/** The sandbox sends no mail: where a project wants an address and the stack has none yet, nobody's will do. */
const STAND_INS: Readonly<Record<string, string>> = {
  notificationEmails: '["on-call@sandbox.internal"]',
};

type ConfigDeclaration = { readonly default?: unknown; readonly value?: unknown } | string | number | boolean;

/**
 * A stack without an address to notify gets the sandbox's stand-in, so that it is evaluated like one that is deployed.
 *
 * @param given `namespace:key`, or `key` of the project, -> text, before what the files say.
 * @throws Error when a file is missing or holds a value only the CLI can decrypt.
 */
export function readStackSettings(
  directory: string,
  stack: string,
  given: Readonly<Record<string, string>> = {},
): StackSettings {
  const project = readYaml(path.join(directory, "Pulumi.yaml")) as ProjectFile;
  const stackFile = path.join(directory, `Pulumi.${stack}.yaml`);
  const values =
    (readYaml(stackFile) as { readonly config?: Readonly<Record<string, unknown>> } | null)?.config ?? {};
  const namespaced = (key: string): string => (key.includes(":") ? key : `${project.name}:${key}`);
  const overrides = Object.fromEntries(Object.entries(given).map(([key, text]) => [namespaced(key), text]));
  const config: Record<string, string> = {};
  for (const [key, declaration] of Object.entries(project.config ?? {})) {
    const value = typeof declaration === "object" ? (declaration.value ?? declaration.default) : declaration;
    if (value !== undefined) {
      config[namespaced(key)] = asText(value);
    }
  }
  for (const [key, value] of Object.entries(values)) {
    const name = namespaced(key);
    if (!(name in overrides)) {
      config[name] = asText(clear(value, name, stackFile));
    }
  }
  for (const [key, standIn] of Object.entries(STAND_INS)) {
    if (config[namespaced(key)] === NONE && key in (project.config ?? {})) {
      config[namespaced(key)] = standIn;
    }
  }
  return {
    project: project.name,
    main: path.resolve(directory, project.main ?? "index"),
    config: { ...config, ...overrides },
  };
}

/** An empty list, as text. */
const NONE = "[]";

function readYaml(file: string): unknown {
  if (!fs.existsSync(file)) {
    throw new Error(
      `There is no ${path.basename(file)} in ${path.dirname(file)}: name a stack that has one.`,
    );
  }
  return load(fs.readFileSync(file, "utf8"), { filename: file });
}

function clear(value: unknown, name: string, file: string): unknown {
  if (typeof value === "object" && value !== null && "secure" in value) {
    throw new Error(
      `${path.basename(file)} keeps ${name} encrypted, and only the Pulumi CLI can read it: give the sandbox another value for it.`,
    );
  }
  return value;
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
