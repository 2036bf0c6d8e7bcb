import type { HistoryEvent } from "@aws-sdk/client-sfn";

/** When the n-th event of a history was: a second after the other. */
export const at = (id: number): Date => new Date(Date.UTC(2008, 10, 22) + id * 1000);

type Told = readonly [
  type: NonNullable<HistoryEvent["type"]>,
  details?: Readonly<Record<string, unknown>>,
  previousEventId?: number,
];

/**
 * A history as GetExecutionHistory gives it: ids from 1, each event after the one before unless told otherwise. Details are
 * given without their member's name, which the type decides.
 */
export function history(...told: readonly Told[]): readonly HistoryEvent[] {
  return told.map(([type, details, previousEventId], index) => {
    const member = /State(?:Entered|Exited)$/.test(type) ? type.replace(/^.*(?=State)/, "") : type;
    const name = `${member.charAt(0).toLowerCase()}${member.slice(1)}EventDetails`;
    return {
      id: index + 1,
      previousEventId: previousEventId ?? index,
      timestamp: at(index + 1),
      type,
      ...(details === undefined ? {} : { [name]: details }),
    };
  });
}

export const entered = (name: string, input = "{}"): Readonly<Record<string, unknown>> => ({
  name,
  input,
  inputDetails: { truncated: false },
});

export const exited = (name: string, output = "{}"): Readonly<Record<string, unknown>> => ({
  name,
  output,
  outputDetails: { truncated: false },
});
