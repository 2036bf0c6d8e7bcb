import { GetExecutionHistoryCommand, type HistoryEvent, type SFNClient } from "@aws-sdk/client-sfn";

/** Most that one page may hold, and what is asked for when only the newest events are wanted. */
const PAGE_EVENTS = 1000;
const NEWEST_EVENTS = 100;

/** Reads an execution's history, whole at first and then only what is new. */
export class ExecutionHistory {
  private readonly events: HistoryEvent[] = [];

  constructor(
    private readonly sfn: SFNClient,
    private readonly executionArn: string,
  ) {}

  /** Every event so far, oldest first. */
  async read(): Promise<readonly HistoryEvent[]> {
    this.events.push(...(this.events.length === 0 ? await this.readAll() : await this.readNewer()));
    return [...this.events];
  }

  private async readAll(): Promise<HistoryEvent[]> {
    const events: HistoryEvent[] = [];
    for await (const page of this.pages(false)) {
      events.push(...page);
    }
    return events;
  }

  /** From the newest back to the last one known: a page of 100 nearly always holds them all. */
  private async readNewer(): Promise<HistoryEvent[]> {
    const known = this.events.at(-1)?.id ?? 0;
    const newer: HistoryEvent[] = [];
    for await (const page of this.pages(true)) {
      const fresh = page.filter(({ id = 0 }) => id > known);
      newer.push(...fresh);
      if (fresh.length < page.length) {
        break;
      }
    }
    return newer.reverse();
  }

  private async *pages(reverseOrder: boolean): AsyncGenerator<readonly HistoryEvent[]> {
    const { executionArn } = this;
    const maxResults = reverseOrder ? NEWEST_EVENTS : PAGE_EVENTS;
    let nextToken: string | undefined;
    do {
      const page = await this.sfn.send(
        new GetExecutionHistoryCommand({ executionArn, maxResults, reverseOrder, nextToken }),
      );
      yield page.events ?? [];
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  }
}
