import fs from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { projectRoot } from "../paths";

/** One delivered file: all contacts of a day, with `contact_id` before the source's own columns. */
export interface ContactDay {
  /** `2008-11-21` */
  readonly date: string;
  readonly rows: number;
  /** CSV with header, LF. */
  readonly text: string;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const FIRST_YEAR = 2008;

/**
 * The bank-marketing contacts as a producer would deliver them, one file a contact day, in date order. The year, which the
 * source leaves out, starts at 2008 and goes up each time the month falls back by six or more.
 */
export function contactDays(
  file = path.join(projectRoot, "data/bank-marketing.csv.gz"),
): readonly ContactDay[] {
  const [header, ...lines] = gunzipSync(fs.readFileSync(file)).toString("utf8").trimEnd().split("\n");
  const names = header.split(",");
  const dayAt = names.indexOf("day");
  const monthAt = names.indexOf("month");
  const days = new Map<string, string[]>();
  let year = FIRST_YEAR;
  let lastMonth = 0;
  lines.forEach((line, index) => {
    // The source has no quoted fields.
    const fields = line.split(",");
    const month = MONTHS.indexOf(fields[monthAt]) + 1;
    if (month === 0 || fields.length !== names.length) {
      throw new Error(`${file}, line ${index + 2}: "${line}" is not a contact of ${names.length} fields.`);
    }
    year += lastMonth - month >= 6 ? 1 : 0;
    lastMonth = month;
    const date = `${year}-${String(month).padStart(2, "0")}-${fields[dayAt].padStart(2, "0")}`;
    const rows = days.get(date) ?? [];
    rows.push(`${index + 1},${line}`);
    days.set(date, rows);
  });
  return [...days].map(([date, rows]) => ({
    date,
    rows: rows.length,
    text: `contact_id,${header}\n${rows.join("\n")}\n`,
  }));
}
