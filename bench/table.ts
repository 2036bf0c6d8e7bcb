import type { Comparison, Goal } from "./figure";
import { median } from "./median";
import type { SuiteResult } from "./results";

/** A suite's medians with their ratios, in 80 columns. Ratio: ours over theirs; below 1 ours is smaller. */
export function suiteText({ name, about, seconds, comparisons }: SuiteResult): string {
  const title = `${name} (${Math.round(seconds)} s)`;
  return [title, "-".repeat(title.length), wrapped(about), ...comparisons.map(comparisonText)].join("\n");
}

function comparisonText(comparison: Comparison): string {
  const { name, unit, subjects } = comparison;
  const ours = median(subjects[0].samples);
  const rows = subjects.map(({ name: subject, samples }, index) => {
    const value = median(samples);
    const ratio = index === 0 ? "" : `${(ours / value).toFixed(2)}x`;
    const spread = samples.length > 1 ? `${shown(Math.min(...samples))}..${shown(Math.max(...samples))}` : "";
    return `  ${subject.padEnd(32)}${shown(value).padStart(10)} ${unit.padEnd(11)}${ratio.padStart(7)}  ${spread}`.trimEnd();
  });
  return ["", `${name}${verdict(comparison)}`, ...rows].join("\n");
}

function verdict(comparison: Comparison): string {
  const { goal } = comparison;
  if (goal === undefined) {
    return "";
  }
  return `: ${goalText(goal, comparison.unit)}: ${goalMet(comparison) === true ? "met" : "MISSED"}`;
}

/** `at most 1.1x flat Pulumi`, `at most 30 s` */
export function goalText(goal: Goal, unit: string): string {
  const bound =
    goal.kind === "ratio"
      ? `${goal.bound}x ${goal.against}`
      : goal.kind === "difference"
        ? `${goal.bound} ${unit} above ${goal.against}`
        : `${goal.bound} ${unit}`;
  return `at ${goal.atLeast === true ? "least" : "most"} ${bound}`;
}

/**
 * What the goal bounds: the ratio of medians, their difference, or the median of ours. Undefined without a goal.
 *
 * @throws Error when the goal names a subject that was not measured
 */
export function goalValue({ name, goal, subjects }: Comparison): number | undefined {
  if (goal === undefined) {
    return undefined;
  }
  const ours = median(subjects[0].samples);
  if (goal.kind === "limit") {
    return ours;
  }
  const against = subjects.find((subject) => subject.name === goal.against);
  if (against === undefined) {
    throw new Error(`"${name}" is held against "${goal.against}", which was not measured.`);
  }
  const theirs = median(against.samples);
  return goal.kind === "ratio" ? ours / theirs : ours - theirs;
}

export function goalMet(comparison: Comparison): boolean | undefined {
  const value = goalValue(comparison);
  const { goal } = comparison;
  if (value === undefined || goal === undefined) {
    return undefined;
  }
  return goal.atLeast === true ? value >= goal.bound : value <= goal.bound;
}

/** Three digits that count. */
export function shown(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) {
    return Math.round(value).toLocaleString("en-US");
  }
  return value.toPrecision(3);
}

function wrapped(text: string): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line.length + word.length > 78) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
    }
  }
  return lines.join("\n");
}
