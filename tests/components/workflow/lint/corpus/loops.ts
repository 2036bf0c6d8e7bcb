import type { BrokenDefinition } from "../broken-definition";

const RUNNING = '$load.status in ["SUBMITTED", "PICKED", "STARTED"]';

/** Polls and other loops. */
export const LOOPS: readonly BrokenDefinition[] = [
  {
    kind: "poll without a limit",
    breaks: "transform-load",
    set: { "States.LoadFinished.Choices[1].Condition": `{% ${RUNNING} %}` },
    rule: "loop-limit",
    state: "LoadFinished",
    field: "Choices[1].Next",
  },
  {
    kind: "poll whose counter stands still",
    breaks: "transform-load",
    set: { "States.DescribeLoad.Assign.polls": "{% $polls %}" },
    rule: "loop-limit",
    state: "LoadFinished",
    field: "Choices[1].Next",
  },
  {
    kind: "poll whose counter begins anew in each round",
    breaks: "query",
    set: { "States.QueryEnded.Choices[1].Next": "CountNone" },
    rule: "loop-limit",
    state: "QueryEnded",
    field: "Choices[1].Next",
  },
  {
    kind: "wait for a lock without a limit",
    breaks: "ingest",
    set: {
      "States.RunIsDone.Choices[2].Condition": "{% true %}",
    },
    rule: "loop-limit",
    state: "RunIsDone",
    field: "Choices[2].Next",
  },
  {
    kind: "poll that misses a status of something that runs",
    breaks: "transform-load",
    set: {
      "States.LoadFinished.Choices[1].Condition":
        '{% $load.status in ["SUBMITTED", "STARTED"] and $polls < 65 %}',
    },
    rule: "poll-states",
    state: "LoadFinished",
    field: "Choices[2].Next",
  },
  {
    kind: "poll that goes on after the end",
    breaks: "query",
    set: {
      "States.QueryEnded.Choices[1]": {
        Variable: "$.polls.count",
        NumericGreaterThan: 60,
        Next: "RecordFailure",
      },
      "States.QueryEnded.Default": "WaitForQuery",
    },
    rule: "poll-states",
    state: "QueryEnded",
    field: "Default",
  },
  {
    kind: "poll whose Default is a success",
    breaks: "job",
    set: { "States.Ended.Default": "Done" },
    unset: ["States.Broken"],
    rule: "poll-states",
    state: "Ended",
    field: "Default",
  },
  {
    kind: "poll that takes an abort for a success",
    breaks: "transform-load",
    set: { "States.LoadFinished.Choices[0].Condition": '{% $load.status in ["FINISHED", "ABORTED"] %}' },
    rule: "poll-states",
    state: "LoadFinished",
    field: "Choices[0].Next",
  },
  {
    kind: "poll for a status that does not exist",
    breaks: "transform-load",
    set: { "States.LoadFinished.Choices[5].Condition": '{% $load.status in ["FAILED", "CANCELLED"] %}' },
    rule: "poll-states",
    state: "LoadFinished",
    field: "Choices[5].Condition",
  },
  {
    kind: "loop that outgrows the history",
    breaks: "query",
    set: {
      TimeoutSeconds: 604_800,
      "States.QueryEnded.Choices[1].And[1].NumericLessThan": 20_000,
    },
    rule: "history-budget",
    state: "WaitForQuery",
    field: "Next",
  },
  {
    kind: "loop against the clock that outgrows the history",
    breaks: "job",
    set: { TimeoutSeconds: 864_000, "States.Pause.Seconds": 10 },
    rule: "history-budget",
    state: "Pause",
    field: "Next",
  },
];
