import type { SourceData } from "../../contracts/compiled-contract";
import { quotedName } from "../../contracts/schema-problem";
import { SourceRejected } from "../errors";

/** The header line and, for each page of records, their lines: the file that the contract describes, in RFC 4180. */
export async function* csvPieces(
  source: SourceData,
  pages: AsyncIterable<readonly unknown[]>,
): AsyncGenerator<string> {
  const names = source.columns.map(({ name }) => name);
  const line = (fields: readonly string[]): string =>
    `${fields.map((field) => quoted(field, source.csv)).join(source.csv.delimiter)}\n`;
  yield line(names);
  let row = 0;
  for await (const page of pages) {
    yield page.map((record) => line(fieldsOf(record, names, ++row))).join("");
  }
}

/** A member that is absent or null is an empty field: whether it may be is the contract's to say, row by row. */
function fieldsOf(record: unknown, names: readonly string[], row: number): string[] {
  if (typeof record !== "object" || record === null || Array.isArray(record)) {
    throw new SourceRejected(`Record ${row} of the source is no JSON object.`);
  }
  const unknown = Object.keys(record).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new SourceRejected(
      `Record ${row} of the source has members the contract does not name: ${nameList(unknown)}. ` +
        "Add them to the contract, or ask the source to leave them out.",
    );
  }
  return names.map((name) =>
    Object.hasOwn(record, name) ? fieldText((record as Record<string, unknown>)[name], name, row) : "",
  );
}

/** `"agent", "team" and 3 more`: at most ten, and none like `ann@example.com`: an object may be keyed by what it holds. */
export function nameList(names: readonly string[]): string {
  const shown = names.flatMap((name) => quotedName(name) ?? []).slice(0, 10);
  const rest = names.length - shown.length;
  if (rest === 0) return shown.join(", ");
  return shown.length === 0 ? `${rest} that are no plain names` : `${shown.join(", ")} and ${rest} more`;
}

function fieldText(value: unknown, name: string, row: number): string {
  if (value === null) return "";
  if (typeof value === "string" && !/\p{Surrogate}/u.test(value)) return value;
  if (typeof value === "boolean") return String(value);
  // JSON.parse has already rounded a whole number past 2^53.
  if (typeof value === "number" && (!Number.isInteger(value) || Number.isSafeInteger(value))) {
    return String(value);
  }
  const what =
    typeof value === "string"
      ? "text that is not valid Unicode"
      : typeof value === "number"
        ? "a number that JSON rounds: send it as text"
        : "a list or an object: send text or a number";
  throw new SourceRejected(`Record ${row} of the source has in "${name}" ${what}.`);
}

function quoted(field: string, { delimiter, quote }: SourceData["csv"]): string {
  const plain = !field.includes(delimiter) && !field.includes(quote) && !/[\r\n]/.test(field);
  return plain ? field : `${quote}${field.replaceAll(quote, quote + quote)}${quote}`;
}
