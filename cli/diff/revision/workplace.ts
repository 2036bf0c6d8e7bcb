import type { ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** The exit status by which a shell knows a signal. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** A folder outside the checkout, and the processes of a review: both are gone when the command ends, however it ends. */
export class Workplace {
  public readonly folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "stepline-diff-")));
  private readonly children = new Set<ChildProcess>();
  private readonly clear = (): void => {
    this.children.forEach((child) => child.kill("SIGKILL"));
    fs.rmSync(this.folder, { recursive: true, force: true });
  };
  private readonly listeners = Object.entries(SIGNALS).map(
    ([signal, status]) =>
      [
        signal as NodeJS.Signals,
        () => {
          process.exit(status);
        },
      ] as const,
  );

  constructor() {
    process.on("exit", this.clear);
    this.listeners.forEach(([signal, listener]) => process.on(signal, listener));
  }

  public add(child: ChildProcess): void {
    this.children.add(child);
    child.once("exit", () => this.children.delete(child));
  }

  public close(): void {
    this.listeners.forEach(([signal, listener]) => process.off(signal, listener));
    process.off("exit", this.clear);
    this.clear();
  }
}
