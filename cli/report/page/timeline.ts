import { between, count, duration, plural } from "./format";
import { markup, type Html } from "./html";
import { endOf, type ExecutionView, type RunView, type StateView } from "./model";
import { icon, toneOf, type Tone } from "./outcome";
import type { AttemptReport, VisitReport } from "../run-report";

/** A row for every state that was entered, in order, below the state that started its execution. */
export function timeline(run: RunView): Html {
  const scale = scaleOf(run);
  const roots = run.executions.filter(({ startedBy }) => startedBy === undefined);
  return markup`<div class="timeline">
    <div class="time-row time-axis" aria-hidden="true">
      <span></span>${axis(scale)}<span class="took">took</span>
    </div>
    ${roots.map((execution) => rows(execution, scale))}
  </div>`;
}

interface Scale {
  readonly from: number;
  readonly span: number;
  /** In ms from the start. */
  readonly ticks: readonly number[];
}

function scaleOf({ from, to }: RunView): Scale {
  const span = Math.max(1, to - from);
  const step = STEPS.find((one) => span / one <= 6) ?? Math.ceil(span / 6 / DAY) * DAY;
  const ticks = Array.from({ length: Math.floor(span / step) + 1 }, (_, index) => index * step);
  return { from, span, ticks: ticks.filter((tick) => tick === 0 || tick < span * 0.93) };
}

const DAY = 86_400_000;
const MINUTE = 60_000;
const STEPS: readonly number[] = [
  ...[1, 10, 100, 1000].flatMap((unit) => [unit, 2 * unit, 5 * unit]),
  ...[10, 15, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * 60 * MINUTE),
  DAY,
];

function axis({ span, ticks }: Scale): Html {
  return markup`<svg class="track">
    ${ticks.map(
      (tick) =>
        markup`<text x="${percent(tick / span)}" y="13" class="${tick === 0 ? "first" : "tick"}"
          >${tick === 0 ? "0" : tickWords(tick)}</text
        >`,
    )}
  </svg>`;
}

/** `500 ms`, `2 s`, `1 min`, `1:30 min`, `2 h` */
function tickWords(tick: number): string {
  if (tick < 1000) {
    return `${tick} ms`;
  }
  if (tick < MINUTE) {
    return `${tick / 1000} s`;
  }
  const minutes = Math.floor(tick / MINUTE);
  const seconds = (tick % MINUTE) / 1000;
  if (minutes < 60) {
    return seconds === 0 ? `${minutes} min` : `${minutes}:${String(seconds).padStart(2, "0")} min`;
  }
  return minutes % 60 === 0
    ? `${minutes / 60} h`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")} h`;
}

function rows(execution: ExecutionView, scale: Scale): Html {
  const entered = execution.states.filter(({ visits }) => visits.length > 0);
  return markup`<ol class="time-rows">
    ${entered.map(
      (view) => markup`<li>${row(view, scale)}${view.children.map((child) => rows(child, scale))}</li>
`,
    )}
  </ol>`;
}

function row(view: StateView, scale: Scale): Html {
  const tone = toneOf(view.state.outcome);
  const { visits, attempts } = view;
  const times =
    visits.length > 1
      ? markup` <span class="times">×${count(visits.length)}</span>`
      : attempts > 1 && markup` <span class="times">${attempts} attempts</span>`;
  return markup`<a
    class="time-row"
    id="${view.id}-time"
    href="#${view.id}"
    data-state="${view.id}"
    aria-label="${spoken(view, scale)}"
  >
    <span class="time-name">${icon(tone)}<span class="time-text">${view.state.name}</span>${times}</span>
    <svg class="track" aria-hidden="true">
      ${scale.ticks.map((tick) => markup`<line class="grid" x1="${percent(tick / scale.span)}" x2="${percent(tick / scale.span)}" y1="0" y2="100%" />`)}${bars(view, scale)}
    </svg>
    <span class="took">${duration(view.took)}</span></a
  >`;
}

function spoken({ state, visits, attempts, took }: StateView, { from }: Scale): string {
  return [
    `${state.name}: ${state.outcome}`,
    `${duration(Date.parse(visits[0].enteredAt) - from)} after the start`,
    `took ${duration(took)}`,
    ...(visits.length > 1 ? [plural(visits.length, "visit")] : []),
    ...(attempts > 1 ? [plural(attempts, "attempt")] : []),
  ].join(", ");
}

interface Bar {
  readonly start: number;
  readonly end: number;
  readonly look: string;
  /** Below the others, and taller. */
  readonly frame?: boolean;
  /** Stands for several, with gaps between them that are too short to see. */
  readonly many?: boolean;
}

function bars(view: StateView, scale: Scale): readonly Html[] {
  const all = view.visits.flatMap((visit) => visitBars(visit, view));
  return joined(all, scale.span / 1000).map(({ start, end, look, frame, many }) => {
    const [y, height] = frame ? [4, 16] : [7, 10];
    return markup`<rect
      class="${look}${many && " many"}"
      x="${percent((start - scale.from) / scale.span)}"
      y="${y}"
      width="${percent(Math.max(THINNEST, (end - start) / scale.span))}"
      height="${height}"
      rx="2"
    />`;
  });
}

/** What took no time at all is still to be seen, as a part of the whole. */
const THINNEST = 0.001;

/** The visit, the attempts in it, and hatched what was only waited for. */
function visitBars(visit: VisitReport, view: StateView): readonly Bar[] {
  const start = Date.parse(visit.enteredAt);
  const end = Math.max(start, Date.parse(endOf(visit, view.execution.report) ?? visit.enteredAt));
  const tone = toneOf(visit.outcome);
  if (visit.type === "Wait") {
    return [{ start, end, look: "bar wait" }];
  }
  if (visit.attempts.length === 0 || fills(visit.attempts, end - start)) {
    const outcome = visit.attempts.at(0)?.outcome ?? visit.outcome;
    return [{ start, end, look: `bar ${toneClass(toneOf(outcome))}` }];
  }
  const whole: Bar = { start, end, look: `frame ${toneClass(tone)}`, frame: true };
  return [
    whole,
    ...visit.attempts.flatMap((attempt, index) => attemptBars(visit.attempts, index, attempt, end)),
  ];
}

/** Whether there is one attempt and next to nothing besides it: a frame around it would say nothing. */
function fills([attempt, ...more]: readonly AttemptReport[], whole: number): boolean {
  const { scheduledAt, endedAt } = attempt;
  return more.length === 0 && endedAt !== undefined && between(scheduledAt, endedAt) >= 0.9 * whole;
}

function attemptBars(
  all: readonly AttemptReport[],
  index: number,
  attempt: AttemptReport,
  visitEnd: number,
): readonly Bar[] {
  const before = all[index - 1] as AttemptReport | undefined;
  const start = Date.parse(attempt.scheduledAt);
  const end = Math.max(start, attempt.endedAt === undefined ? visitEnd : Date.parse(attempt.endedAt));
  const waitedFrom = before === undefined ? start : Date.parse(before.endedAt ?? before.scheduledAt);
  return [
    ...(start > waitedFrom ? [{ start: waitedFrom, end: start, look: "bar wait" }] : []),
    { start, end, look: `bar ${toneClass(toneOf(attempt.outcome))}` },
  ];
}

function toneClass(tone: Tone): string {
  return `tone-${tone}`;
}

const MOST_BARS = 120;

/**
 * Bars of one look that are closer than that become one, where there are too many; and where there still are, further ones: a
 * poll loop of hundreds of visits stays small.
 */
function joined(bars: readonly Bar[], closer: number): readonly Bar[] {
  if (bars.length <= MOST_BARS) {
    return bars;
  }
  const lasts = new Map<string, { -readonly [Key in keyof Bar]: Bar[Key] }>();
  const result: Bar[] = [];
  for (const bar of bars) {
    const last = lasts.get(bar.look);
    if (last !== undefined && bar.start - last.end < closer) {
      last.end = Math.max(last.end, bar.end);
      last.many = true;
    } else {
      const own = { ...bar };
      lasts.set(bar.look, own);
      result.push(own);
    }
  }
  return joined(result, 2 * closer);
}

function percent(part: number): string {
  return `${Math.round(Math.max(0, part) * 100_000) / 1000}%`;
}
