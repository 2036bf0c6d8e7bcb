import { member, parsed, textMember } from "../execution/payload";
import type { LogLine } from "../run-report";

/** A line as a log group keeps it. */
export interface LoggedLine {
  /** ms since 1970: when it was written or delivered. */
  readonly timestamp: number;
  readonly message: string;
}

/** What Powertools writes on every line, of the function and not of the message, and what the run page says anyway. */
const KNOWN = new Set([
  ...["level", "message", "timestamp", "service", "cold_start", "sampling_rate", "xray_trace_id"],
  ...["function_arn", "function_memory_size", "function_name", "function_request_id", "requestId"],
  ...["pipeline", "logicalDate", "runId"],
]);

/** A line for a reader: what a JSON line says, with its own time; other text as it is. */
export function logLine(source: string, { timestamp, message }: LoggedLine): LogLine {
  const delivered = new Date(timestamp).toISOString();
  const json = parsed(message);
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    return { at: delivered, source, ...plainText(message) };
  }
  const at = isoTime(textMember(json, "timestamp") ?? textMember(json, "time")) ?? delivered;
  const type = textMember(json, "type");
  if (type?.startsWith("platform.") === true) {
    return { at, source, message: platformText(type, member(json, "record")) };
  }
  if (member(json, "_aws") !== undefined) {
    return { at, source, message: `metrics: ${members(json, new Set(["_aws", "service", "pipeline"]))}` };
  }
  const said = member(json, "message");
  const rest = members(json, KNOWN);
  const words = said === undefined && rest === "" ? message.trimEnd() : `${shown(said ?? "")} ${rest}`.trim();
  return { at, source, level: textMember(json, "level"), message: words };
}

/** Id of the request a function's line is of, where the line says so. */
export function requestIdOf(message: string): string | undefined {
  const json = parsed(message);
  return (
    textMember(json, "record", "requestId") ??
    textMember(json, "function_request_id") ??
    textMember(json, "requestId") ??
    /\bRequestId: ([0-9a-f-]{36})\b/.exec(message)?.[1] ??
    // Text logs of Node.js: time, request id, level, message.
    /^\S+Z\t([0-9a-f-]{36})\t/.exec(message)?.[1]
  );
}

/** Lambda's text format for Node.js: time, request id, level; Spark's and Glue's log4j layouts: time, level. */
const LAYOUTS = [
  /^\S+Z\t[0-9a-f-]{36}\t([A-Z]+)\t([\s\S]*)$/,
  /^\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d ([A-Z]+) ([\s\S]*)$/,
  /^\d{4}-\d\d-\d\d[T ][\d:,.+Z-]+ ([A-Z]{4,5}) ([\s\S]*)$/,
];

function plainText(message: string): Pick<LogLine, "level" | "message"> {
  const text = message.trimEnd();
  for (const layout of LAYOUTS) {
    const found = layout.exec(text);
    if (found !== null) {
      return { level: found[1], message: found[2] };
    }
  }
  return { message: text };
}

function platformText(type: string, record: unknown): string {
  const number = (name: string): number | undefined => {
    const value = member(record, "metrics", name);
    return typeof value === "number" ? Math.round(value) : undefined;
  };
  const parts = [
    ["", textMember(record, "status")],
    ["took ", number("durationMs"), " ms"],
    ["billed ", number("billedDurationMs"), " ms"],
    ["start ", number("initDurationMs"), " ms"],
    ["memory ", number("maxMemoryUsedMB"), ` of ${number("memorySizeMB")} MB`],
    ["", textMember(record, "errorType")],
  ] as const;
  const known = parts.flatMap(([before, value, after = ""]) =>
    value === undefined ? [] : [`${before}${value}${after}`],
  );
  return [type, known.join(", ")].filter((text) => text !== "").join(": ");
}

function members(json: object, left: ReadonlySet<string>): string {
  return Object.entries(json)
    .filter(([name]) => !left.has(name))
    .map(([name, value]) => `${name} ${shown(value)}`)
    .join(", ");
}

function shown(value: unknown): string {
  const name = textMember(value, "errorType") ?? textMember(value, "name");
  const text = textMember(value, "errorMessage") ?? textMember(value, "message");
  if (name !== undefined && text !== undefined) {
    return `${name}: ${text}`;
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isoTime(text: string | undefined): string | undefined {
  const time = Date.parse(text ?? "");
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
