import { Cron } from "croner";

const HOUR_MILLISECONDS = 3_600_000;

export interface ScheduleTiming {
  /** EventBridge Scheduler's form: `cron(0 0 * * ? *)`, minutes hours day-of-month month day-of-week year. */
  readonly expression: string;
  /** IANA name. */
  readonly timeZone: string;
  /** The logical date of a firing is the UTC date this long before it. */
  readonly logicalDateLagHours: number;
}

/**
 * When the schedule fires for a logical date.
 *
 * @throws Error when it does not fire for that date, or its expression is not of the form above.
 */
export function scheduledTimeFor(timing: ScheduleTiming, logicalDate: string): Date {
  const { expression, timeZone, logicalDateLagHours } = timing;
  const begin = Date.parse(`${logicalDate}T00:00:00Z`) + logicalDateLagHours * HOUR_MILLISECONDS;
  const cron = awsCron(expression, timeZone);
  // nextRun looks for what comes after its argument: a firing right at the beginning counts too.
  const fires = cron.nextRun(new Date(begin - 1000));
  if (fires === null || fires.getTime() >= begin + 24 * HOUR_MILLISECONDS) {
    throw new Error(
      `The schedule ${expression} in ${timeZone} does not fire for ${logicalDate}: start the run by hand, or take a date it fires for.`,
    );
  }
  return fires;
}

/**
 * An expression of EventBridge Scheduler, to ask when it fires.
 *
 * @throws Error when it is not of the form `cron(...)`
 */
export function awsCron(expression: string, timeZone: string): Cron {
  // AWS lets a step begin at a number, 0/15: croner calls that sloppy.
  return new Cron(cronerExpression(expression), { timezone: timeZone, sloppyRanges: true });
}

/** AWS's six fields as croner's seven: `?` is any, days of the week count from 1 for Sunday, seconds are 0. */
function cronerExpression(expression: string): string {
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1].trim().split(/\s+/);
  if (fields?.length !== 6) {
    throw new Error(
      `The schedule "${expression}" is not of the form cron(minutes hours day-of-month month day-of-week year).`,
    );
  }
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year] = fields;
  const any = (field: string): string => (field === "?" ? "*" : field);
  // After `/` and `#` stands a step or an ordinal, not a day.
  const days = any(dayOfWeek).replace(/(?<![/#\d])[1-7]/g, (day) => String(Number(day) - 1));
  return ["0", minutes, hours, any(dayOfMonth), month, days, year].join(" ");
}
