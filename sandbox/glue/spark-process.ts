import { spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Readable } from "node:stream";

import { readLines } from "../line-reader";
import { killProcessGroup } from "../process-group";
import { javaOptions, submitArguments, type SparkInstallation } from "./spark-settings";

export interface ScriptRun {
  /** Path of the script; its folder is on the module path. */
  readonly script: string;
  readonly arguments: readonly string[];
  readonly pyFiles: readonly string[];
  readonly sparkProperties: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Script's standard output and error. */
  readonly onLine: (line: string) => void;
  /** What Spark and the JVM log. */
  readonly onSparkLine: (line: string) => void;
  readonly onProgress: (progress: StageProgress) => void;
}

export interface StageProgress {
  readonly stage: number;
  readonly completedTasks: number;
  readonly totalTasks: number;
}

type Message =
  | { readonly type: "ready" }
  | ({ readonly type: "progress" } & StageProgress)
  | { readonly type: "result"; readonly error: string | null };

/** Undefined: the run succeeded. */
export type ScriptError = string | undefined;

/** One Python process with its JVM, for one run: it can be started, and warmed up, before the run is known. */
export class SparkProcess {
  /** Resolves when the JVM is up; rejects when it could not start. */
  readonly ready: Promise<void>;
  /** Resolves when the process and everything that shares its pipes has ended. */
  readonly closed: Promise<void>;

  private readonly child: ChildProcess;
  private run: ScriptRun | undefined;
  private result: { readonly error: ScriptError } | undefined;
  /** The process's id may be another's from then on. */
  private gone = false;
  private onReady: (() => void) | undefined;
  /** Last lines before a run is known: why a process did not start. */
  private readonly startLines: string[] = [];

  private constructor(
    installation: SparkInstallation,
    private readonly directory: string,
    settings: { readonly warmUp: boolean; readonly javaOptions: readonly string[] },
  ) {
    this.child = spawn(installation.python, [path.join(__dirname, "bootstrap.py")], {
      cwd: directory,
      env: processEnvironment(installation.python, directory),
      // A process group of its own: Python, the JVM and what they start end together.
      detached: true,
      stdio: ["pipe", "pipe", "pipe", "pipe", "pipe"],
    });
    const [, stdout, stderr, messages, sparkLog] = this.child.stdio as unknown as Readable[];
    readLines(stdout, (line) => {
      this.line(line);
    });
    readLines(stderr, (line) => {
      this.line(line);
    });
    readLines(sparkLog, (line) => {
      if (this.run === undefined) {
        this.line(line);
      } else {
        this.run.onSparkLine(line);
      }
    });
    readLines(messages, (line) => {
      this.receive(JSON.parse(line) as Message);
    });
    // The end of the process is noticed by its end, not by what can no longer be written to it.
    this.child.stdin?.on("error", () => undefined);
    this.closed = new Promise((resolve) => {
      const end = (): void => {
        this.gone = true;
        resolve();
      };
      this.child.on("close", end);
      this.child.on("error", (error) => {
        this.startLines.push(error.message);
        end();
      });
    });
    this.ready = this.waitUntilReady();
    this.ready.catch(() => {
      // Reported to who awaits it; a process nobody waits for may fail unseen.
    });
    this.send({
      submitArguments: submitArguments(installation.jars, settings.javaOptions),
      warmUpDirectory: settings.warmUp ? path.join(directory, "warm-up") : null,
    });
  }

  /**
   * `directory` becomes the process's own and is removed with it. `warmUp` lets the JVM load and compile, on rows of its own, what
   * a data job needs. With `writeArchive` the JVM writes a shared archive there when it ends.
   */
  static async start(
    installation: SparkInstallation,
    directory: string,
    settings: { readonly warmUp: boolean; readonly writeArchive?: string },
  ): Promise<SparkProcess> {
    const { warmUp, writeArchive } = settings;
    const temporaryDirectory = path.join(directory, "tmp");
    await fs.mkdir(temporaryDirectory, { recursive: true });
    const archive = installation.sharedArchive;
    const usable = archive !== undefined && writeArchive === undefined && (await exists(archive));
    return new SparkProcess(installation, directory, {
      warmUp,
      javaOptions: javaOptions({
        temporaryDirectory,
        writeArchive,
        sharedArchive: usable ? archive : undefined,
      }),
    });
  }

  /** Runs the script; resolves when it has ended, one way or another. Once in a process's life. */
  async runScript(run: ScriptRun): Promise<ScriptError> {
    await this.ready;
    this.run = run;
    const { script, arguments: argv, pyFiles, sparkProperties, environment } = run;
    this.send({ script, arguments: argv, pyFiles, sparkProperties, environment });
    await this.closed;
    if (this.result !== undefined) {
      return this.result.error;
    }
    const { exitCode, signalCode } = this.child;
    return `Command failed with ${exitCode === null ? `signal ${String(signalCode)}` : `exit code ${exitCode}`}`;
  }

  /** Lets a process that got no run end by itself. */
  async finish(): Promise<void> {
    this.child.stdin?.end();
    await this.closed;
  }

  /** Ends Python, the JVM and everything they started, and removes their files. */
  async kill(): Promise<void> {
    if (!this.gone) {
      killProcessGroup(this.child.pid);
    }
    await this.closed;
    await fs.rm(this.directory, { recursive: true, force: true, maxRetries: 3 });
  }

  private async waitUntilReady(): Promise<void> {
    const ready = new Promise<true>((resolve) => {
      this.onReady = () => {
        resolve(true);
      };
    });
    if ((await Promise.race([ready, this.closed])) !== true) {
      throw new Error(
        `Spark did not start: ${this.startLines.slice(-5).join(" | ") || "it ended without a word"}`,
      );
    }
  }

  private line(line: string): void {
    if (this.run === undefined) {
      this.startLines.push(line);
    } else {
      this.run.onLine(line);
    }
  }

  private receive(message: Message): void {
    switch (message.type) {
      case "ready":
        this.onReady?.();
        return;
      case "progress": {
        const { stage, completedTasks, totalTasks } = message;
        this.run?.onProgress({ stage, completedTasks, totalTasks });
        return;
      }
      case "result":
        this.result = { error: message.error ?? undefined };
        // Its output is in the pipes already; the JVM has nothing left to do.
        killProcessGroup(this.child.pid);
    }
  }

  private send(request: unknown): void {
    this.child.stdin?.write(`${JSON.stringify(request)}\n`);
  }
}

/** Nothing of the sandbox's own environment but the way to Java. */
function processEnvironment(python: string, directory: string): Record<string, string> {
  const javaHome = process.env.JAVA_HOME;
  return {
    PATH: process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin",
    ...(javaHome === undefined ? {} : { JAVA_HOME: javaHome }),
    LANG: "C.UTF-8",
    TZ: "UTC",
    TMPDIR: path.join(directory, "tmp"),
    PYSPARK_PYTHON: python,
    // The same rows give the same order in every run.
    PYTHONHASHSEED: "0",
    PYTHONDONTWRITEBYTECODE: "1",
    SPARK_LOCAL_IP: "127.0.0.1",
    SPARK_LOCAL_DIRS: path.join(directory, "tmp"),
  };
}

async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}
