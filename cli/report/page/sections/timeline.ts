import { markup } from "../html";
import type { RunView } from "../model";
import { timeline } from "../timeline";
import type { Section } from "./section";

const LEGEND = [
  ["tone-ok", "succeeded"],
  ["tone-bad", "failed"],
  ["wait", "waiting"],
  ["tone-ok many", "many, close together"],
] as const;

export function timelineSection(run: RunView): Section {
  return {
    id: "timeline",
    title: "Timeline",
    body: markup`<ul class="legend">
        ${LEGEND.map(
          ([look, words]) => markup`<li>
          <svg class="swatch" aria-hidden="true"><rect class="bar ${look}" width="100%" height="10" rx="2" /></svg>${words}
        </li>`,
        )}
      </ul>
      ${timeline(run)}`,
  };
}
