import { isFields } from "../../../../components/workflow/lint/definition";
import { byText } from "../../../synth/json";
import type { Machine } from "../pairing/machine";
import type { FieldChange } from "../workflow-change";
import { leafChanges } from "./field-change";

/** Told elsewhere: the name and the states by the workflow, labels among the resources. */
const TOLD_ELSEWHERE = ["definition", "name", "namePrefix", "tags", "tagsAll"];

/** AWS::StepFunctions::StateMachine: what a machine does that doesn't say it. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  type: "STANDARD",
  publish: false,
  loggingConfiguration: { level: "OFF", includeExecutionData: false },
  tracingConfiguration: { enabled: false },
};

/** How a machine runs and is watched, besides its definition: type, role, logging, tracing, encryption. */
export function* machineSettingChanges(before: Machine, after: Machine): Generator<FieldChange> {
  const [was, is] = [before.resource.inputs, after.resource.inputs];
  const names = new Set([...Object.keys(was), ...Object.keys(is), ...Object.keys(DEFAULTS)]);
  for (const name of [...names].filter((each) => !TOLD_ELSEWHERE.includes(each)).sort(byText)) {
    for (const change of leafChanges(
      "other",
      name,
      withDefaults(name, was[name]),
      withDefaults(name, is[name]),
    )) {
      yield change.path === "loggingConfiguration.level" && change.after === "OFF"
        ? { ...change, danger: "what an execution does is no longer logged" }
        : change;
    }
  }
}

function withDefaults(name: string, value: unknown): unknown {
  const given = DEFAULTS[name];
  if (isFields(given) && (value === undefined || isFields(value))) {
    return { ...given, ...value };
  }
  return value ?? given;
}
