import { type Fields, graphsOf, jsonataOf, statesOf, type StateView } from "../definition";
import type { Finding } from "../finding";
import { inGraph, inState, type LintedWorkflow } from "../rule";

/** 1 MB: Step Functions developer guide, "Quotas related to state machine definitions". */
const MAX_DEFINITION_BYTES = 1_048_576;
const MAX_NAME_CHARACTERS = 80;
const MAX_LABEL_CHARACTERS = 40;

/** `conflicting-fields`: of some fields a state may have only one, of some it must have one. */
export function* conflictRules(workflow: LintedWorkflow): Generator<Finding> {
  for (const state of statesOf(workflow.definition)) {
    for (const names of EXCLUSIVE[state.type] ?? []) {
      const present = names.filter((name) => state.fields[name] !== undefined);
      if (present.length > 1) {
        yield inState(workflow, state, {
          rule: "conflicting-fields",
          field: present[1],
          message: `stands beside ${present[0]}.`,
          fix: "Keep one of them.",
        });
      }
    }
    const one = NEEDS_ONE_OF[state.type] as readonly string[] | undefined;
    if (one !== undefined && !one.some((name) => state.fields[name] !== undefined)) {
      yield inState(workflow, state, {
        rule: "missing-field",
        field: one[0],
        message: `is missing, and so is what can stand for it: ${one.slice(1).join(", ")}.`,
        fix: `Write ${one[0]}.`,
      });
    }
  }
}

const GOES_ON = ["Next", "End"];
const EXCLUSIVE: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Task: [GOES_ON, ["TimeoutSeconds", "TimeoutSecondsPath"], ["HeartbeatSeconds", "HeartbeatSecondsPath"]],
  Pass: [GOES_ON],
  Parallel: [GOES_ON],
  Wait: [GOES_ON, ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"]],
  Fail: [
    ["Error", "ErrorPath"],
    ["Cause", "CausePath"],
  ],
  Map: [
    GOES_ON,
    ["ItemProcessor", "Iterator"],
    ["ItemSelector", "Parameters"],
    ["MaxConcurrency", "MaxConcurrencyPath"],
    ["ToleratedFailureCount", "ToleratedFailureCountPath"],
    ["ToleratedFailurePercentage", "ToleratedFailurePercentagePath"],
  ],
};
const NEEDS_ONE_OF: Readonly<Record<string, readonly string[]>> = {
  Wait: ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"],
  Map: ["ItemProcessor", "Iterator"],
};

/** `machine-name`, `state-name`, `definition-size`: the names and sizes that Step Functions takes. */
export function* nameRules(workflow: LintedWorkflow): Generator<Finding> {
  const { name, definition, text } = workflow;
  if (!/^[0-9A-Za-z_-]{1,80}$/.test(name)) {
    yield {
      rule: "machine-name",
      workflow: name,
      field: "name",
      message: `has ${name.length} characters${/[^0-9A-Za-z_-]/.test(name) ? " and some that CloudWatch refuses" : ""}.`,
      fix: "Write 1 to 80 letters, digits, hyphens and underscores.",
    };
  }
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_DEFINITION_BYTES) {
    yield {
      rule: "definition-size",
      workflow: name,
      field: "States",
      message: `The definition has ${bytes} bytes, Step Functions takes ${MAX_DEFINITION_BYTES}.`,
      fix: "Keep constant data in S3, or move states to a nested workflow.",
    };
  }
  const seen = new Map<string, StateView>();
  for (const graph of graphsOf(definition)) {
    for (const state of graph.states.values()) {
      yield* stateName(workflow, state, seen.get(state.name));
      seen.set(state.name, seen.get(state.name) ?? state);
    }
  }
}

function* stateName(
  workflow: LintedWorkflow,
  state: StateView,
  other: StateView | undefined,
): Generator<Finding> {
  const length = Array.from(state.name).length;
  if (
    length === 0 ||
    length > MAX_NAME_CHARACTERS ||
    /\p{Cc}/u.test(state.name) ||
    state.name.trim() !== state.name
  ) {
    yield inState(workflow, state, {
      rule: "state-name",
      field: "name",
      message: `has ${length} characters, or control characters or blanks at an end.`,
      fix: `Write 1 to ${MAX_NAME_CHARACTERS} printable characters.`,
    });
  }
  if (other !== undefined) {
    yield inState(workflow, state, {
      rule: "state-name",
      field: "name",
      message: `is the name of "${other.path}", too.`,
      fix: "Rename one: a name counts for the whole machine.",
    });
  }
  const { Label: label } = state.fields;
  if (typeof label === "string" && (label.length > MAX_LABEL_CHARACTERS || /[^0-9A-Za-z_-]/.test(label))) {
    yield inState(workflow, state, {
      rule: "state-name",
      field: "Label",
      message: `is "${label}".`,
      fix: `Write up to ${MAX_LABEL_CHARACTERS} letters, digits, hyphens and underscores.`,
    });
  }
}

const UUID =
  /(?<![0-9a-f-])[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?![0-9a-f-])/i;
const TIME =
  /(?<![\d-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?/;
/** In words for people, a date alone is no such value. */
const FULL_TIME =
  /(?<![\d-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})/;
/** Milliseconds since 1970, of the years 2014 to 2096. */
const EPOCH = /(?<!\d)(?:1[4-9]|[23]\d)\d{11}(?!\d)/;

/**
 * `synth-time-value`: a definition says the same whenever it is made. A time or a random id in it was probably made with it;
 * those that AWS made (in ARNs) are the account's.
 */
export function* synthTimeRules(workflow: LintedWorkflow): Generator<Finding> {
  for (const graph of graphsOf(workflow.definition)) {
    const found = typeof graph.fields.Comment === "string" ? FULL_TIME.exec(graph.fields.Comment) : null;
    if (found !== null) {
      yield inGraph(workflow, graph, synthTime("Comment", found[0]));
    }
  }
  for (const state of statesOf(workflow.definition)) {
    for (const { field, value } of leaves(ownFields(state.fields), "")) {
      const words = typeof value === "number" ? String(value) : value;
      if (words.startsWith("arn:")) {
        continue;
      }
      const found = isComment(field)
        ? FULL_TIME.exec(words)
        : (UUID.exec(words) ?? TIME.exec(words) ?? EPOCH.exec(words));
      if (found !== null) {
        yield inState(workflow, state, synthTime(field, found[0]));
      }
    }
  }
}

function synthTime(field: string, value: string): Omit<Finding, "workflow" | "state"> {
  return {
    rule: "synth-time-value",
    field,
    message: `holds "${value}", which looks made when the definition was made.`,
    fix: isComment(field)
      ? "Leave it out: AWS keeps when a version was made."
      : "Take it from the execution: its input, its name, $states.context or $$.",
  };
}

function isComment(field: string): boolean {
  return field === "Comment" || field.endsWith(".Comment");
}

/** Without the states inside, which are looked at themselves. */
function ownFields(fields: Fields): Fields {
  const others = ["Branches", "ItemProcessor", "Iterator"];
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !others.includes(name)));
}

function* leaves(value: unknown, field: string): Generator<{ field: string; value: string | number }> {
  if (typeof value === "string" || typeof value === "number") {
    // A regular expression or a picture of a date in JSONata has no digits where a time has them.
    yield { field, value: jsonataOf(value) ?? value };
  } else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      const place = Array.isArray(value) ? `${field}[${name}]` : field === "" ? name : `${field}.${name}`;
      yield* leaves(inner, place);
    }
  }
}
