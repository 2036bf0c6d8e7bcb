import * as pulumi from "@pulumi/pulumi";
import { projectRoot } from "../paths";
import type { RecordedProgram } from "../types";
import { RecordingMonitor } from "./recording-monitor";
import { readStackSettings, type StackSettings } from "./stack-config";

export interface RecordOptions {
  /** `dev`, `prod`: the one whose `Pulumi.<stack>.yaml` counts. */
  readonly stack: string;
  /** `namespace:key` -> text, before what the files say. */
  readonly config?: Readonly<Record<string, string>>;
  /** Default: 111122223333. */
  readonly accountId?: string;
  /** Default: the stack's `aws:region`. */
  readonly region?: string;
  /** Folder with `Pulumi.yaml`. Default: this project. */
  readonly programDirectory?: string;
  /** Whether errors of the program tell where they were thrown: recording is slower then. Default: false. */
  readonly stacks?: boolean;
}

type Program = () => unknown;

/** Pulumi's runtime keeps one engine at a time: recordings wait for each other. */
let previous: Promise<unknown> = Promise.resolve();

/**
 * Evaluates a stack's program with a recorder in the engine's place, and gives back every resource it declares.
 *
 * @throws Error what the program threw, or what the recorder has no answer for: a type of resource, a provider's function.
 */
export async function recordProgram(options: RecordOptions): Promise<RecordedProgram> {
  const recording = previous.then(() => record(options));
  previous = recording.catch(() => undefined);
  return await recording;
}

async function record(options: RecordOptions): Promise<RecordedProgram> {
  const { stack, accountId = "111122223333" } = options;
  const settings = readStackSettings(options.programDirectory ?? projectRoot, stack, {
    ...options.config,
    ...(options.region === undefined ? {} : { "aws:region": options.region }),
  });
  const region = settings.config["aws:region"] as string | undefined;
  if (region === undefined) {
    throw new Error(`Stack "${stack}" has no aws:region: set it in Pulumi.${stack}.yaml.`);
  }
  const monitor = new RecordingMonitor(
    { accountId, region, partition: partitionOf(region) },
    settings.project,
    stack,
  );
  const evaluation = (): ReturnType<typeof evaluate> =>
    evaluate(loadProgram(settings), settings, stack, monitor);
  const outputs = await (options.stacks === true ? evaluation() : quickly(evaluation));
  return { project: settings.project, stack, accountId, region, resources: monitor.resources, outputs };
}

/** @throws Error when the module exports no function: one that runs as it loads can be recorded only once. */
function loadProgram({ main }: StackSettings): Program {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the program is known only now, and written in TypeScript.
  const loaded = require(main) as Program | { readonly default?: Program };
  const program = typeof loaded === "function" ? loaded : loaded.default;
  if (typeof program !== "function") {
    throw new Error(`${main} must export its program as a function ("export = async () => {...}").`);
  }
  return program;
}

async function evaluate(
  program: Program,
  settings: StackSettings,
  stack: string,
  monitor: RecordingMonitor,
): Promise<Readonly<Record<string, unknown>>> {
  const rejections = new Rejections();
  try {
    const unused = { call: () => ({}), newResource: () => ({ id: "", state: {} }) };
    // It says which features the engine has; the engine itself is put in its place next.
    await pulumi.runtime.setMocks(unused, settings.project, stack);
    pulumi.runtime.setMockOptions(monitor, settings.project, stack);
    pulumi.runtime.setAllConfig({ ...settings.config });
    const outputs: unknown = await rejections.race(
      pulumi.runtime.runInPulumiStack(program as () => Promise<unknown>),
    );
    // What no output depends on may still be under way.
    await rejections.race(pulumi.runtime.disconnect());
    await rejections.race(aMoment());
    throwFirst(monitor.failures);
    return (outputs ?? {}) as Readonly<Record<string, unknown>>;
  } catch (error) {
    // The recorder's own failures come first: what followed may have come of them.
    throwFirst(monitor.failures);
    throw error;
  } finally {
    // One error reaches the process by several promises.
    await aMoment();
    rejections.restore();
  }
}

/** The process hears of a rejection a moment after it happened. */
async function aMoment(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function throwFirst(failures: readonly Error[]): void {
  const messages = [...new Set(failures.map(({ message }) => message))];
  if (messages.length > 0) {
    throw new Error(messages.join("\n"));
  }
}

/** An error inside an `apply` reaches nobody but the process: it is caught here, and is the program's. */
class Rejections {
  private readonly others = process.listeners("unhandledRejection");
  private readonly first: Promise<never>;
  private reject: (reason: unknown) => void = () => undefined;
  private readonly listener = (reason: unknown): void => {
    this.reject(reason);
  };

  constructor() {
    this.first = new Promise((_resolve, reject) => (this.reject = reject));
    this.first.catch(() => undefined);
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", this.listener);
  }

  /** The work's end, or the first error that nobody handles. */
  async race<T>(work: Promise<T>): Promise<T> {
    return await Promise.race([work, this.first]);
  }

  restore(): void {
    process.removeListener("unhandledRejection", this.listener);
    this.others.forEach((listener) => process.on("unhandledRejection", listener));
  }
}

/**
 * Pulumi takes a stack trace for every resource, to say where it was declared; nobody asks here. It raises the limit for the
 * one that it sends to the engine, so that the frames of that one must not be made into text either.
 */
async function quickly<T>(work: () => Promise<T>): Promise<T> {
  const { stackTraceLimit } = Error;
  const prepareStackTrace = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace") ?? {
    value: undefined,
  };
  Error.stackTraceLimit = 0;
  Error.prepareStackTrace = String;
  try {
    return await work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Object.defineProperty(Error, "prepareStackTrace", prepareStackTrace);
  }
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) {
    return "aws-cn";
  }
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
