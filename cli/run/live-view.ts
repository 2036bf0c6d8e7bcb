import type { SandboxEvent } from "../../sandbox/types";
import type { StateChange } from "./follow-execution";
import { duration } from "./text-table";

/** The part of a terminal the view needs; a file or pipe has no `columns` worth and is not a TTY. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Machine and state; with the time before it and what happened after it, a line has at most 80 columns. */
const LABEL_WIDTH = 40;

/** How often the line of what is running is drawn anew on a terminal. */
const REDRAW_MILLISECONDS = 200;

/**
 * Shows a run while it goes on: a line for each state entered and left, and on a terminal a last line, drawn in place, of
 * what is running. Without a terminal, Spark's progress gets lines of its own, at most one a stage and quarter.
 */
export class LiveView {
  private readonly running = new Map<string, { label: string; since: number }>();
  private spark = "";
  private lastSparkLine = "";
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly screen: Screen,
    private readonly startedAt: number,
    private readonly now: () => number = Date.now,
  ) {
    if (screen.isTTY === true) {
      this.timer = setInterval(() => {
        this.draw();
      }, REDRAW_MILLISECONDS);
    }
  }

  /** A line of its own, above the running one. */
  say(text: string): void {
    this.clear();
    this.screen.write(`${duration(this.now() - this.startedAt).padStart(8)}  ${text}\n`);
    this.draw();
  }

  stateChanged({ machine, visit, left }: StateChange): void {
    const short = machine.replace(/^.*-(ingest|transform-load)$/, "$1");
    const label = `${short.padEnd(14)}  ${visit.state}`;
    const key = `${machine} ${visit.state} ${visit.enteredAt.getTime()}`;
    const ends = visit.type === "Succeed" || visit.type === "Fail";
    if (!left) {
      this.running.set(key, { label: visit.state, since: this.now() });
      if (visit.type === "Task" || visit.type === "Wait") {
        this.say(`${label.padEnd(LABEL_WIDTH)}  entered`);
      } else if (ends) {
        this.running.delete(key);
        this.say(
          `${label.padEnd(LABEL_WIDTH)}  ${visit.type === "Fail" ? "ends the run as failed" : "ends it well"}`,
        );
      }
      return;
    }
    this.running.delete(key);
    if (ends) {
      return;
    }
    const took = duration((visit.exitedAt?.getTime() ?? 0) - visit.enteredAt.getTime());
    for (const { error } of visit.attempts) {
      if (error !== undefined) {
        this.say(`${short.padEnd(14)}  ${visit.state}: ${error}`);
      }
    }
    const attempts = visit.attempts.length > 1 ? `, ${visit.attempts.length} attempts` : "";
    this.say(`${label.padEnd(LABEL_WIDTH)}  left after ${took}${attempts}`);
  }

  sandboxEvent(event: SandboxEvent): void {
    if (event.kind === "glue.progress") {
      this.spark = `Spark stage ${event.stage}: ${event.completedTasks}/${event.totalTasks} tasks`;
      const quarter = Math.floor((4 * event.completedTasks) / Math.max(event.totalTasks, 1));
      const line = `${event.stage} ${quarter}`;
      if (this.screen.isTTY !== true && line !== this.lastSparkLine) {
        this.say(`${"glue".padEnd(14)}  ${this.spark}`);
      }
      this.lastSparkLine = line;
    } else if (event.kind === "glue.end") {
      this.spark = "";
    } else if (event.kind === "glue.start") {
      this.spark = "Spark is starting";
    }
  }

  /** Ends the drawing; the terminal is left clean. */
  close(): void {
    this.clear();
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private clear(): void {
    if (this.timer !== undefined) {
      this.screen.write("\r\x1b[2K");
    }
  }

  private draw(): void {
    if (this.timer === undefined || this.running.size === 0) {
      return;
    }
    const states = [...this.running.values()].map(
      ({ label, since }) => `${label} ${duration(this.now() - since)}`,
    );
    const text = `          ... ${states.join(" > ")}${this.spark === "" ? "" : `  (${this.spark})`}`;
    const width = Math.max((this.screen.columns ?? 80) - 1, 20);
    this.screen.write(`\r\x1b[2K${text.slice(0, width)}`);
  }
}
