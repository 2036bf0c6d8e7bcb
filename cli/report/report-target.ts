import fs from "node:fs";
import type * as z from "zod";
import { CommandError } from "../command-error";
import type { RunReport } from "./run-report";
import { runReportSchema } from "./run-report-schema";

/** What the page is made from: an execution to ask AWS about, or a report kept from before. */
export type ReportTarget =
  | { readonly kind: "execution"; readonly executionArn: string; readonly region: string }
  | { readonly kind: "saved"; readonly file: string; readonly report: RunReport };

/** @throws CommandError for what is neither */
export function reportTarget(run: string): ReportTarget {
  if (!run.startsWith("arn:")) {
    return { kind: "saved", file: run, report: savedReport(run) };
  }
  const [, , service, region = "", , resource, ...names] = run.split(":");
  if (service !== "states") {
    throw new CommandError(`"${run}" is not the ARN of an execution: ${FORM}`);
  }
  if (resource === "express") {
    throw new CommandError(
      `"${run}" is an Express execution: Step Functions keeps no history of those, only the machine's log group has it. ` +
        "Give an execution of a standard workflow.",
    );
  }
  if (resource === "stateMachine") {
    throw new CommandError(
      `"${run}" is a state machine: give one of its executions, which ` +
        `"aws stepfunctions list-executions --state-machine-arn ${run}" lists.`,
    );
  }
  if (resource !== "execution" || names.length < 2 || region === "" || names.includes("")) {
    throw new CommandError(`"${run}" is not the ARN of an execution: ${FORM}`);
  }
  return { kind: "execution", executionArn: run, region };
}

const FORM = "those read arn:aws:states:<region>:<account>:execution:<machine>:<name>.";

function savedReport(file: string): RunReport {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "no such file" : (error as Error).message;
    throw new CommandError(
      `"${file}" is neither an execution's ARN nor a saved report.json (${why}): ${FORM}`,
    );
  }
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch (error) {
    throw new CommandError(`"${file}" is not a report: it is no JSON (${(error as Error).message}). ${GIVE}`);
  }
  const { error } = runReportSchema.safeParse(report);
  if (error !== undefined) {
    throw new CommandError(`"${file}" is not a report, or a damaged one: ${told(error.issues)}. ${GIVE}`);
  }
  return report as RunReport;
}

const GIVE =
  "Give a report.json as npm start or stepline report wrote it, or have it made again from the execution's ARN.";

/** `executions[0].executionArn: Invalid input: expected string, received undefined (and 8 more like it)` */
function told([first, ...more]: readonly z.core.$ZodIssue[]): string {
  const member = first.path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  const where = member === "" ? "the whole" : member.replace(/^\./, "");
  return `${where}: ${first.message}${more.length === 0 ? "" : ` (and ${more.length} more)`}`;
}
