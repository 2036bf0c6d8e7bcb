import { between, count, duration } from "../format";
import { graphSvg } from "../graph/svg";
import { markup, type Html } from "../html";
import type { ExecutionView, RunView } from "../model";
import { icon, outcomeBadge, type Tone } from "../outcome";
import { serviceOf } from "../service";
import { payloadBlock } from "../payload";
import { scroller, table, type Section } from "./section";
import { wayTaken } from "./way-taken";

export function workflowSection(run: RunView): Section {
  return {
    id: "workflow",
    title: run.executions.length > 1 ? "Workflows" : "Workflow",
    body: markup`${legend()}
      <div class="graphs">${run.executions.map(figure)}</div>`,
  };
}

function figure(execution: ExecutionView): Html {
  const { report, id, startedBy } = execution;
  const stopped = report.stoppedAt;
  return markup`<article class="graph-card" id="${id}" aria-labelledby="${id}-title">
    <header>
      <h3 id="${id}-title">${report.machineName}</h3>
      ${outcomeBadge(report.status)}<span class="aside"
        >${stopped === undefined ? "" : duration(between(report.startedAt, stopped))}</span
      >
      ${startedBy !== undefined && markup`<p class="aside started-by">Started by <a href="#${startedBy.id}" data-state="${startedBy.id}">${startedBy.state.name}</a> of <a href="#${startedBy.execution.id}">${startedBy.execution.report.machineName}</a></p>`}
    </header>
    ${wayTaken(execution)}
    ${scroller(`Graph of ${report.machineName}`, graphSvg(execution, `${id}-title`), "graph-scroller")}
    <details class="as-table">
      <summary>Its states as a table</summary>
      ${statesTable(execution)}
    </details>
    <details class="as-table">
      <summary>Input, output and ARN of the execution</summary>
      <p class="arn">${report.executionArn}</p>
      ${payloadBlock("Input of the execution", report.input)}${payloadBlock("Output of the execution", report.output)}
    </details>
  </article>
`;
}

function statesTable({ report, states }: ExecutionView): Html {
  return table(
    `States of ${report.machineName}`,
    [
      "State",
      "Outcome",
      "Kind",
      { title: "Visits", numeric: true },
      { title: "Attempts", numeric: true },
      { title: "Took", numeric: true },
    ],
    states.map((view) => [
      markup`<a href="#${view.id}" data-state="${view.id}" id="${view.id}-row">${view.state.name}</a>`,
      outcomeBadge(view.state.outcome),
      serviceOf(view.state),
      count(view.visits.length),
      view.attempts === 0 ? "" : count(view.attempts),
      view.visits.length === 0 ? "" : duration(view.took),
    ]),
  );
}

const TONES: readonly (readonly [Tone, string])[] = [
  ["ok", "succeeded"],
  ["caught", "error caught"],
  ["bad", "failed"],
  ["stopped", "stopped"],
  ["running", "running"],
  ["idle", "not entered"],
];

function legend(): Html {
  const line = (look: string, words: string) =>
    markup`<li>
      <svg class="key" viewBox="0 0 30 12" aria-hidden="true">
        <g class="line ${look}">
          <path d="M0 6H22" />
          <path class="head" d="M30 6 22 2v8z" />
        </g></svg
      >${words}
    </li>`;
  return markup`<ul class="legend">
    ${TONES.map(([tone, words]) => markup`<li>${icon(tone)}${words}</li>`)}${line("taken", "way taken")}${line("untaken", "way not taken")}${line("untaken catch", "on an error")}
  </ul>`;
}
