import type { BrokenDefinition } from "../broken-definition";
import { transformLoadWorkflow } from "../../../../../components/workflow/transform-load";
import { ingestArgs, transformLoadArgs } from "../../fixtures";

const child = transformLoadWorkflow(transformLoadArgs).definition;
const { stateMachineArn } = ingestArgs.child;

/** What an audit found that the rules about data missed. */
export const AUDITED_DATA: readonly BrokenDefinition[] = [
  {
    kind: "list of whole results, bounded only by a large counter",
    breaks: "transform-load",
    set: {
      "States.StartLoad.Assign.trace": [],
      "States.DescribeLoad.Assign.trace": "{% [$trace, $states.result] %}",
      "States.LoadFinished.Output": "{% $trace %}",
    },
    rule: "payload-growth",
    state: "DescribeLoad",
    field: "Assign.trace",
  },
  {
    kind: "variable that nests itself in each round",
    breaks: "transform-load",
    set: {
      "States.StartLoad.Assign.trace": null,
      "States.DescribeLoad.Assign.trace": { now: "{% $states.result %}", before: "{% $trace %}" },
      "States.LoadFinished.Output": "{% $trace %}",
    },
    rule: "payload-growth",
    state: "DescribeLoad",
    field: "Assign.trace",
  },
  {
    kind: "input of a nested workflow without what it reads",
    breaks: "ingest",
    unset: ["States.TransformAndLoad.Arguments.Input.manifest"],
    options: { children: { [stateMachineArn]: child } },
    rule: "missing-input",
    state: "TransformAndLoad",
    field: "Arguments.Input",
  },
  {
    kind: "nested workflow, known by its name, that may outlast its caller",
    breaks: "ingest",
    options: {
      children: { [transformLoadArgs.name]: { ...child, TimeoutSeconds: 100_000 } },
    },
    rule: "child-timeout",
    state: "TransformAndLoad",
    field: "TimeoutSeconds",
  },
  {
    kind: "name that no variable can have",
    breaks: "ingest",
    set: { "States.Extract.Assign.manifest-key": "{% $states.result.Payload.manifest.key %}" },
    rule: "variable-name",
    state: "Extract",
    field: 'Assign["manifest-key"]',
  },
  {
    kind: "variable with a reserved name",
    breaks: "ingest",
    set: { "States.Extract.Assign.states": 1 },
    rule: "variable-name",
    state: "Extract",
    field: "Assign.states",
  },
  {
    kind: "function of JSONata with an argument too few",
    breaks: "ingest",
    set: { "States.Extract.Assign.short": '{% $substring("text") %}' },
    rule: "wrong-argument-count",
    state: "Extract",
    field: "Assign.short",
  },
];
