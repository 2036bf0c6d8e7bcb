import type { NotificationReport, WarehouseReport } from "../../run-report";
import { count, dateAndTime, duration } from "../format";
import { markup } from "../html";
import { facts, table, type Section } from "./section";

export function notificationsSection(notifications: readonly NotificationReport[]): Section {
  return {
    id: "notifications",
    title: notifications.length > 1 ? "Notifications" : "Notification",
    body:
      notifications.length === 0
        ? markup`<p class="none">None was sent.</p>`
        : markup`${notifications.map(
            ({ subject, message, sentAt }) =>
              markup`<article class="mail">
                <header>
                  <h3>${subject}</h3>
                  ${sentAt !== undefined && markup`<p class="aside"><time datetime="${sentAt}">${dateAndTime(sentAt)}</time></p>`}
                </header>
                <p class="mail-text">${message}</p>
              </article>
`,
          )}`,
  };
}

export function warehouseSection({ table: name, columns, rows, total }: WarehouseReport): Section {
  const numeric = columns.map(
    (_, index) => rows.length > 0 && rows.every((row) => typeof row[index] === "number"),
  );
  return {
    id: "warehouse",
    title: "Warehouse",
    body:
      total === 0
        ? markup`<p class="none"><code>${name}</code> holds no rows of this run's date.</p>`
        : markup`<p><code>${name}</code> holds <strong>${count(total)}</strong> rows of this run's date.</p>
            ${table(
              rows.length < total ? `First ${rows.length} of them` : "All of them",
              columns.map((title, index) => ({ title, numeric: numeric[index] })),
              rows.map((row) => row.map((cell) => (typeof cell === "number" ? String(cell) : cell))),
            )}`,
  };
}

export function recordSection(
  ledger: Readonly<Record<string, string>> | undefined,
  timings: Readonly<Record<string, number>> | undefined,
): Section {
  return {
    id: "record",
    title: timings === undefined ? "Run ledger" : "Run ledger and time",
    body: markup`<div class="pair">
      <div>
        <h3>Ledger item</h3>
        ${ledger === undefined ? markup`<p class="none">The run has none.</p>` : facts(Object.entries(ledger))}
      </div>
      ${
        timings !== undefined &&
        markup`<div>
          <h3>Where the time of the command went</h3>
          ${facts(Object.entries(timings).map(([phase, ms]) => [phase, duration(ms)]))}
        </div>`
      }
    </div>`,
  };
}
