import { awsCron } from "../../../sandbox/scheduler/cron";

/** A year without a leap day, so that the same schedule always counts the same. */
const YEAR = 2027;
const DAY_MILLISECONDS = 86_400_000;

/**
 * How often a schedule starts its target in a month, on average over a year.
 *
 * @param expression `cron(0 0 * * ? *)`, `rate(5 minutes)` or `at(2027-01-01T00:00:00)`
 * @throws Error for any other
 */
export function monthlyRuns(expression: string): number {
  if (expression.startsWith("at(")) {
    return 0;
  }
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate !== null) {
    const minutes = { minute: 1, hour: 60, day: 1440 }[rate[2] as "minute" | "hour" | "day"];
    return (365 * 1440) / (Number(rate[1]) * minutes) / 12;
  }
  return cronRuns(expression) / 12;
}

/** Days on which it fires, times how often it does on the first of them: a schedule by the minute has half a million firings. */
function cronRuns(expression: string): number {
  const begin = new Date(Date.UTC(YEAR, 0, 1));
  const end = new Date(Date.UTC(YEAR + 1, 0, 1));
  const [, , ...dates] = expression.split(" ");
  const days = firings(`cron(0 12 ${dates.join(" ")}`, begin, end);
  const first = awsCron(expression, "UTC").nextRun(new Date(begin.getTime() - 1));
  if (first === null || first >= end) {
    return 0;
  }
  const midnight = new Date(first);
  midnight.setUTCHours(0, 0, 0, 0);
  return days * firings(expression, midnight, new Date(midnight.getTime() + DAY_MILLISECONDS));
}

function firings(expression: string, begin: Date, end: Date): number {
  const cron = awsCron(expression, "UTC");
  let count = 0;
  // nextRun looks for what comes after its argument.
  let next = cron.nextRun(new Date(begin.getTime() - 1));
  while (next !== null && next < end) {
    count += 1;
    next = cron.nextRun(next);
  }
  return count;
}
