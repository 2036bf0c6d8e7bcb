import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { text } from "../recorded-inputs";
import {
  AwsError,
  type CredentialIssuer,
  type LocalCall,
  type LocalService,
  type RecordedProgram,
  type SandboxEventSink,
} from "../types";
import { declaredFunctions, type DeclaredFunction } from "./declared-functions";
import { functionConfiguration } from "./function-configuration";
import { functionReference } from "./function-name";
import { FunctionPool, type PoolResult } from "./function-pool";
import { logTail, requestPayload } from "./invoke-request";

export interface LambdaServiceArgs {
  readonly program: RecordedProgram;
  readonly issuer: CredentialIssuer;
  /** `http://127.0.0.1:PORT`, asked for when an environment starts: the gateway may come up after this service. */
  readonly gatewayUrl: () => string;
  readonly sink: SandboxEventSink;
}

/** Lambda's answer to Invoke, members as in its API model. */
export interface InvokeResponse {
  readonly StatusCode: number;
  readonly FunctionError?: "Unhandled";
  readonly ExecutedVersion: string;
  /** Base64 of the last 4 KB of the log. */
  readonly LogResult?: string;
  readonly Payload: Buffer;
}

/** A function with the version a qualifier means. */
interface Target {
  readonly declared: DeclaredFunction;
  readonly version: string;
  /** As the caller wrote it: alias, version, or nothing. */
  readonly arn: string;
}

/** Lambda: runs the bundles the program declares, each environment in a process of its own under its role's credentials. */
export class LambdaService implements LocalService {
  readonly service = "lambda";
  private readonly functions: ReadonlyMap<string, DeclaredFunction>;
  private readonly pools = new Map<string, Promise<FunctionPool>>();
  /** Invocations under way, by function. */
  private readonly running = new Map<string, number>();
  private readonly asynchronous = new Set<Promise<unknown>>();
  private directory: Promise<string> | undefined;

  constructor(private readonly args: LambdaServiceArgs) {
    this.functions = declaredFunctions(args.program);
  }

  async handle(call: LocalCall): Promise<unknown> {
    switch (call.operation) {
      case "Invoke":
        return this.invoke(call.input);
      case "GetFunction":
        return { Configuration: functionConfiguration(this.target(call.input)), Tags: {} };
      case "GetFunctionConfiguration":
        return functionConfiguration(this.target(call.input));
      case "GetAlias":
        return this.alias(call.input);
      case "ListFunctions":
        return {
          Functions: [...this.functions.values()].map((declared) =>
            functionConfiguration({ declared, version: "$LATEST", arn: declared.arn }),
          ),
        };
      default:
        throw new AwsError("NotModelled", `The sandbox does not model lambda:${call.operation}.`, 501);
    }
  }

  /** Starts one environment of each function, of the version its alias points to, so that first invocations are quick. */
  async warm(functionNames: readonly string[] = [...this.functions.keys()]): Promise<void> {
    await Promise.all(
      functionNames.map(async (name) => {
        const declared = this.functions.get(name);
        if (declared === undefined) {
          throw new Error(`The function "${name}" cannot be started: the program does not declare it.`);
        }
        const [aliased] = [...declared.aliases.values()] as [string?];
        const version = aliased ?? declared.version ?? "$LATEST";
        await (await this.pool(declared, version)).warm();
      }),
    );
  }

  /** Ends every execution environment, as AWS does with old ones: the next invocation of each function starts a new one. */
  async recycle(): Promise<void> {
    const pools = [...this.pools.values()];
    this.pools.clear();
    await Promise.allSettled(pools.map(async (pool) => (await pool).close()));
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.pools.values()].map(async (pool) => (await pool).close()));
    await Promise.allSettled(this.asynchronous);
    if (this.directory !== undefined) {
      await fs.rm(await this.directory, { recursive: true, force: true });
    }
  }

  private async invoke(input: LocalCall["input"]): Promise<InvokeResponse> {
    const target = this.target(input);
    const kind = text(input.InvocationType, "RequestResponse");
    const payload = requestPayload(input.Payload as Buffer | undefined, kind);
    if (target.declared.notModelled.length > 0) {
      const what = target.declared.notModelled.join(", ");
      throw new AwsError(
        "NotModelled",
        `The sandbox does not run function "${target.declared.name}": ${what}.`,
        501,
      );
    }
    const empty = { ExecutedVersion: target.version, Payload: Buffer.alloc(0) };
    switch (kind) {
      case "DryRun":
        return { StatusCode: 204, ...empty };
      case "Event": {
        // Accepted, then run once; Lambda's own two retries and its queue are not modelled. The sink shows how it ended.
        const accepted = this.run(target, payload).catch((error: unknown) => {
          this.reportLost(target, error);
        });
        this.asynchronous.add(accepted);
        void accepted.finally(() => this.asynchronous.delete(accepted));
        return { StatusCode: 202, ...empty };
      }
      case "RequestResponse": {
        const result = await this.run(target, payload);
        return {
          StatusCode: 200,
          ...(result.error === undefined ? {} : { FunctionError: "Unhandled" as const }),
          ExecutedVersion: target.version,
          ...(input.LogType === "Tail" ? { LogResult: logTail(result.log) } : {}),
          Payload: Buffer.from(result.payload),
        };
      }
      default:
        throw new AwsError("InvalidParameterValueException", `Unknown InvocationType "${kind}".`);
    }
  }

  private async run(target: Target, payload: string): Promise<PoolResult> {
    const { name, reservedConcurrency = Infinity } = target.declared;
    const running = this.running.get(name) ?? 0;
    if (running >= reservedConcurrency) {
      throw new AwsError("TooManyRequestsException", "Rate Exceeded.", 429);
    }
    this.running.set(name, running + 1);
    try {
      const pool = await this.pool(target.declared, target.version);
      return await pool.invoke({ payload, invokedArn: target.arn });
    } finally {
      this.running.set(name, (this.running.get(name) ?? 1) - 1);
    }
  }

  private pool(declared: DeclaredFunction, version: string): Promise<FunctionPool> {
    const key = `${declared.name}:${version}`;
    let pool = this.pools.get(key);
    if (pool === undefined) {
      pool = this.createPool(declared, version);
      this.pools.set(key, pool);
    }
    return pool;
  }

  private async createPool(declared: DeclaredFunction, version: string): Promise<FunctionPool> {
    this.directory ??= fs.mkdtemp(path.join(os.tmpdir(), "stepline-lambda-"));
    const directory = path.join(await this.directory, declared.name, version.replace("$", ""));
    await fs.mkdir(directory, { recursive: true });
    const { issuer, gatewayUrl, sink, program } = this.args;
    return new FunctionPool({
      declared,
      version,
      region: program.region,
      issuer,
      gatewayUrl,
      sink,
      directory,
    });
  }

  private target(input: LocalCall["input"]): Target {
    const reference = functionReference(
      String(input.FunctionName),
      optional(input.Qualifier),
      this.args.program,
    );
    const declared = this.functions.get(reference.name);
    const { qualifier } = reference;
    const arn = `${declared?.arn ?? this.arn(reference.name)}${qualifier === undefined ? "" : `:${qualifier}`}`;
    const version =
      qualifier === undefined || qualifier === "$LATEST"
        ? "$LATEST"
        : (declared?.aliases.get(qualifier) ?? (declared?.version === qualifier ? qualifier : undefined));
    if (declared === undefined || version === undefined) {
      throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`, 404);
    }
    return { declared, version, arn };
  }

  private alias(input: LocalCall["input"]): unknown {
    const { declared } = this.target({ FunctionName: input.FunctionName });
    const name = String(input.Name);
    const version = declared.aliases.get(name);
    if (version === undefined) {
      throw new AwsError("ResourceNotFoundException", `Cannot find alias arn: ${declared.arn}:${name}`, 404);
    }
    return { AliasArn: `${declared.arn}:${name}`, Name: name, FunctionVersion: version, Description: "" };
  }

  private arn(name: string): string {
    const { region, accountId } = this.args.program;
    return `arn:aws:lambda:${region}:${accountId}:function:${name}`;
  }

  private reportLost(target: Target, error: unknown): void {
    const line = `ERROR: the asynchronous invocation was lost: ${String(error)}`;
    this.args.sink({ kind: "lambda.log", functionName: target.declared.name, line });
  }
}

function optional(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
