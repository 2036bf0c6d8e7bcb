import type { AttemptReport, VisitReport } from "../../run-report";
import { between, count, dateAndTime, duration, plural, timeOfDay } from "../format";
import { edgeWords } from "../graph/lines";
import { markup, NOTHING, type Html } from "../html";
import { tookOf, waitBefore, type ExecutionView, type RunView, type StateView } from "../model";
import { icon, outcomeBadge, toneOf } from "../outcome";
import { errorNote, payloadBlock } from "../payload";
import { serviceOf } from "../service";
import { linesOf, logLines } from "./logs";
import { facts, table } from "./section";

/** Visits with input and output: of more, the first and last ones, and those that did not simply succeed. */
const WHOLE_VISITS = 8;
const LINES = 30;

/** All of every state, hidden until a link to it is followed; that needs no script. */
export function statePanels(run: RunView): Html {
  return markup`<aside class="panels" aria-labelledby="panels-title">
    <h2 id="panels-title" class="print-only">States in detail</h2>
    ${run.executions.map((execution) => execution.states.map((view, index) => panel(view, execution, index)))}
  </aside>`;
}

function panel(view: StateView, execution: ExecutionView, index: number): Html {
  const { id, state, visits } = view;
  return markup`<section
    class="panel tone-${toneOf(state.outcome)}"
    id="${id}"
    tabindex="-1"
    aria-labelledby="${id}-title ${id}-of"
    data-node="${id}-node"
  >
    <header>
      <div class="panel-bar">
        <p class="aside" id="${id}-of">${execution.report.machineName}</p>
        <nav aria-label="Neighbours of ${state.name}">
          ${neighbour(execution.states[index - 1], "Previous")}${neighbour(execution.states[index + 1], "Next")}
        </nav>
        <a class="close" href="#${id}-node" aria-label="Close the details of ${state.name}"
          ><svg viewBox="0 0 16 16" aria-hidden="true"><path d="m3 3 10 10m0-10-10 10" /></svg
        ></a>
      </div>
      <h3 id="${id}-title">${icon(toneOf(state.outcome))}${state.name}</h3>
    </header>
    <div class="panel-body">
      ${state.comment !== undefined && markup`<p class="comment">${state.comment}</p>`}
      ${facts(stateFacts(view))}
      ${visits.length === 1 ? visitBody(visits[0], view, "") : visits.length > 1 ? manyVisits(view) : markup`<p class="none">The run did not enter this state.</p>`}
      ${edges(view)}${logs(view)}
    </div>
  </section>
`;
}

function neighbour(view: StateView | undefined, words: string): Html {
  return view === undefined
    ? markup`<span class="off" aria-hidden="true">${words}</span>`
    : markup`<a href="#${view.id}" data-state="${view.id}" aria-label="${words} state: ${view.state.name}"
        >${words}</a
      >`;
}

function stateFacts(view: StateView): readonly (readonly [string, Html | string])[] {
  const { state, visits, took, attempts, children } = view;
  return [
    ["Outcome", outcomeBadge(state.outcome)],
    ["Type", serviceOf(state) === state.type ? state.type : `${state.type}, ${serviceOf(state)}`],
    ...(state.resource === undefined ? [] : [["Resource", markup`<code>${state.resource}</code>`] as const]),
    ...(visits.length === 0
      ? []
      : [
          ["Entered", markup`${dateAndTime(visits[0].enteredAt)}`] as const,
          ["Took", duration(took)] as const,
        ]),
    ...(visits.length > 1 ? [["Visits", count(visits.length)] as const] : []),
    ...(attempts > 1 ? [["Attempts", count(attempts)] as const] : []),
    ...children.map(
      (child) =>
        [
          "Started",
          markup`<a href="#${child.id}">${child.report.machineName}</a> ${outcomeBadge(child.report.status)}`,
        ] as const,
    ),
  ];
}

function visitBody(visit: VisitReport, view: StateView, of: string): Html {
  const name = `${view.state.name}${of}`;
  const { attempts, assigned } = visit;
  const last = attempts[attempts.length - 1] as AttemptReport | undefined;
  const own = visit.outcome === "failed" ? view.execution.report : undefined;
  return markup`${attempts.length > 1 ? attemptsTable(visit, name) : NOTHING}${last?.error === undefined ? own && errorNote(own.error, own.cause) : errorNote(last.error, last.cause)}
  ${payloadBlock("Input", visit.input, true)}${payloadBlock("Output", visit.output, true)}
  ${
    Object.keys(assigned).length > 0 &&
    markup`<details class="payload" open>
      <summary>Assigned variables <span class="aside">${Object.keys(assigned).length}</span></summary>
      ${facts(
        Object.entries(assigned).map(([variable, json]) => [variable, markup`<code>${json}</code>`]),
        "variables",
      )}
    </details>`
  }
  ${attempts.map((attempt, index) => attemptPayloads(attempt, attempts.length > 1 ? ` of attempt ${index + 1}` : ""))}`;
}

function attemptPayloads({ parameters, output }: AttemptReport, of: string): Html {
  return markup`${parameters !== undefined && payloadBlock(`Sent${of}`, parameters)}${output !== undefined && payloadBlock(`Received${of}`, output)}`;
}

function attemptsTable({ attempts }: VisitReport, name: string): Html {
  return table(
    `Attempts of ${name}`,
    [
      { title: "#", numeric: true },
      { title: "Waited", numeric: true },
      "Began",
      { title: "Took", numeric: true },
      "Outcome",
    ],
    attempts.map((attempt, index) => [
      String(index + 1),
      index === 0 ? "" : duration(waitBefore(attempts, index)),
      timeOfDay(attempt.scheduledAt),
      attempt.endedAt === undefined ? "" : duration(between(attempt.scheduledAt, attempt.endedAt)),
      markup`${outcomeBadge(attempt.outcome)}${attempt.error !== undefined && markup`<code class="line">${attempt.error}</code>`}`,
    ]),
  );
}

function manyVisits(view: StateView): Html {
  const { visits, execution } = view;
  const whole = visits.filter((visit, index) => isWhole(visit, index, visits.length));
  const left = visits.length - whole.length;
  return markup`<h4>${plural(visits.length, "visit")}</h4>
    ${visits.map((visit, index) =>
      isWhole(visit, index, visits.length)
        ? markup`<details class="visit">
            <summary>
              ${icon(toneOf(visit.outcome))}Visit ${index + 1}
              <span class="aside"
                >${timeOfDay(visit.enteredAt)},
                ${duration(tookOf(visit, execution.report))}${visit.attempts.length > 1 && markup`, ${visit.attempts.length} attempts`}</span
              >
            </summary>
            ${visitBody(visit, view, `, visit ${index + 1}`)}
          </details>`
        : index === WHOLE_VISITS / 2 && left > 0
          ? markup`<p class="none">
              ${plural(left, "visit")} between these went the same way; ${left === 1 ? "its" : "their"} input
              and output ${left === 1 ? "is" : "are"} left out.
            </p>`
          : NOTHING,
    )}`;
}

function isWhole(visit: VisitReport, index: number, all: number): boolean {
  const half = WHOLE_VISITS / 2;
  return index < half || index >= all - half || visit.outcome !== "succeeded" || visit.attempts.length > 1;
}

function edges({ state }: StateView): Html {
  return state.edges.length === 0
    ? NOTHING
    : markup`<h4>Ways out</h4>
        <ul class="ways">
          ${state.edges.map((edge) => markup`<li class="${edge.taken > 0 ? "taken" : "untaken"}">${edgeWords(edge)}</li>`)}
        </ul>`;
}

function logs(view: StateView): Html {
  const lines = linesOf(view);
  if (lines.length === 0) {
    return NOTHING;
  }
  return markup`<h4>Log</h4>
    ${logLines(lines, `Log of ${view.state.name}, in short`, LINES)}${lines.length > LINES && markup`<p><a href="#${view.id}-logs">All ${count(lines.length)} lines</a></p>`}`;
}
