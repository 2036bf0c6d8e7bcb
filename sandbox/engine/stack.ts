import * as fs from "node:fs";
import * as path from "node:path";
import {
  type DestroyOptions,
  type EngineEvent,
  LocalWorkspace,
  type PreviewOptions,
  type PulumiFn,
  type RefreshOptions,
  type Stack,
  type UpOptions,
} from "@pulumi/pulumi/automation";
import { projectRoot } from "../paths";
import { type Deployment, readDeployment } from "./deployment";
import { holdEngineEnvironment } from "./engine-environment";
import { type EngineResult, resultOf } from "./engine-result";
import { writeSettings } from "./project-settings";
import { Account } from "./provider/account";
import { AwsProvider } from "./provider/aws-provider";
import { awsxProvider } from "./provider/awsx-provider";
import { serveProvider } from "./provider/serve";
import { pulumiCli } from "./pulumi-cli";

export interface EngineStackOptions {
  /** `dev`, `prod`: the one whose `Pulumi.<stack>.yaml` counts, if there is one. */
  readonly stack: string;
  /** An empty folder of the caller's: backend, settings and home of this stack's CLI, nobody else's. */
  readonly directory: string;
  /** The account that it is deployed to. Stacks may share one. Default: one of its own. */
  readonly account?: Account;
  /** `key` of the project, or `namespace:key` -> value, before what the files say; `undefined` takes a key away. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Default: the function that `index.ts` exports. */
  readonly program?: PulumiFn;
  /** Folder with `Pulumi.yaml`. Default: this project. */
  readonly projectDirectory?: string;
  /**
   * When the state is written. The engine's own way, after every step, is four times as slow for a large stack, and differs
   * only for a CLI that is killed midway: a deployment that fails writes it at its end, too. Default: at the end.
   */
  readonly checkpoints?: "every step" | "at the end";
}

const STACK_TYPE = "pulumi:pulumi:Stack";

type Shared = "onEvent" | "onOutput" | "onError" | "program" | "signal";

/** What every operation is given. */
interface Given {
  readonly program: PulumiFn;
  readonly onEvent: (event: EngineEvent) => void;
  readonly signal: AbortSignal;
}

type Work = (given: Given) => Promise<{ readonly stdout: string }>;

/** A stack on Pulumi's real engine. */
export class EngineStack {
  private program: PulumiFn;
  /** After every operation the Automation API asks for outputs and history, by a process each: nobody reads them here. */
  private readonly quiet: Stack;
  /** What is under way, and what stops it. */
  private readonly running = new Map<Promise<unknown>, AbortController>();
  private closed = false;

  constructor(
    /** For what isn't here: targets, imports, renames. */
    public readonly automation: Stack,
    public readonly account: Account,
    private readonly directory: string,
    private readonly release: () => void,
    program: PulumiFn,
  ) {
    this.program = program;
    const nothing = { value: () => Promise.resolve({}) };
    this.quiet = Object.create(automation, { outputs: nothing, info: nothing }) as Stack;
  }

  /** From now on the stack is what another program, or another version of it, says. */
  public useProgram(program: PulumiFn): void {
    this.program = program;
  }

  public async preview(options: Omit<PreviewOptions, Shared> = {}): Promise<EngineResult> {
    return await this.run((shared) => this.quiet.preview({ ...options, ...shared }));
  }

  public async up(options: Omit<UpOptions, Shared> = {}): Promise<EngineResult> {
    return await this.run((shared) => this.quiet.up({ ...options, ...shared }));
  }

  /** Of the state, without the program. */
  public async refresh(options: Omit<RefreshOptions, Shared> = {}): Promise<EngineResult> {
    return await this.run(({ onEvent, signal }) => this.quiet.refresh({ ...options, onEvent, signal }));
  }

  /** Of the state, without the program. */
  public async destroy(options: Omit<DestroyOptions, Shared> = {}): Promise<EngineResult> {
    return await this.run(({ onEvent, signal }) => this.quiet.destroy({ ...options, onEvent, signal }));
  }

  /** What the backend keeps, secrets encrypted. */
  public deployment(): Deployment {
    return readDeployment(path.join(this.directory, "state"), this.automation.name);
  }

  /** The stack's outputs, as the backend keeps them: of a secret one, its ciphertext. */
  public outputs(): Readonly<Record<string, unknown>> {
    return this.deployment().resources.find(({ type }) => type === STACK_TYPE)?.outputs ?? {};
  }

  /** Cancels what is under way, waits for its end, and stops listening. Then the folder is the caller's to remove. */
  public async close(): Promise<void> {
    this.closed = true;
    this.running.forEach((stop) => {
      stop.abort();
    });
    await Promise.allSettled(this.running.keys());
    this.release();
  }

  private async run(work: Work): Promise<EngineResult> {
    if (this.closed) {
      throw new Error(`Stack "${this.automation.name}" is closed: nothing more can be done with it.`);
    }
    const stop = new AbortController();
    const ending = this.observe((shared) => work({ ...shared, signal: stop.signal }));
    this.running.set(ending, stop);
    try {
      return await ending;
    } finally {
      this.running.delete(ending);
    }
  }

  private async observe(work: (shared: Omit<Given, "signal">) => ReturnType<Work>): Promise<EngineResult> {
    const events: EngineEvent[] = [];
    const start = performance.now();
    const ended = (succeeded: boolean, output: string): EngineResult =>
      resultOf(events, { succeeded, output, seconds: (performance.now() - start) / 1000 });
    try {
      const { stdout } = await work({ program: this.program, onEvent: (event) => events.push(event) });
      return ended(true, stdout);
    } catch (error) {
      if (
        !events.some(
          ({ cancelEvent, summaryEvent }) => cancelEvent !== undefined || summaryEvent !== undefined,
        )
      ) {
        throw error;
      }
      return ended(false, (error as Error).message);
    }
  }
}

/** The engine takes the second only with the first. */
const CHECKPOINT_AT_THE_END = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

/**
 * A stack on the real engine, with a provider in this process over an account in memory. Everything is on the loopback interface and
 * in `directory`; `close` ends it.
 *
 * @throws NoPulumiCli when there is no CLI and none can be had
 */
export async function engineStack(options: EngineStackOptions): Promise<EngineStack> {
  const { stack, directory, account = new Account(), projectDirectory = projectRoot } = options;
  const { checkpoints = "at the end" } = options;
  const { command } = await pulumiCli();
  const state = path.join(directory, "state");
  fs.mkdirSync(state, { recursive: true });
  const project = writeSettings(projectDirectory, directory, stack, options.config ?? {});
  const program = options.program ?? projectProgram(projectDirectory);
  const letGo = holdEngineEnvironment();
  const [aws, awsx] = await Promise.all([
    serveProvider(new AwsProvider(account)),
    serveProvider(awsxProvider),
  ]);
  const release = (): void => {
    aws.close();
    awsx.close();
    letGo();
  };
  try {
    const automation = await LocalWorkspace.createStack(
      { stackName: stack, projectName: project, program },
      {
        workDir: directory,
        pulumiCommand: command,
        pulumiHome: path.join(directory, "home"),
        envVars: {
          PULUMI_CONFIG_PASSPHRASE: "not-a-secret",
          PULUMI_BACKEND_URL: `file://${state}`,
          PULUMI_DEBUG_PROVIDERS: `aws:${aws.port},awsx:${awsx.port}`,
          PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
          PULUMI_SKIP_UPDATE_CHECK: "true",
          NO_PROXY: "127.0.0.1,localhost",
          ...(checkpoints === "at the end" ? CHECKPOINT_AT_THE_END : {}),
        },
      },
    );
    return new EngineStack(automation, account, directory, release, program);
  } catch (error) {
    release();
    throw error;
  }
}

function projectProgram(directory: string): PulumiFn {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the program is known only now, and written in TypeScript.
  return require(path.join(directory, "index")) as PulumiFn;
}
