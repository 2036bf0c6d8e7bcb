import type { AttemptReport, ExecutionStatus, StateOutcome } from "../run-report";
import { markup, type Html } from "./html";

/** How the page tells outcomes apart: by a shape and a word; a colour comes on top of that. */
export type Tone = "ok" | "bad" | "caught" | "stopped" | "running" | "idle";

const TONES: Readonly<Record<StateOutcome | ExecutionStatus | AttemptReport["outcome"], Tone>> = {
  succeeded: "ok",
  failed: "bad",
  "timed out": "bad",
  caught: "caught",
  stopped: "stopped",
  running: "running",
  "not entered": "idle",
  SUCCEEDED: "ok",
  FAILED: "bad",
  TIMED_OUT: "bad",
  ABORTED: "stopped",
  RUNNING: "running",
  PENDING_REDRIVE: "running",
};

export function toneOf(outcome: keyof typeof TONES): Tone {
  return TONES[outcome];
}

/** `TIMED_OUT` -> `timed out` */
export function statusWords(status: ExecutionStatus): string {
  return status.toLowerCase().replaceAll("_", " ");
}

export function icon(tone: Tone): Html {
  return markup`<svg class="icon tone-${tone}" viewBox="0 0 16 16" aria-hidden="true">
    <use href="#icon-${tone}" />
  </svg>`;
}

/** Shape and word. */
export function badge(tone: Tone, words: string): Html {
  return markup`<span class="badge tone-${tone}">${icon(tone)}${words}</span>`;
}

export function outcomeBadge(outcome: keyof typeof TONES): Html {
  return badge(
    toneOf(outcome),
    outcome === outcome.toUpperCase() ? statusWords(outcome as ExecutionStatus) : outcome,
  );
}

/** Drawn once, used by reference. Each has an outline of its own, so that none is told by its colour alone. */
export const ICONS = markup`<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false">
  <symbol id="icon-ok" viewBox="0 0 16 16">
    <circle cx="8" cy="8" r="7.5" class="plate" />
    <path d="M4.6 8.3 7 10.7l4.5-5" class="sign" />
  </symbol>
  <symbol id="icon-bad" viewBox="0 0 16 16">
    <path d="M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z" class="plate" />
    <path d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2" class="sign" />
  </symbol>
  <symbol id="icon-caught" viewBox="0 0 16 16">
    <path d="M8 .8 15.7 14.8H.3z" class="plate" />
    <path d="M8 5.8v4.2m0 2.1v.4" class="sign" />
  </symbol>
  <symbol id="icon-stopped" viewBox="0 0 16 16">
    <rect x=".8" y=".8" width="14.4" height="14.4" rx="2" class="plate" />
    <path d="M4.8 8h6.4" class="sign" />
  </symbol>
  <symbol id="icon-running" viewBox="0 0 16 16">
    <circle cx="8" cy="8" r="7.5" class="plate" />
    <path d="M8 4.3V8l2.6 1.7" class="sign" />
  </symbol>
  <symbol id="icon-idle" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.5" class="hollow" /></symbol>
  <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <path d="M0 3h6" class="hatch" />
  </pattern>
</svg>`;
