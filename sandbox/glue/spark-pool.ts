import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { SparkProcess } from "./spark-process";
import type { SparkInstallation } from "./spark-settings";

/** The Spark processes of all runs, the one that waits for the next run among them, and their directories. */
export class SparkPool {
  private root: Promise<string> | undefined;
  private directories = 0;
  private readonly processes = new Set<Promise<SparkProcess>>();
  private waiting: Promise<SparkProcess> | undefined;
  private closed = false;

  constructor(private readonly installation: SparkInstallation) {}

  async prestart(): Promise<void> {
    this.waiting ??= this.start(true);
    await (
      await this.waiting
    ).ready;
  }

  /** The process started ahead, once, or a new one. */
  async take(): Promise<SparkProcess> {
    const waiting = this.waiting;
    this.waiting = undefined;
    if (waiting !== undefined) {
      try {
        const process = await waiting;
        await process.ready;
        return process;
      } catch {
        // It was only meant to save time; a new one tells the run why Spark does not start.
      }
    }
    return this.start(false);
  }

  async newDirectory(kind: string): Promise<string> {
    this.root ??= fs.mkdtemp(path.join(os.tmpdir(), "stepline-glue-"));
    const directory = path.join(await this.root, `${kind}-${++this.directories}`);
    await fs.mkdir(directory, { recursive: true });
    return directory;
  }

  /** Ends every process; none starts any more. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled([...this.processes].map(async (starting) => (await starting).kill()));
  }

  /** After `close`, and after the runs that still had files there. */
  async removeFiles(): Promise<void> {
    if (this.root !== undefined) {
      await fs.rm(await this.root, { recursive: true, force: true, maxRetries: 3 });
    }
  }

  private start(warmUp: boolean): Promise<SparkProcess> {
    const starting = this.newDirectory("spark").then((directory) => {
      if (this.closed) {
        throw new Error("The sandbox is shutting down.");
      }
      return SparkProcess.start(this.installation, directory, { warmUp });
    });
    this.processes.add(starting);
    // Who asked for the process gets its failure; here it only leaves the set when it is gone.
    void starting
      .then((process) => process.closed)
      .catch(() => undefined)
      .finally(() => this.processes.delete(starting));
    return starting;
  }
}
