import { randomBytes, randomUUID } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";

import { LogDelivery } from "../log-delivery";
import { AwsError, type CredentialIssuer, type RoleCredentials, type SandboxEventSink } from "../types";
import { unpackArchive } from "./bundle";
import type { DeclaredFunction } from "./declared-functions";
import { environmentVariables } from "./environment-variables";
import { ExecutionEnvironment, type InvocationResult } from "./execution-environment";
import { platformLog } from "./platform-log";

export interface PoolSettings {
  readonly declared: DeclaredFunction;
  /** `$LATEST` or a number. */
  readonly version: string;
  readonly region: string;
  readonly issuer: CredentialIssuer;
  readonly gatewayUrl: () => string;
  readonly sink: SandboxEventSink;
  /** Of the pool's own; removed by its owner. */
  readonly directory: string;
}

export interface PoolInvocation {
  readonly payload: string;
  readonly invokedArn: string;
}

export interface PoolResult extends InvocationResult {
  /** Everything the invocation logged. */
  readonly log: string;
}

/** An environment with what belongs to it. */
interface Slot {
  readonly environment: ExecutionEnvironment;
  readonly logStream: string;
  readonly delivery: LogDelivery;
  /** Lines go to the invocation that is under way, or to the next one. */
  lines: string[];
  used: boolean;
}

/** The execution environments of one version of a function: idle ones are used again, more are started when all are busy. */
export class FunctionPool {
  private readonly idle: Slot[] = [];
  private readonly all = new Set<Slot>();
  private readonly starting = new Set<Promise<Slot>>();
  private taskRoot: Promise<string> | undefined;
  private closed = false;

  constructor(private readonly settings: PoolSettings) {}

  /** Starts an environment ahead of the first invocation. */
  async warm(): Promise<void> {
    const slot = await this.start();
    await slot.environment.initialised;
    this.release(slot);
  }

  async invoke(request: PoolInvocation): Promise<PoolResult> {
    const slot = this.takeIdle() ?? (await this.start());
    const { declared, version, sink } = this.settings;
    const requestId = randomUUID();
    const log = platformLog(declared.logging, version);
    const emit = (lines: readonly string[]): void => {
      lines.forEach((line) => {
        this.log(slot, line);
      });
    };
    sink({ kind: "lambda.start", functionName: declared.name, requestId });
    await slot.environment.initialised;
    emit(log.start(requestId));
    const result = await slot.environment.invoke({
      requestId,
      event: request.payload,
      traceId: traceId(declared.tracing === "Active"),
      context: {
        functionName: declared.name,
        functionVersion: version,
        invokedFunctionArn: request.invokedArn,
        memoryLimitInMB: String(declared.memoryMiB),
        logGroupName: declared.logging.group,
        logStreamName: slot.logStream,
        awsRequestId: requestId,
      },
    });
    const { durationMs, maxMemoryMiB, error } = result;
    const timedOut = error?.errorType === "Sandbox.Timedout";
    emit(
      log.report({
        requestId,
        status: error === undefined ? "success" : timedOut ? "timeout" : "error",
        errorType: error?.errorType,
        durationMs,
        memoryMiB: declared.memoryMiB,
        maxMemoryMiB,
        initDurationMs: slot.used ? undefined : slot.environment.initDurationMs,
      }),
    );
    slot.used = true;
    const lines = slot.lines;
    slot.lines = [];
    slot.delivery.write(lines);
    const said = error === undefined ? undefined : `${error.errorType}: ${error.errorMessage}`;
    sink({
      kind: "lambda.end",
      functionName: declared.name,
      requestId,
      durationMs,
      error: said,
      maxMemoryMiB,
    });
    this.release(slot);
    return { ...result, log: lines.join("\n") };
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled(this.starting);
    await Promise.all(
      [...this.all].map(async (slot) => {
        await slot.environment.kill();
        slot.delivery.write(slot.lines);
        await slot.delivery.flush();
      }),
    );
  }

  private takeIdle(): Slot | undefined {
    let slot = this.idle.pop();
    while (slot !== undefined && !slot.environment.alive) {
      slot = this.idle.pop();
    }
    return slot;
  }

  private start(): Promise<Slot> {
    const starting = this.startSlot();
    this.starting.add(starting);
    // Handled by who awaits `starting`; this chain only keeps the books.
    starting.catch(() => undefined).finally(() => this.starting.delete(starting));
    return starting;
  }

  private async startSlot(): Promise<Slot> {
    const { declared, version, region, gatewayUrl, sink, directory } = this.settings;
    const credentials = this.credentials();
    this.taskRoot ??= this.unpack();
    const taskRoot = await this.taskRoot;
    const environmentId = randomBytes(16).toString("hex");
    const temporaryDirectory = path.join(directory, `tmp-${environmentId}`);
    await fs.mkdir(temporaryDirectory);
    if (this.closed) {
      throw new AwsError("ServiceException", "The sandbox is shutting down.", 500);
    }
    const logStream = `${new Date().toISOString().slice(0, 10).replaceAll("-", "/")}/[${version}]${environmentId}`;
    const endpoint = gatewayUrl();
    const variables = environmentVariables(declared, {
      version,
      region,
      credentials,
      endpoint,
      taskRoot,
      temporaryDirectory,
      logStream,
    });
    const warn = (line: string): void => {
      sink({ kind: "lambda.log", functionName: declared.name, line });
    };
    const destination = { endpoint, region, credentials, group: declared.logging.group, stream: logStream };
    const slot: Slot = {
      environment: new ExecutionEnvironment({
        declared,
        taskRoot,
        variables,
        onLine: (line) => {
          this.log(slot, line);
        },
      }),
      logStream,
      delivery: new LogDelivery({ ...destination, onFailure: warn }),
      lines: [],
      used: false,
    };
    this.all.add(slot);
    return slot;
  }

  private credentials(): RoleCredentials {
    const { declared, issuer } = this.settings;
    try {
      return issuer.issueToService({
        roleArn: declared.role,
        service: "lambda.amazonaws.com",
        sessionName: declared.name,
        sourceArn: declared.arn,
      });
    } catch (error) {
      throw new AwsError(
        "AccessDeniedException",
        `The role defined for the function cannot be assumed by Lambda. ${(error as Error).message}`,
        403,
      );
    }
  }

  private async unpack(): Promise<string> {
    const taskRoot = path.join(this.settings.directory, "task");
    await unpackArchive(this.settings.declared.code, taskRoot);
    return taskRoot;
  }

  private log(slot: Slot, line: string): void {
    slot.lines.push(line);
    this.settings.sink({ kind: "lambda.log", functionName: this.settings.declared.name, line });
  }

  /** A failed environment is never used again, as on Lambda. */
  private release(slot: Slot): void {
    if (slot.environment.alive && !this.closed) {
      this.idle.push(slot);
    }
  }
}

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
function traceId(sampled: boolean): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  const root = `1-${seconds}-${randomBytes(12).toString("hex")}`;
  return `Root=${root};Parent=${randomBytes(8).toString("hex")};Sampled=${sampled ? 1 : 0}`;
}
