import type { LogLine } from "../../run-report";
import { plural, timeOfDay } from "../format";
import { markup, type Html } from "../html";
import type { RunView, StateView } from "../model";
import type { Section } from "./section";

/** Lines of one state that the page holds; of more, the first and the last ones. */
const SHOWN = 400;
const MESSAGE = 4000;

export function logsSection(run: RunView): Section {
  const states = run.executions.flatMap(({ states: all }) => all).filter((view) => linesOf(view).length > 0);
  return {
    id: "logs",
    title: "Logs",
    body:
      states.length === 0
        ? markup`<p class="none">No state left any.</p>`
        : markup`${states.map((view) => stateLogs(view))}`,
  };
}

export function linesOf({ visits }: StateView): readonly LogLine[] {
  return visits.flatMap(({ logs }) => logs);
}

function stateLogs(view: StateView): Html {
  const lines = linesOf(view);
  const loud = lines.filter(({ level }) => isLoud(level)).length;
  return markup`<details class="log" id="${view.id}-logs" ${loud > 0 && markup` open`}>
    <summary>
      ${view.state.name}
      <span class="aside"
        >${plural(lines.length, "line")}${loud > 0 && markup`, ${plural(loud, "warning or error", "warnings and errors")}`}</span
      >
    </summary>
    ${logLines(lines, `Log of ${view.state.name}`, SHOWN)}
  </details>
`;
}

/** In a box of their own; where there are too many, the middle is left out. */
export function logLines(lines: readonly LogLine[], name: string, most: number): Html {
  const half = Math.floor(most / 2);
  const gap = lines.length - 2 * half;
  const shown =
    lines.length <= most
      ? lines.map(logLine)
      : [
          ...lines.slice(0, half).map(logLine),
          markup`<li class="log-gap">${plural(gap, "line")} left out here</li>`,
          ...lines.slice(-half).map(logLine),
        ];
  return markup`<div class="log-box" tabindex="0" role="group" aria-label="${name}">
    <ol class="log-lines">
      ${shown}
    </ol>
  </div>`;
}

function logLine({ at, level, source, message }: LogLine): Html {
  return markup`<li
    class="${isLoud(level) ? `loud-${level === "WARN" || level === "WARNING" ? "warn" : "error"}` : "quiet"}"
  >
    <time datetime="${at}" title="${source}">${timeOfDay(at)}</time><span class="level">${level ?? ""}</span
    ><span class="text"
      >${message.length > MESSAGE ? `${message.slice(0, MESSAGE)} … (cut, ${message.length} characters)` : message}</span
    >
  </li>
`;
}

function isLoud(level: string | undefined): boolean {
  return ["WARN", "WARNING", "ERROR", "FATAL", "CRITICAL"].includes(level?.toUpperCase() ?? "");
}
