/** Reads the text of a date or timestamp: true when it is one. */
export type DateTextCheck = (text: string) => boolean;

const fields: Readonly<Partial<Record<string, string>>> = {
  yyyy: "(?<year>\\d{4})",
  MM: "(?<month>\\d{2})",
  dd: "(?<day>\\d{2})",
  HH: "(?<hour>\\d{2})",
  mm: "(?<minute>\\d{2})",
  ss: "(?<second>\\d{2})",
  SSS: "\\d{3}",
};

/**
 * The check for a `java.time.format.DateTimeFormatter` pattern of yyyy, MM, dd, HH, mm, ss, SSS, quoted text and
 * punctuation: what can be read here and by Spark alike.
 *
 * @returns undefined for any other pattern.
 */
export function dateTextCheck(format: string): DateTextCheck | undefined {
  const parts: string[] = [];
  const seen = new Set<string>();
  for (const [part] of format.matchAll(/([A-Za-z])\1*|'[^']*'|[^A-Za-z']|'/g)) {
    const field = fields[part];
    if (field !== undefined && !seen.has(part)) parts.push(field);
    else if (/^'[^']+'$/.test(part)) parts.push(escaped(part.slice(1, -1)));
    else if (/^[-/.:, ]$/.test(part)) parts.push(escaped(part));
    else return undefined;
    seen.add(part.length > 1 ? part : "");
  }
  if (!["yyyy", "MM", "dd"].every((field) => seen.has(field))) return undefined;
  const pattern = new RegExp(`^${parts.join("")}$`);
  return (text) => isOnTheCalendar(pattern.exec(text)?.groups);
}

function isOnTheCalendar(groups: Readonly<Record<string, string | undefined>> | undefined): boolean {
  if (groups === undefined) return false;
  const [year, month, day] = [Number(groups.year), Number(groups.month), Number(groups.day)];
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  const isDate =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const { hour = "0", minute = "0", second = "0" } = groups;
  return isDate && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
