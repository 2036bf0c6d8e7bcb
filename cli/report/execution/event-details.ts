import type { HistoryEvent } from "@aws-sdk/client-sfn";

/** What the details of one kind of event or another hold. Every event has at most one details member. */
export interface EventDetails {
  readonly name?: string;
  readonly input?: string;
  readonly output?: string;
  readonly parameters?: string;
  readonly resource?: string;
  readonly resourceType?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly mapRunArn?: string;
  readonly inputDetails?: { readonly truncated?: boolean };
  readonly outputDetails?: { readonly truncated?: boolean };
  readonly assignedVariables?: Readonly<Record<string, string>>;
}

/** `TaskScheduled` -> `taskScheduledEventDetails`; those of states are shared by their types. */
export function eventDetails(event: HistoryEvent): EventDetails {
  const type = event.type ?? "";
  const shared = /State(Entered|Exited)$/.exec(type)?.[1];
  const member = shared === undefined ? type.charAt(0).toLowerCase() + type.slice(1) : `state${shared}`;
  const all = event as unknown as Readonly<Record<string, EventDetails | undefined>>;
  return all[`${member}EventDetails`] ?? {};
}

/** Ends an attempt or a state badly: the exit that follows it is by a Catch. */
export function isFailure(event: HistoryEvent): boolean {
  return /(Failed|TimedOut)$/.test(event.type ?? "") && !(event.type ?? "").startsWith("Execution");
}
