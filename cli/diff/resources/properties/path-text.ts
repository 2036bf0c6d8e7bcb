import type { Step } from "./difference";

/** `rules[tidy].status`, `tags["aws:team"]`, `subnetSpecs[0]`, `policy.Statement[order]` */
export function pathText(steps: readonly Step[]): string {
  return steps.map((step, position) => stepText(step, position === 0)).join("");
}

function stepText(step: Step, first: boolean): string {
  switch (step.kind) {
    case "index":
      return `[${step.index}]`;
    case "member":
      return `[${step.label}]`;
    case "order":
      return "[order]";
    case "key":
      if (!/^[\w-]+$/.test(step.key)) {
        return `[${JSON.stringify(step.key)}]`;
      }
      return first ? step.key : `.${step.key}`;
  }
}
