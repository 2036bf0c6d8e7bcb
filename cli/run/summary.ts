import type { ExecutionReport, IamStatementReport, RunReport, VisitReport } from "../report/run-report";
import { duration, fittingColumns, nameList, textTable, wrap } from "./text-table";

/** The closing report, in 80 columns. */
export function summary(report: RunReport): string {
  const { warehouse, iam, timings, notes } = report;
  const [{ status, error, cause }] = report.executions;
  const failure = error === undefined && cause === undefined ? [] : wrap(`${error}: ${cause}`, 78);
  return [
    section("States", statesTable(report)),
    section("Rows", rowsTable(report.rows)),
    section(
      warehouse === undefined ? "Warehouse" : `Warehouse: ${warehouse.table}, ${warehouse.total} rows`,
      warehouseTable(warehouse),
    ),
    section("Ledger", report.ledger === undefined ? "no item" : nameList(Object.entries(report.ledger))),
    section("Notifications", notices(report)),
    ...(iam === undefined ? [] : [section("IAM", iamLines(iam))]),
    ...(timings === undefined ? [] : [section("Time", timesTable(timings))]),
    ...(notes.length === 0 ? [] : [section("Missing", notes.flatMap((note) => wrap(note, 78)).join("\n"))]),
    [`The run ended ${status}.`, ...failure].join("\n"),
  ].join("\n\n");
}

function section(title: string, body: string): string {
  return `${title}\n${"-".repeat(title.length)}\n${body}`;
}

/** Parent and child in one table, the child's states below the state that ran it. */
function statesTable({ executions }: RunReport): string {
  return textTable(["state", "attempts", "took", "errors"], stateRows(executions, executions[0], 0));
}

function stateRows(
  executions: readonly ExecutionReport[],
  { visits }: ExecutionReport,
  depth: number,
): (string | number)[][] {
  return visits.flatMap((visit) => {
    const child = executions.find(({ executionArn }) => executionArn === visit.childExecutionArn);
    const errors = visit.attempts.flatMap(({ error }) => error ?? []);
    const row = [
      "  ".repeat(depth) + visit.state,
      visit.attempts.length || "",
      took(visit),
      errors.join(", "),
    ];
    return [row, ...(child === undefined ? [] : stateRows(executions, child, depth + 1))];
  });
}

function took({ enteredAt, exitedAt }: VisitReport): string {
  return exitedAt === undefined ? "" : duration(Date.parse(exitedAt) - Date.parse(enteredAt));
}

/** In the order a row takes through the pipeline; `loaded` is what the warehouse table took. */
function rowsTable(rows: RunReport["rows"]): string {
  if (rows === undefined) {
    return "none: the run did not get as far";
  }
  const { source, curated, quarantined, duplicates, inserted, updated } = rows;
  const loaded = inserted === undefined || updated === undefined ? undefined : inserted + updated;
  const entries = Object.entries({ source, curated, quarantined, duplicates, inserted, updated, loaded });
  return textTable(
    ["where", "rows"],
    entries.flatMap(([where, count]) => (count === undefined ? [] : [[where, count]])),
  );
}

function warehouseTable(warehouse: RunReport["warehouse"]): string {
  if (warehouse === undefined) {
    return "not read";
  }
  const { columns, rows, total } = warehouse;
  if (total === 0) {
    return "no rows";
  }
  const shown = fittingColumns(columns, rows);
  return textTable(
    columns.slice(0, shown),
    rows.map((row) => row.slice(0, shown)),
  );
}

function notices({ notifications }: RunReport): string {
  return notifications.length === 0
    ? "none was sent"
    : notifications.map(({ subject, message }) => `Subject: ${subject}\n\n${indent(message)}`).join("\n\n");
}

function indent(text: string): string {
  return wrap(text, 76)
    .map((line) => `  ${line}`.trimEnd())
    .join("\n");
}

/** What was granted and not used, by the reason: most of it is for days that go wrong. */
function iamLines({ allowed, denied, statements }: NonNullable<RunReport["iam"]>): string {
  const refused = statements.filter(({ status }) => status === "denied");
  const lines = [`${allowed} calls of roles allowed, ${denied} denied.`, ...refused.flatMap(refusal)];
  const byReason = new Map<string, string[]>();
  for (const { role, sid, status, reason = "" } of statements) {
    if (status === "unused" || status === "aws") {
      const why = status === "aws" ? reason : "no call of this run needed it";
      byReason.set(why, [...(byReason.get(why) ?? []), `${shortRole(role)}.${sid}`]);
    }
  }
  for (const [reason, names] of byReason) {
    lines.push(
      "",
      ...wrap(`Granted, not used: ${reason}`, 78),
      ...wrap(names.join(", "), 76).map((line) => `  ${line}`),
    );
  }
  return lines.join("\n");
}

function refusal({ role, actions, resources, reason }: IamStatementReport): readonly string[] {
  return wrap(`DENIED ${role}: ${actions.join()} on ${resources.join()} (${reason})`, 78);
}

/** `stepline-dev-marketing-ingest` -> `marketing-ingest` */
function shortRole(role: string): string {
  return role.replace(/^stepline-[a-z]+-/, "");
}

function timesTable(timings: NonNullable<RunReport["timings"]>): string {
  return textTable(
    ["phase", "took"],
    Object.entries(timings).map(([phase, ms]) => [phase, duration(ms)]),
  );
}
