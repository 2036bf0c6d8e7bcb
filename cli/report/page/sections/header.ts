import { count, dateAndTime, duration, plural } from "../format";
import { markup, NOTHING, type Html } from "../html";
import { originOf, type Origin, type RunView } from "../model";
import { nextStep } from "../next-steps";
import { badge, icon, statusWords, toneOf } from "../outcome";
import { facts } from "./section";

/** How the run ended, in words; what brought it down and what to do about it; and its key figures. */
export function header(run: RunView): Html {
  const { report, executions, from, to } = run;
  const root = executions[0] as RunView["executions"][number] | undefined;
  if (root === undefined) {
    return markup`<header class="hero"><h1>${report.title}</h1></header>`;
  }
  const tone = toneOf(root.report.status);
  return markup`<header class="hero tone-${tone}">
    <p class="where">
      ${[report.source === "aws" ? "AWS" : "Sandbox", report.stack, report.pipeline].filter(Boolean).join(" / ")}
    </p>
    <div class="headline">
      <h1>${report.title}</h1>
      ${badge(tone, statusWords(root.report.status))}
    </div>
    <p class="summary">${sentence(run)}</p>
    ${failure(run)}
    ${facts(keyFigures(run, to - from), "figures")}
    ${notes(report.notes)}
  </header>
`;
}

function sentence({ executions: [root], from, to }: RunView): string {
  const took = duration(to - from);
  const started = dateAndTime(root.report.startedAt);
  switch (root.report.status) {
    case "SUCCEEDED":
      return `Started ${started} and succeeded after ${took}.`;
    case "RUNNING":
    case "PENDING_REDRIVE":
      return `Started ${started} and still running when this page was made, after ${took}.`;
    default:
      return `Started ${started} and ${verb(root.report.status)} after ${took}.`;
  }
}

function verb(status: "FAILED" | "TIMED_OUT" | "ABORTED"): string {
  return { FAILED: "failed", TIMED_OUT: "timed out", ABORTED: "was aborted" }[status];
}

function failure(run: RunView): Html {
  const [root] = run.executions;
  if (!["FAILED", "TIMED_OUT", "ABORTED"].includes(root.report.status)) {
    return NOTHING;
  }
  const origin = originOf(root);
  const error = root.report.error ?? origin?.error;
  return markup`<div class="failure" role="group" aria-labelledby="failure-title">
    <h2 id="failure-title">
      ${icon(toneOf(root.report.status))}<span>${error ?? statusWords(root.report.status)}</span>${origin !== undefined && markup` <span class="in">in <a href="#${origin.view.id}" data-state="${origin.view.id}">${place(origin)}</a></span>`}
    </h2>
    ${cause(root.report.cause ?? origin?.cause)}
    <p class="next"><strong>What to do:</strong> ${nextStep(error, run.report.pipeline !== undefined)}</p>
  </div>`;
}

/** `TransformAndLoad, Transform` */
function place({ view }: Origin): string {
  const names = [view.state.name];
  for (let by = view.execution.startedBy; by !== undefined; by = by.execution.startedBy) {
    names.unshift(by.state.name);
  }
  return names.join(" › ");
}

function cause(text: string | undefined): Html {
  return text === undefined ? NOTHING : markup`<p class="cause">${text}</p>`;
}

function keyFigures(
  { report, executions }: RunView,
  took: number,
): readonly (readonly [string, Html | string])[] {
  const { rows, rules, iam } = report;
  const retries = executions
    .flatMap(({ report: { visits } }) => visits)
    .reduce((sum, { attempts }) => sum + Math.max(0, attempts.length - 1), 0);
  const figures: [string, Html | string][] = [["Took", duration(took)]];
  if (rows?.inserted !== undefined && rows.updated !== undefined) {
    figures.push(["Rows loaded", count(rows.inserted + rows.updated)]);
  }
  if (rows !== undefined) {
    figures.push(["Quarantined", count(rows.quarantined)]);
  }
  const judged = rules.filter(({ held }) => held !== undefined);
  if (judged.length > 0) {
    figures.push([
      "Rules held",
      markup`${judged.filter(({ held }) => held).length}<span class="of"> of ${judged.length}</span>`,
    ]);
  }
  figures.push(["Retries", count(retries)]);
  if (iam !== undefined) {
    figures.push([
      "Calls denied",
      markup`${count(iam.denied)}<span class="of"> of ${count(iam.allowed + iam.denied)}</span>`,
    ]);
  }
  return figures;
}

function notes(all: readonly string[]): Html {
  return all.length === 0
    ? NOTHING
    : markup`<details class="notes">
        <summary>${plural(all.length, "thing is", "things are")} missing from this page</summary>
        <ul>
          ${all.map((note) => markup`<li>${note}</li>`)}
        </ul>
      </details>`;
}
