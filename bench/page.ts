import fs from "node:fs";
import path from "node:path";
import { type Html, markup, trusted } from "../cli/report/page/html";
import type { Comparison } from "./figure";
import { median } from "./median";
import type { BenchResult, SuiteResult } from "./results";
import { goalMet, goalText, goalValue, shown } from "./table";

/** One figure of one run, on its way over time. */
interface Point {
  readonly result: BenchResult;
  readonly comparison: Comparison;
  readonly value: number;
}

/** Every kept result as one self-contained page: the latest figures as tables, and each figure over time. Oldest first. */
export function benchPage(results: readonly BenchResult[]): string {
  const names = [...new Set(results.flatMap(({ suites }) => suites.map(({ name }) => name)))];
  const sections = names.map((name) => suiteSection(name, results));
  const style = fs.readFileSync(path.join(__dirname, "page.css"), "utf8");
  return `<!doctype html>\n${
    markup`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>Stepline benchmarks</title>
        <style>
          ${trusted(style)}
        </style>
      </head>
      <body>
        <main>
          <h1>Stepline benchmarks</h1>
          <p>
            ${results.length} runs of <code>npm run bench</code>. Every ratio is of medians taken in one and
            the same run: ours over theirs, so below 1 ours takes less. The curves follow what the goal
            bounds: that ratio, or our median.
          </p>
          ${sections}
        </main>
      </body>
    </html>`.text
  }\n`;
}

function suiteSection(name: string, results: readonly BenchResult[]): Html {
  const runs = results.flatMap((result) => {
    const suite = result.suites.find((one) => one.name === name);
    return suite === undefined ? [] : [{ result, suite }];
  });
  const { result, suite } = runs[runs.length - 1];
  const { machine } = result;
  return markup`<section>
    <h2>${name}</h2>
    <p>${suite.about}</p>
    <p class="facts">
      Latest: ${result.startedAt.slice(0, 16).replace("T", " ")} UTC, commit
      ${machine.commit.slice(0, 7)}${machine.commit.endsWith("-dirty") ? " with changes" : ""},
      ${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, Node ${machine.node}, load
      ${machine.loadAverage} before the start.
    </p>
    <div class="wide" role="region" tabindex="0" aria-label="Figures of suite ${name}">
      <table>
        <thead>
          <tr>
            <th scope="col">what</th>
            <th scope="col">medians</th>
            <th scope="col">goal</th>
            <th scope="col">over time</th>
          </tr>
        </thead>
        <tbody>
          ${suite.comparisons.map((comparison) => comparisonRow(comparison, pointsOf(comparison.name, runs)))}
        </tbody>
      </table>
    </div>
  </section>`;
}

function pointsOf(
  name: string,
  runs: readonly { readonly result: BenchResult; readonly suite: SuiteResult }[],
): readonly Point[] {
  return runs.flatMap(({ result, suite }) => {
    const comparison = suite.comparisons.find((one) => one.name === name);
    if (comparison === undefined) {
      return [];
    }
    return [{ result, comparison, value: goalValue(comparison) ?? median(comparison.subjects[0].samples) }];
  });
}

function comparisonRow(comparison: Comparison, points: readonly Point[]): Html {
  const { name, unit, subjects, goal } = comparison;
  const met = goalMet(comparison);
  const ours = median(subjects[0].samples);
  return markup`<tr>
    <th scope="row">${name}</th>
    <td>
      <ul>
        ${subjects.map(({ name: subject, samples }, index) => {
          const value = median(samples);
          return markup`<li>
            <span>${subject}</span>
            <b>${shown(value)} ${unit}</b>${index > 0 && markup` <i>${(ours / value).toFixed(2)}x</i>`}
          </li>`;
        })}
      </ul>
    </td>
    <td>
      ${
        goal !== undefined &&
        markup`<span class="${met === true ? "met" : "missed"}">${met === true ? "met" : "missed"}</span>
          <small>${goalText(goal, unit)}</small>`
      }
    </td>
    <td>${curve(name, points)}</td>
  </tr>`;
}

const WIDTH = 220;
const HEIGHT = 56;
const MARGIN = 6;

/** Zero is at the bottom, so that a small change looks small. */
function curve(name: string, points: readonly Point[]): Html {
  const bound = points[points.length - 1].comparison.goal?.bound;
  const top = Math.max(...points.map(({ value }) => value), bound ?? 0) * 1.1;
  const x = (index: number): number =>
    points.length === 1 ? WIDTH / 2 : MARGIN + (index * (WIDTH - 2 * MARGIN)) / (points.length - 1);
  const y = (value: number): number =>
    Number((HEIGHT - MARGIN - (value / top) * (HEIGHT - 2 * MARGIN)).toFixed(1));
  const line = points.map(({ value }, index) => `${x(index).toFixed(1)},${y(value)}`).join(" ");
  const latest = points[points.length - 1].value;
  return markup`<svg
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    width="${WIDTH}"
    height="${HEIGHT}"
    role="img"
    aria-label="${name}: ${points.length} runs, latest ${shown(latest)}"
  >
    ${bound !== undefined && markup`<line class="goal" x1="0" x2="${WIDTH}" y1="${y(bound)}" y2="${y(bound)}" />`}
    <polyline points="${line}" />
    ${points.map(
      ({ value, result }, index) =>
        markup`<circle cx="${x(index).toFixed(1)}" cy="${y(value)}" r="3">
          <title>
            ${shown(value)}, ${result.startedAt.slice(0, 10)}, ${result.machine.commit.slice(0, 7)}
          </title>
        </circle>`,
    )}
  </svg>`;
}
