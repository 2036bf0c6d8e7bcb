const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** `15 minutes`, `1 hour 30 minutes`, `90 seconds`, `0.5 seconds`: exact. */
export function durationWords(seconds: number): string {
  if (!Number.isInteger(seconds) || seconds < 60 || (seconds < 120 && seconds % 60 !== 0)) {
    return counted(seconds, "second");
  }
  let left = seconds;
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const number = Math.floor(left / size);
    left -= number * size;
    if (number > 0) {
      parts.push(counted(number, unit));
    }
  }
  return [...parts, ...(left > 0 ? [counted(left, "second")] : [])].join(" ");
}

/** `once`, `6 times`, `never` */
export function timesWords(times: number): string {
  if (times === 0) {
    return "never";
  }
  return times === 1 ? "once" : `${times} times`;
}

/** `1 state`, `2 states` */
export function counted(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? "" : "s"}`;
}
