import { spawn, type ChildProcess } from "node:child_process";
import * as path from "node:path";
import type { Readable } from "node:stream";

import { readLines } from "../line-reader";
import { killProcessGroup } from "../process-group";
import type { DeclaredFunction } from "./declared-functions";
import * as errors from "./invocation-error";
import type { InvocationError } from "./invocation-error";
import { timer } from "./timer";

export interface EnvironmentProcess {
  readonly declared: DeclaredFunction;
  readonly variables: Readonly<Record<string, string>>;
  readonly taskRoot: string;
  /** Every line the function writes, in the order of its stream. */
  readonly onLine: (line: string) => void;
}

export interface InvocationRequest {
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  readonly traceId: string;
  readonly context: Readonly<Record<string, unknown>>;
}

export interface InvocationResult {
  /** JSON text of the answer, or of the error. */
  readonly payload: string;
  readonly error?: InvocationError;
  readonly durationMs: number;
  readonly maxMemoryMiB?: number;
}

type FromProcess =
  | { readonly type: "ready" }
  | { readonly type: "initError"; readonly error: InvocationError }
  | { readonly type: "died"; readonly error: InvocationError }
  | { readonly type: "outOfMemory" }
  | {
      readonly type: "response";
      readonly id: string;
      readonly payload: string;
      readonly maxMemoryKiB: number;
    }
  | {
      readonly type: "error";
      readonly id: string;
      readonly error: InvocationError;
      readonly maxMemoryKiB: number;
    };

type Answer = Extract<FromProcess, { readonly id: string }>;

// Lambda's own limit for what a module does while it is loaded.
const initTimeoutSeconds = 10;

/** One execution environment: a Node process that runs a function's bundle, one invocation at a time, until it fails or is closed. */
export class ExecutionEnvironment {
  /** Resolves when the handler is loaded, or could not be. */
  readonly initialised: Promise<void>;
  initDurationMs = 0;

  private readonly child: ChildProcess;
  private readonly closed: Promise<void>;
  private initError: InvocationError | undefined;
  private lastWords: InvocationError | undefined;
  private killedForMemory = false;
  private dead = false;
  private onAnswer: ((answer: Answer) => void) | undefined;
  /** Invocations whose output has been read to its end. */
  private readonly marks = { out: new Set<string>(), err: new Set<string>() };
  private onMark: (() => void) | undefined;

  constructor(private readonly settings: EnvironmentProcess) {
    const { declared, taskRoot, variables } = settings;
    const startedAt = performance.now();
    // As Lambda's Node.js runtime does: the heap may take nine tenths of the declared memory.
    const heapMiB = Math.floor(declared.memoryMiB * 0.9);
    this.child = spawn(
      process.execPath,
      [`--max-old-space-size=${heapMiB}`, path.join(__dirname, "runtime.cjs")],
      {
        cwd: taskRoot,
        env: variables,
        // A process group of its own: whatever the function starts ends with it.
        detached: true,
        stdio: ["ignore", "pipe", "pipe", "ipc"],
      },
    );
    this.closed = new Promise<void>((resolve) => {
      const end = (): void => {
        this.dead = true;
        resolve();
      };
      this.child.on("close", end);
      this.child.on("error", (error) => {
        this.lastWords = {
          errorType: "Runtime.ExitError",
          errorMessage: `The process failed: ${error.message}`,
        };
        end();
      });
    });
    this.read(this.child.stdout!, this.marks.out);
    this.read(this.child.stderr!, this.marks.err);
    this.initialised = this.waitForInit().then(() => {
      this.initDurationMs = performance.now() - startedAt;
    });
  }

  /** False after a crash, a timeout or a failed start: the next invocation needs a new environment. */
  get alive(): boolean {
    return !this.dead && this.initError === undefined;
  }

  async invoke(request: InvocationRequest): Promise<InvocationResult> {
    await this.initialised;
    const startedAt = performance.now();
    if (this.initError !== undefined) {
      return failed(withRequestId(this.initError, request.requestId), 0);
    }
    const { timeoutSeconds } = this.settings.declared;
    const answered = this.answer(request.requestId);
    const deadline = Date.now() + timeoutSeconds * 1000;
    if (this.child.connected) {
      const { requestId: id, event, context, traceId } = request;
      this.child.send({ type: "invoke", id, event, context, traceId, deadline }, () => {
        // A process that ends meanwhile is noticed by its end.
      });
    }
    const timeout = timer(timeoutSeconds * 1000);
    const first = await Promise.race([answered, this.closed.then(() => "exit" as const), timeout.elapsed]);
    timeout.cancel();
    const durationMs = performance.now() - startedAt;
    if (first === "elapsed") {
      await this.kill();
      return failed(errors.timedOut(request.requestId, timeoutSeconds), durationMs);
    }
    if (first === "exit") {
      return failed(this.exitError(request.requestId), durationMs);
    }
    return resultOf(first, durationMs);
  }

  /** Ends the process and everything it started. */
  async kill(): Promise<void> {
    if (!this.dead) {
      killProcessGroup(this.child.pid);
    }
    await this.closed;
  }

  private read(stream: Readable, marks: Set<string>): void {
    readLines(stream, (line) => {
      const [text, mark] = line.split("\u0000stepline:end:") as [string, string?];
      if (text !== "") {
        this.settings.onLine(text.replaceAll("\r", "\n"));
      }
      if (mark !== undefined) {
        marks.add(mark);
        this.onMark?.();
      }
    });
  }

  /** The answer, once everything the invocation wrote before it has been read. */
  private answer(id: string): Promise<Answer> {
    return new Promise((resolve) => {
      let answer: Answer | undefined;
      const finish = (): void => {
        if (answer !== undefined && this.marks.out.has(id) && this.marks.err.has(id)) {
          this.marks.out.delete(id);
          this.marks.err.delete(id);
          resolve(answer);
        }
      };
      this.onMark = finish;
      this.onAnswer = (message) => {
        answer = message;
        finish();
      };
    });
  }

  private async waitForInit(): Promise<void> {
    const started = new Promise<void>((resolve) => {
      this.child.on("message", (message: FromProcess) => {
        this.receive(message);
        if (message.type === "ready" || message.type === "initError") {
          resolve();
        }
      });
    });
    const timeout = timer(initTimeoutSeconds * 1000);
    const exit = this.closed.then(() => "exit" as const);
    const first = await Promise.race([started, exit, timeout.elapsed]);
    timeout.cancel();
    if (first === "elapsed") {
      this.initError = errors.timedOut("", initTimeoutSeconds);
      await this.kill();
    } else if (first === "exit") {
      this.initError ??= this.exitError("");
    }
  }

  private receive(message: FromProcess): void {
    switch (message.type) {
      case "ready":
        return;
      case "initError":
        this.initError = message.error;
        killProcessGroup(this.child.pid);
        return;
      case "died":
        this.lastWords = message.error;
        return;
      case "outOfMemory":
        this.killedForMemory = true;
        killProcessGroup(this.child.pid);
        return;
      default:
        this.onAnswer?.(message);
    }
  }

  private exitError(requestId: string): InvocationError {
    if (this.killedForMemory) {
      return errors.outOfMemory(requestId);
    }
    return this.lastWords ?? errors.exited(requestId, this.child.exitCode, this.child.signalCode);
  }
}

function resultOf(answer: Answer, durationMs: number): InvocationResult {
  const maxMemoryMiB = Math.ceil(answer.maxMemoryKiB / 1024);
  if (answer.type === "error") {
    return { ...failed(answer.error, durationMs), maxMemoryMiB };
  }
  if (Buffer.byteLength(answer.payload) > errors.maxResponseBytes) {
    return { ...failed(errors.responseTooLarge(), durationMs), maxMemoryMiB };
  }
  return { payload: answer.payload, durationMs, maxMemoryMiB };
}

function failed(error: InvocationError, durationMs: number): InvocationResult {
  return { payload: JSON.stringify(error), error, durationMs };
}

/** An environment that failed while starting knew no request: the one that meets the failure is named. */
function withRequestId(error: InvocationError, requestId: string): InvocationError {
  return { ...error, errorMessage: error.errorMessage.replace("RequestId:  ", `RequestId: ${requestId} `) };
}
