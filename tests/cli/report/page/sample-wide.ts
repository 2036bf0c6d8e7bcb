import type { RunReport } from "../../../../cli/report/run-report";
import { executionOf, type StateSketch, type Step } from "./sketch";

const START = "2026-11-22T06:00:00.000Z";

/** A Map of 3 iterations of 2 states beside 2 branches, 80 states in all. */
export function wideReport(): RunReport {
  const states: Record<string, StateSketch> = {};
  const last = 72;
  for (let index = 1; index <= last; index += 1) {
    const next = `Step${index + 1}`;
    states[`Step${index}`] =
      index % 9 === 4
        ? {
            type: "Choice",
            edges: [
              { to: next, kind: "choice", label: `$count > ${index}` },
              { to: `Step${Math.min(last, index + 4)}`, kind: "default", label: "" },
            ],
          }
        : {
            type: "Task",
            resource: "arn:aws:states:::lambda:invoke",
            edges:
              index === last
                ? []
                : [
                    { to: next, kind: "next", label: "" },
                    ...(index % 3 === 0
                      ? [{ to: "GiveUp", kind: "catch" as const, label: "States.ALL" }]
                      : []),
                  ],
          };
  }
  states.GiveUp = { type: "Fail", edges: [] };
  const leaf = (name: string, to?: string) => ({
    name,
    type: "Task",
    resource: "arn:aws:states:::lambda:invoke",
    outcome: "succeeded" as const,
    entered: 3,
    end: to === undefined,
    edges: to === undefined ? [] : [{ to, kind: "next" as const, label: "", taken: 3 }],
    inner: [],
  });
  const branches = ["Customers", "Contacts"].map((name) => ({
    startAt: `Read${name}`,
    states: [leaf(`Read${name}`, `Write${name}`), leaf(`Write${name}`)],
  }));
  states.Step10 = { type: "Parallel", edges: [{ to: "Step11", kind: "next", label: "" }], inner: branches };
  states.Step20 = {
    type: "Map",
    edges: [{ to: "Step21", kind: "next", label: "" }],
    inner: [{ startAt: "ReadFile", states: [leaf("ReadFile", "WriteFile"), leaf("WriteFile")] }],
  };
  const steps: Step[] = Object.keys(states)
    .slice(0, 40)
    .map((state, index) => ({
      state,
      ms: 40 + 37 * (index % 7),
      attempts: states[state].type === "Task" ? [{ ms: 30 + 37 * (index % 7) }] : [],
    }));
  return {
    title: "wide",
    source: "aws",
    generatedAt: START,
    rules: [],
    notifications: [],
    notes: [],
    executions: [
      executionOf({
        name: "wide",
        startAt: "Step1",
        states,
        startedAt: START,
        status: "RUNNING",
        steps: [...steps, { state: "Step41", ms: 100, outcome: "running", attempts: [{ ms: 50 }] }],
      }),
    ],
  };
}
