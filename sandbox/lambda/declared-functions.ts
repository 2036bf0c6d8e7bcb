import { record, text } from "../recorded-inputs";
import type { RecordedProgram, RecordedResource } from "../types";

/** What the program declares about one function, in the words of Lambda's API. */
export interface DeclaredFunction {
  readonly name: string;
  readonly arn: string;
  /** `code` of the resource: a Pulumi archive. */
  readonly code: unknown;
  readonly handler: string;
  /** `nodejs22.x` */
  readonly runtime: string;
  readonly role: string;
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly architectures: readonly string[];
  readonly description: string;
  /** Undefined: as many environments at once as asked for. */
  readonly reservedConcurrency?: number;
  readonly tracing: "Active" | "PassThrough";
  readonly logging: DeclaredLogging;
  /** Published version, where the program publishes one. */
  readonly version?: string;
  /** Alias -> version. */
  readonly aliases: ReadonlyMap<string, string>;
  /** What the program asks for and the sandbox cannot run: named when the function is called. */
  readonly notModelled: readonly string[];
}

export interface DeclaredLogging {
  readonly group: string;
  readonly format: "JSON" | "Text";
  readonly applicationLevel: string;
  readonly systemLevel: string;
}

type Inputs = Readonly<Record<string, unknown>>;

/**
 * The program's functions by name, with the defaults Lambda gives what is not declared.
 *
 * @throws Error when an alias points to a function or version the program does not declare.
 */
export function declaredFunctions(program: RecordedProgram): ReadonlyMap<string, DeclaredFunction> {
  const functions = new Map<string, DeclaredFunction>();
  for (const resource of program.resources.filter(({ type }) => type === "aws:lambda/function:Function")) {
    const declared = declaredFunction(program, resource);
    functions.set(declared.name, declared);
  }
  for (const { inputs, name: resourceName } of program.resources.filter(
    ({ type }) => type === "aws:lambda/alias:Alias",
  )) {
    const functionName = String(inputs.functionName)
      .replace(/^arn:.*:function:/, "")
      .replace(/:.*$/, "");
    const target = functions.get(functionName);
    const version = String(inputs.functionVersion);
    if (target === undefined || (version !== "$LATEST" && version !== target.version)) {
      throw new Error(
        `The alias "${resourceName}" points to version "${version}" of function "${functionName}", which the program does not ` +
          `declare: publish the function and point the alias to its version.`,
      );
    }
    (target.aliases as Map<string, string>).set(String(inputs.name), version);
  }
  return functions;
}

function declaredFunction(
  program: RecordedProgram,
  { inputs, state, name: resourceName }: RecordedResource,
): DeclaredFunction {
  const name = text(inputs.name, text(state.name, resourceName));
  const reserved = inputs.reservedConcurrentExecutions as number | undefined;
  const logging = record(inputs.loggingConfig);
  return {
    name,
    arn: text(state.arn, `arn:aws:lambda:${program.region}:${program.accountId}:function:${name}`),
    code: inputs.code,
    handler: String(inputs.handler),
    runtime: String(inputs.runtime),
    role: String(inputs.role),
    timeoutSeconds: (inputs.timeout as number | undefined) ?? 3,
    memoryMiB: (inputs.memorySize as number | undefined) ?? 128,
    environment: (record(inputs.environment).variables ?? {}) as Readonly<Record<string, string>>,
    architectures: (inputs.architectures as readonly string[] | undefined) ?? ["x86_64"],
    description: text(inputs.description, ""),
    reservedConcurrency: reserved === undefined || reserved < 0 ? undefined : reserved,
    tracing: record(inputs.tracingConfig).mode === "Active" ? "Active" : "PassThrough",
    logging: {
      group: text(logging.logGroup, `/aws/lambda/${name}`),
      format: logging.logFormat === "JSON" ? "JSON" : "Text",
      applicationLevel: text(logging.applicationLogLevel, "INFO"),
      systemLevel: text(logging.systemLogLevel, "INFO"),
    },
    version: inputs.publish === true ? publishedVersion(state) : undefined,
    aliases: new Map<string, string>(),
    notModelled: notModelled(inputs),
  };
}

function publishedVersion(state: Inputs): string {
  return /^\d+$/.test(String(state.version)) ? String(state.version) : "1";
}

function notModelled(inputs: Inputs): string[] {
  const found: string[] = [];
  if (!/^nodejs\d+\.x$/.test(String(inputs.runtime))) {
    found.push(`runtime ${String(inputs.runtime)}`);
  }
  if (inputs.packageType === "Image") {
    found.push("package type Image");
  }
  if (Array.isArray(inputs.layers) && inputs.layers.length > 0) {
    found.push("layers");
  }
  if (inputs.fileSystemConfig !== undefined) {
    found.push("file systems");
  }
  return found;
}
