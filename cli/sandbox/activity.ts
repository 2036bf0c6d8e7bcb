import { SFNClient } from "@aws-sdk/client-sfn";
import type { ClientSettings } from "../../sandbox/clients";
import type { SandboxEvent } from "../../sandbox/types";
import { followExecution } from "../run/follow-execution";
import type { LiveView } from "../run/live-view";
import { duration } from "../run/text-table";

/** Beside the time before it, `59 min 59 s` and two blanks, a line has 80 columns at most. */
const WIDTH = 67;
const LABEL_WIDTH = 16;

/** What goes on in a sandbox that stays up: each execution's states, and what functions, jobs and the warehouse do. */
export class Activity {
  private sfn: SFNClient | undefined;
  private shown = true;

  constructor(
    private readonly view: LiveView,
    /** Left out of names: `stepline-dev-`. */
    private readonly prefix: string,
  ) {}

  /** From now on executions are followed; before, provisioning speaks for itself. */
  begin(client: ClientSettings): void {
    this.sfn = new SFNClient(client);
  }

  end(): void {
    this.shown = false;
    this.sfn?.destroy();
  }

  note(event: SandboxEvent): void {
    if (this.sfn === undefined || !this.shown) {
      return;
    }
    this.view.sandboxEvent(event);
    const line = this.line(event);
    if (line !== undefined) {
      this.say(...line);
    }
    // One that a machine started is followed with the one that started it.
    if (event.kind === "execution.start" && !startedByMachine(event)) {
      void this.follow(this.sfn, event.executionArn);
    }
  }

  private async follow(sfn: SFNClient, executionArn: string): Promise<void> {
    const [machine, execution] = executionArn.split(":").slice(-2);
    // Of a name that is a UUID, enough to know it by.
    const name = `${machine} ${execution.replace(/^([0-9a-f]{8})-[0-9a-f-]{27}$/, "$1")}`;
    this.say("execution", name, "started");
    try {
      const { description } = await followExecution(sfn, executionArn, (change) => {
        if (this.shown) {
          this.view.stateChanged(change);
        }
      });
      const took = Number(description.stopDate) - Number(description.startDate);
      this.say("execution", name, `${description.status ?? ""} after ${duration(took)}`);
      if (description.error !== undefined) {
        this.say("", description.error, (description.cause ?? "").split("\n")[0]);
      }
    } catch (error) {
      this.say("execution", name, `can't be followed: ${(error as Error).message}`);
    }
  }

  private line(event: SandboxEvent): readonly [label: string, name: string, what: string] | undefined {
    switch (event.kind) {
      case "lambda.end": {
        const memory = event.maxMemoryMiB === undefined ? "" : `, ${event.maxMemoryMiB} MiB`;
        const how = event.error === undefined ? "done" : "FAILED";
        return ["function", event.functionName, `${how} after ${duration(event.durationMs)}${memory}`];
      }
      case "glue.start":
        return ["job", event.jobName, "started"];
      case "glue.end":
        return ["job", event.jobName, `${event.state} after ${duration(event.durationMs)}`];
      case "sql":
        return [
          "statement",
          event.statementId.slice(0, 8),
          `${event.status} after ${duration(event.durationMs)}`,
        ];
      case "verdict": {
        const { allowed, principal, action } = event.verdict;
        return allowed ? undefined : ["DENIED", principal.arn.split("/")[1] ?? principal.arn, action];
      }
      default:
        return undefined;
    }
  }

  private say(label: string, name: string, what: string): void {
    if (this.shown) {
      const text = `${label.padEnd(LABEL_WIDTH)}${name.replace(this.prefix, "")}  ${what}`;
      this.view.say(text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}~` : text);
    }
  }
}

function startedByMachine({ principal }: Extract<SandboxEvent, { kind: "execution.start" }>): boolean {
  return principal.kind === "role" && principal.assumedBy === "states.amazonaws.com";
}
