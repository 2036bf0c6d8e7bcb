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
import { dump, load } from "js-yaml";
import { projectRoot } from "../paths";
import { type EngineResult, resultOf } from "./engine-result";
import { Account } from "./provider/account";
import { AwsProvider } from "./provider/aws-provider";
import { awsxProvider } from "./provider/awsx-provider";
import { serveProvider } from "./provider/serve";
import { pulumiCli } from "./pulumi-cli";
import { type Deployment, readDeployment } from "./deployment";

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
}

const STACK_TYPE = "pulumi:pulumi:Stack";

type Shared = "onEvent" | "onOutput" | "onError" | "program";

/** A stack on Pulumi's real engine. */
export class EngineStack {
  private program: PulumiFn;
  /** After every operation the Automation API asks for outputs and history, by a process each: nobody reads them here. */
  private readonly quiet: Stack;

  constructor(
    /** For what isn't here: targets, imports, renames. */
    public readonly automation: Stack,
    public readonly account: Account,
    private readonly directory: string,
    private readonly closeProviders: () => void,
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
    return await this.run(({ onEvent }) => this.quiet.refresh({ ...options, onEvent }));
  }

  /** Of the state, without the program. */
  public async destroy(options: Omit<DestroyOptions, Shared> = {}): Promise<EngineResult> {
    return await this.run(({ onEvent }) => this.quiet.destroy({ ...options, onEvent }));
  }

  /** What the backend keeps, secrets encrypted. */
  public deployment(): Deployment {
    return readDeployment(path.join(this.directory, "state"), this.automation.name);
  }

  /** The stack's outputs, as the backend keeps them: of a secret one, its ciphertext. */
  public outputs(): Readonly<Record<string, unknown>> {
    return this.deployment().resources.find(({ type }) => type === STACK_TYPE)?.outputs ?? {};
  }

  /** Stops listening. The folder is the caller's to remove. */
  public close(): void {
    this.closeProviders();
  }

  private async run(
    work: (shared: {
      onEvent: (event: EngineEvent) => void;
      program: PulumiFn;
    }) => Promise<{ stdout: string }>,
  ): Promise<EngineResult> {
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

/**
 * A stack on the real engine, with a provider in this process over an account in memory. Everything is on the loopback interface and
 * in `directory`; `close` ends it.
 *
 * @throws NoPulumiCli when there is no CLI and none can be had
 */
export async function engineStack(options: EngineStackOptions): Promise<EngineStack> {
  const { stack, directory, account = new Account(), projectDirectory = projectRoot } = options;
  const { command } = await pulumiCli();
  const state = path.join(directory, "state");
  fs.mkdirSync(state, { recursive: true });
  const project = writeSettings(projectDirectory, directory, stack, options.config ?? {});
  const program = options.program ?? projectProgram(projectDirectory);
  const [aws, awsx] = await Promise.all([
    serveProvider(new AwsProvider(account)),
    serveProvider(awsxProvider),
  ]);
  const closeProviders = (): void => {
    aws.close();
    awsx.close();
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
        },
      },
    );
    return new EngineStack(automation, account, directory, closeProviders, program);
  } catch (error) {
    closeProviders();
    throw error;
  }
}

/** `Pulumi.yaml` and `Pulumi.<stack>.yaml` as the project has them, with the values that are given. Gives the project's name. */
function writeSettings(
  from: string,
  to: string,
  stack: string,
  given: Readonly<Record<string, unknown>>,
): string {
  const project = load(fs.readFileSync(path.join(from, "Pulumi.yaml"), "utf8")) as { readonly name: string };
  // The program is handed over as a function: a file beside the project is none of the engine's business.
  fs.writeFileSync(
    path.join(to, "Pulumi.yaml"),
    dump({ ...project, main: undefined }, { skipInvalid: true }),
  );
  const file = `Pulumi.${stack}.yaml`;
  const settings = (
    fs.existsSync(path.join(from, file)) ? load(fs.readFileSync(path.join(from, file), "utf8")) : {}
  ) as { readonly config?: Readonly<Record<string, unknown>> };
  const overrides = Object.entries(given).map(([key, value]) => [
    key.includes(":") ? key : `${project.name}:${key}`,
    value,
  ]);
  const config = {
    ...STAND_INS,
    ...settings.config,
    ...(Object.fromEntries(overrides) as Readonly<Record<string, unknown>>),
  };
  fs.writeFileSync(path.join(to, file), dump({ ...settings, config }, { skipInvalid: true }));
  return project.name;
}

/** For values that a stack can't do without and whoever deploys has to fill in. */
const STAND_INS = { "stepline:notificationEmails": ["on-call@sandbox.internal"] };

function projectProgram(directory: string): PulumiFn {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the program is known only now, and written in TypeScript.
  return require(path.join(directory, "index")) as PulumiFn;
}
