import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import type { CsvFormat } from "./compiled-contract";
import type { SchemaProblem } from "./schema-problem";

type Finding = Omit<SchemaProblem, "file">;

/** One line of the file, or several when a field has line breaks. */
export interface CsvRow {
  readonly fields: readonly string[];
  /** Line of the file, from 1, on which the row ends. */
  readonly line: number;
}

export interface CsvReading {
  /** What stopped or disturbed the reading. */
  readonly findings: readonly Finding[];
  readonly bytes: number;
  /** Whether the file ends with a line break: if not, its last row may be cut. */
  readonly endsWithLineBreak: boolean;
}

/** No row of a sane file is longer; it bounds memory when a quote is never closed. */
const maxRowCharacters = 1_048_576;

/** Thrown inside the stream to stop the reading; `finding` says why. */
class Stopped extends Error {
  constructor(public readonly finding: Finding) {
    super(finding.message);
  }
}

/** Reads CSV row by row: `onRow` gets the header first. Holds one chunk and one row at a time; returning false ends it. */
export async function readCsv(
  chunks: AsyncIterable<Uint8Array>,
  format: CsvFormat,
  onRow: (row: CsvRow) => boolean,
): Promise<CsvReading> {
  const text = new Utf8Text(format);
  const parser = parse({
    delimiter: format.delimiter,
    quote: format.quote,
    escape: format.quote,
    record_delimiter: ["\r\n", "\n"],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRowCharacters,
    info: true,
  });
  const findings: Finding[] = [];
  try {
    await pipeline(Readable.from(text.decode(chunks)), parser, async (rows: AsyncIterable<ParsedRow>) => {
      for await (const { record, info } of rows) {
        if (!onRow({ fields: record, line: info.lines })) return;
      }
    });
  } catch (error) {
    findings.push(findingOf(error));
  }
  return {
    findings: [...text.findings, ...findings],
    bytes: text.bytes,
    endsWithLineBreak: text.endsWithLineBreak,
  };
}

interface ParsedRow {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

function findingOf(error: unknown): Finding {
  if (error instanceof Stopped) return error.finding;
  if (!(error instanceof CsvError)) throw error;
  const lines: unknown = error.lines;
  const line = typeof lines === "number" ? lines : 1;
  if (error.code === "CSV_QUOTE_NOT_CLOSED") {
    return {
      kind: "truncated",
      line,
      message: "the file ends inside a quoted field: it is truncated, or a quote is not doubled",
    };
  }
  if (error.code === "CSV_MAX_RECORD_SIZE") {
    const message = `a row has more than ${maxRowCharacters} characters: a quote before line ${line} is never closed`;
    return { kind: "quoting", line, message };
  }
  const message = `line ${line} has a quote inside a field: quote the whole field and double the quotes in it`;
  return { kind: "quoting", line, message };
}

/** Strict UTF-8, chunk by chunk. */
class Utf8Text {
  readonly findings: Finding[] = [];
  bytes = 0;
  endsWithLineBreak = false;
  private line = 1;

  constructor(private readonly format: CsvFormat) {}

  async *decode(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    let isStart = true;
    for await (const chunk of withWholeStart(chunks)) {
      this.bytes += chunk.length;
      if (isStart) this.checkUtf16(chunk);
      let text = this.decoded(() => decoder.decode(chunk, { stream: true }));
      if (isStart && text.startsWith("\ufeff")) {
        text = text.slice(1);
        this.checkByteOrderMark();
      }
      isStart = false;
      this.follow(text);
      yield text;
    }
    this.decoded(() => decoder.decode());
  }

  private decoded(decode: () => string): string {
    try {
      return decode();
    } catch {
      const message = `the file is not UTF-8: bytes that are none after line ${this.line}; save it as UTF-8`;
      throw new Stopped({ kind: "encoding", line: this.line, message });
    }
  }

  private follow(text: string): void {
    if (text === "") return;
    if (text.includes("\0")) {
      const message = `the file has NUL characters after line ${this.line}: it is binary or UTF-16; save it as UTF-8`;
      throw new Stopped({ kind: "encoding", line: this.line, message });
    }
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) this.line++;
    this.endsWithLineBreak = text.endsWith("\n");
  }

  private checkUtf16(start: Uint8Array): void {
    const [first, second] = start;
    if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
      throw new Stopped({
        kind: "encoding",
        line: 1,
        message: "the file is UTF-16, by its byte order mark; save it as UTF-8",
      });
    }
  }

  private checkByteOrderMark(): void {
    if (this.format.allowByteOrderMark) return;
    const message = "the file starts with a byte order mark; save it as UTF-8 without one";
    this.findings.push({ kind: "byte-order-mark", line: 1, message });
  }
}

/** The same bytes, the first chunk at least as long as a byte order mark. */
async function* withWholeStart(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let start: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (start === undefined) {
      yield chunk;
      continue;
    }
    start = Buffer.concat([start, chunk]);
    if (start.length < 3) continue;
    yield start;
    start = undefined;
  }
  if (start !== undefined && start.length > 0) yield start;
}
