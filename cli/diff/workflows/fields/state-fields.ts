import type { StateView } from "../../../../components/workflow/lint/definition";
import { byText } from "../../../synth/json";
import { waitingDanger } from "../dangers/waiting";
import type { FieldChange } from "../workflow-change";
import { catchChanges } from "./catchers";
import { choiceChanges } from "./choices";
import type { ComparedState } from "./compared-state";
import { fieldChange, leafChanges } from "./field-change";
import { languageOf, normalState } from "./normal";
import { retryChanges } from "./retries";
import { routeChanges } from "./routes";
import { TIMEOUT_FIELDS, timeoutChanges } from "./timeouts";

/** What is compared in a way of its own. */
const OWN_WAY = [
  "Type",
  "Resource",
  "Next",
  "End",
  "Default",
  "Choices",
  "Retry",
  "Catch",
  ...TIMEOUT_FIELDS,
];

/** By what they are about, in the order a reader needs. Whatever no list names is told last, as `other`. */
const TOPICS: readonly (readonly [FieldChange["topic"], readonly string[]])[] = [
  [
    "arguments",
    [
      "InputPath",
      "Arguments",
      "Parameters",
      "ItemReader",
      "Items",
      "ItemsPath",
      "ItemSelector",
      "ItemBatcher",
    ],
  ],
  ["output", ["Result", "ResultSelector", "ResultPath", "Output", "OutputPath", "ResultWriter"]],
  ["variables", ["Assign"]],
];

/** Everything that differs in what the state itself says; the states inside it are told apart. */
export function* stateFieldChanges(state: ComparedState): Generator<FieldChange> {
  const { was, is } = state;
  if (was.Type !== is.Type) {
    const danger = was.Type === "Fail" && is.Type === "Succeed" ? "what failed now succeeds" : undefined;
    yield fieldChange("resource", "Type", was.Type, is.Type, danger);
  }
  if (was.Resource !== is.Resource) {
    const danger = waitingDanger(was.Resource, is.Resource);
    yield fieldChange("resource", "Resource", was.Resource, is.Resource, danger);
  }
  yield* routeChanges(state);
  yield* choiceChanges(state);
  yield* retryChanges(state);
  yield* catchChanges(state);
  yield* timeoutChanges(was, is);
  for (const [topic, names] of TOPICS) {
    for (const name of names) {
      yield* leafChanges(topic, name, was[name], is[name]);
    }
  }
  const told = new Set([...OWN_WAY, ...TOPICS.flatMap(([, names]) => names)]);
  const rest = new Set([...Object.keys(was), ...Object.keys(is)].filter((name) => !told.has(name)));
  for (const name of [...rest].sort(byText)) {
    yield* leafChanges("other", name, was[name], is[name]);
  }
  yield* languageChange(state);
}

/** Told of the state only where the graph around it doesn't say it for all of them. */
function* languageChange({ before, after }: ComparedState): Generator<FieldChange> {
  const around = languageOf(before.graph) !== languageOf(after.graph);
  if (before.queryLanguage !== after.queryLanguage && !around) {
    yield fieldChange("other", "QueryLanguage", before.queryLanguage, after.queryLanguage);
  }
}

/** What an added or removed state is: in `after` or `before`. */
export function* presenceFields(state: StateView, side: "before" | "after"): Generator<FieldChange> {
  const fields = normalState(state);
  const only = (topic: FieldChange["topic"], path: string, value: unknown): FieldChange =>
    side === "before"
      ? fieldChange(topic, path, value, undefined)
      : fieldChange(topic, path, undefined, value);
  yield only("resource", "Type", state.type);
  for (const [topic, name] of [
    ["resource", "Resource"],
    ["route", "Next"],
    ["route", "Default"],
    ["timeout", "TimeoutSeconds"],
  ] as const) {
    if (fields[name] !== undefined) {
      yield only(topic, name, fields[name]);
    }
  }
}
