import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { type Attempt, readAttemptEvent } from "./attempts";
import { eventDetails, isFailure } from "./event-details";
import type { Payload } from "../run-report";
import { payload } from "./payload";

/** One stay of an execution in a state, as its history tells. */
export interface Visit {
  readonly state: string;
  /** `Task`, `Choice`, `Pass`, `Wait`, `Succeed`, `Fail`, `Parallel`, `Map` */
  readonly type: string;
  readonly enteredAt: Date;
  /** Undefined while the execution is in the state, or when it ended there. */
  readonly exitedAt?: Date;
  readonly input?: Payload;
  readonly output?: Payload;
  /** Variable -> JSON text. */
  readonly assigned: Readonly<Record<string, string>>;
  /** Calls made: the first and each retry. None for states that call nothing. */
  readonly attempts: readonly Attempt[];
  /** Left by a Catch. */
  readonly caught: boolean;
  /** The last that happened in it was a failure, caught or not. */
  readonly failed: boolean;
  /** The visit before it in the same branch or iteration. */
  readonly after?: Visit;
  /** The visit of the Parallel or Map around it. */
  readonly within?: Visit;
  /** Of a distributed Map: its items run as executions of their own. */
  readonly mapRunArn?: string;
}

/** Visits with all but `readonly`, while they are read. */
type OpenVisit = { -readonly [K in keyof Visit]: Visit[K] } & {
  attempts: Attempt[];
  after?: OpenVisit;
  within?: OpenVisit;
};

/** The visits of an execution in order of entry. */
export function executionVisits(events: readonly HistoryEvent[]): readonly Visit[] {
  const reader = new VisitReader();
  for (const event of events) {
    reader.take(event);
  }
  return reader.visits;
}

/**
 * Branches and iterations run side by side: an event belongs to the visit that the event before it, by `previousEventId`,
 * belongs to, or to a Parallel or Map around that.
 */
class VisitReader {
  readonly visits: OpenVisit[] = [];
  private readonly owners = new Map<number, OpenVisit>();
  private readonly failures = new Set<number>();

  take(event: HistoryEvent): void {
    const { id = 0, previousEventId = 0, type = "" } = event;
    const before = this.owners.get(previousEventId);
    const visit = type.endsWith("StateEntered") ? this.enter(event, before) : ownerOf(event, before);
    if (visit === undefined) {
      return;
    }
    this.owners.set(id, visit);
    if (isFailure(event)) {
      this.failures.add(id);
    }
    this.follow(visit, event);
  }

  private enter(event: HistoryEvent, before: OpenVisit | undefined): OpenVisit {
    const { name = "", input, inputDetails } = eventDetails(event);
    // Entered from inside a Parallel or Map that still goes on, its branch or iteration begins here.
    const begins = before !== undefined && isContainer(before) && before.exitedAt === undefined;
    const visit: OpenVisit = {
      state: name,
      type: (event.type ?? "").replace(/StateEntered$/, ""),
      enteredAt: event.timestamp ?? new Date(0),
      input: payload(input, inputDetails?.truncated),
      assigned: {},
      attempts: [],
      caught: false,
      failed: false,
      ...(begins ? { within: before } : { after: before, within: before?.within }),
    };
    this.visits.push(visit);
    return visit;
  }

  private follow(visit: OpenVisit, event: HistoryEvent): void {
    const { type = "", timestamp, previousEventId = 0 } = event;
    const details = eventDetails(event);
    if (type.endsWith("StateExited")) {
      visit.exitedAt = timestamp;
      visit.output = payload(details.output, details.outputDetails?.truncated);
      visit.assigned = details.assignedVariables ?? {};
      visit.caught = this.failures.has(previousEventId);
      visit.failed = visit.caught;
    } else if (type === "ExecutionFailed") {
      // A state that fails by itself, such as a Choice no rule of which holds, has no event of its own for it.
      visit.failed = visit.exitedAt === undefined;
    } else if (!type.startsWith("Execution")) {
      readAttemptEvent(visit.attempts, event);
      visit.mapRunArn = details.mapRunArn ?? visit.mapRunArn;
      visit.failed = isFailure(event) || type === "FailStateEntered";
    }
  }
}

function isContainer({ type }: Visit): boolean {
  return type === "Parallel" || type === "Map";
}

function ownerOf(event: HistoryEvent, before: OpenVisit | undefined): OpenVisit | undefined {
  const type = event.type ?? "";
  const { name } = eventDetails(event);
  const container = /^(Parallel|Map)/.exec(type)?.[1];
  if (container === undefined) {
    return before;
  }
  return around(
    before,
    (visit) =>
      visit.type === container &&
      visit.exitedAt === undefined &&
      (name === undefined || visit.state === name),
  );
}

/** The nearest of a visit and those around it. */
function around(from: OpenVisit | undefined, wanted: (visit: Visit) => boolean): OpenVisit | undefined {
  let visit = from;
  while (visit !== undefined && !wanted(visit)) {
    visit = visit.within;
  }
  return visit;
}
