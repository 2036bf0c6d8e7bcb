import { count, duration, plural } from "../format";
import { linesOf, type Line } from "../graph/lines";
import { markup, NOTHING, type Html } from "../html";
import { allGraphs, type ExecutionView, type StateView } from "../model";
import { icon, toneOf } from "../outcome";

/** The states an execution entered, one below the other, for a screen too narrow for its graph. */
export function wayTaken(execution: ExecutionView): Html {
  const entered = execution.states.filter(({ visits }) => visits.length > 0);
  if (entered.length === 0) {
    return NOTHING;
  }
  const lines = allGraphs(execution.report.graph).flatMap(linesOf);
  const left = execution.states.length - entered.length;
  return markup`<div class="way" role="group" aria-labelledby="${execution.id}-way">
    <h4 id="${execution.id}-way">Way taken</h4>
    <ol>
      ${entered.map((view) => step(view, lines))}
    </ol>
    ${left > 0 && markup`<p class="aside">The graph below has ${plural(left, "state")} more, not entered.</p>`}
  </div>`;
}

function step(view: StateView, lines: readonly Line[]): Html {
  const { id, state, visits } = view;
  const ways = lines.filter(({ from, taken, label }) => from === state.name && taken > 0 && label !== "");
  const telling =
    state.outcome === "succeeded" ? NOTHING : markup`<span class="told">${state.outcome}</span>`;
  return markup`<li class="tone-${toneOf(state.outcome)}">
    <a href="#${id}" data-state="${id}" id="${id}-way">${icon(toneOf(state.outcome))}<span class="of">${state.name}</span></a>
    ${telling}<span class="aside">${duration(view.took)}${visits.length > 1 && `, ${count(visits.length)}×`}${view.attempts > visits.length && `, ${count(view.attempts)} attempts`}</span>
    ${ways.map(way)}
  </li>
`;
}

/** What decided where it went: a caught error, or a Choice's condition. */
function way({ kind, label, to }: Line): Html {
  return markup`<p class="${kind === "catch" ? "why catch" : "why"}"><code>${label}</code> → ${to}</p>`;
}
