import type { FollowedExecution } from "./follow-execution";
import type { StateVisit } from "./state-visits";
import { duration, fittingColumns, nameList, textTable, wrap } from "./text-table";

/** What a finished run left behind, gathered from the sandbox through its AWS API. */
export interface RunOutcome {
  readonly execution: FollowedExecution;
  /** `loaded` and the counts of the ledger item; empty when the run did not get that far. */
  readonly rows: Readonly<Record<string, number>>;
  readonly warehouse: {
    readonly table: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly (string | number)[])[];
    readonly total: number;
  };
  /** Attribute -> text, or undefined when the run has none. */
  readonly ledger: Readonly<Record<string, string>> | undefined;
  readonly notifications: readonly { readonly subject: string; readonly message: string }[];
  readonly iam: {
    readonly allowed: number;
    readonly denied: readonly string[];
    /** `role: Sid (reason)` */
    readonly unused: readonly {
      readonly role: string;
      readonly statement: string;
      readonly reason: string;
    }[];
  };
  /** Phase -> milliseconds, in order. */
  readonly timings: Readonly<Record<string, number>>;
}

/** The closing report, in 80 columns. */
export function summary(outcome: RunOutcome): string {
  const { execution } = outcome;
  const status = execution.description.status ?? "UNKNOWN";
  const { error, cause } = execution.description;
  const failure = status === "SUCCEEDED" ? [] : wrap(`${error}: ${cause}`, 78);
  return [
    section("States", statesTable(execution)),
    section("Rows", rowsTable(outcome.rows)),
    section(
      `Warehouse: ${outcome.warehouse.table}, ${outcome.warehouse.total} rows`,
      warehouseTable(outcome),
    ),
    section("Ledger", ledgerTable(outcome.ledger)),
    section("Notifications", notices(outcome)),
    section("IAM", iam(outcome)),
    section(
      "Time",
      textTable(
        ["phase", "took"],
        Object.entries(outcome.timings).map(([phase, ms]) => [phase, duration(ms)]),
      ),
    ),
    [`The run ended ${status}.`, ...failure].join("\n"),
  ].join("\n\n");
}

function section(title: string, body: string): string {
  return `${title}\n${"-".repeat(title.length)}\n${body}`;
}

/** Parent and child in one table, the child's states below the state that ran it. */
function statesTable(execution: FollowedExecution): string {
  return textTable(["state", "attempts", "took", "errors"], stateRows(execution, 0));
}

function stateRows(execution: FollowedExecution, depth: number): (string | number)[][] {
  return execution.visits.flatMap((visit) => {
    const child = execution.children.find((one) => one.executionArn === visit.childExecutionArn);
    const row = [
      "  ".repeat(depth) + visit.state,
      visit.attempts || "",
      took(visit),
      visit.errors.join(", "),
    ];
    return [row, ...(child === undefined ? [] : stateRows(child, depth + 1))];
  });
}

function took(visit: StateVisit): string {
  return visit.exitedAt === undefined ? "" : duration(visit.exitedAt.getTime() - visit.enteredAt.getTime());
}

function rowsTable(rows: RunOutcome["rows"]): string {
  const entries = Object.entries(rows);
  return entries.length === 0 ? "none: the run did not get as far" : textTable(["where", "rows"], entries);
}

function warehouseTable({ warehouse: { columns, rows, total } }: RunOutcome): string {
  if (total === 0) {
    return "no rows";
  }
  const shown = fittingColumns(columns, rows);
  return textTable(
    columns.slice(0, shown),
    rows.map((row) => row.slice(0, shown)),
  );
}

function ledgerTable(item: RunOutcome["ledger"]): string {
  return item === undefined ? "no item" : nameList(Object.entries(item));
}

function notices({ notifications }: RunOutcome): string {
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
function iam({ iam: { allowed, denied, unused } }: RunOutcome): string {
  const lines = [
    `${allowed} calls of roles allowed, ${denied.length} denied.`,
    ...denied.flatMap((line) => wrap(`DENIED ${line}`, 78)),
  ];
  const byReason = new Map<string, string[]>();
  for (const { role, statement, reason } of unused) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), `${role}.${statement}`]);
  }
  for (const [reason, statements] of byReason) {
    lines.push(
      "",
      ...wrap(`Granted, not used: ${reason}`, 78),
      ...wrap(statements.join(", "), 76).map((line) => `  ${line}`),
    );
  }
  return lines.join("\n");
}
