import {
  type Fields,
  type Graph,
  isFields,
  jsonataOf,
  listed,
  type QueryLanguage,
  type StateView,
  texts,
} from "../../../../components/workflow/lint/definition";
import { byText } from "../../../synth/json";

/** Developer guide, "Handling errors": what a retrier does that doesn't say it. */
const RETRY_DEFAULTS: Fields = { IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2, JitterStrategy: "NONE" };

/** Developer guide, "Map": both say that there is no limit, or that one failed item fails the state. */
const MAP_DEFAULTS: Fields = { MaxConcurrency: 0, ToleratedFailureCount: 0, ToleratedFailurePercentage: 0 };

/** JSONPath: the whole input goes in, the whole output comes out. */
const PATH_DEFAULTS: Fields = { InputPath: "$", OutputPath: "$", ResultPath: "$", ItemsPath: "$" };

/** Developer guide, "Task": what a Task without `TimeoutSeconds` has; as good as none. */
const NO_TIMEOUT = 99_999_999;

/** States inside, which are compared themselves. */
const INNER = ["Branches", "ItemProcessor", "Iterator"];

/**
 * What a state says, in one spelling: defaults left out (those of a retrier put in), the names of an error set in one order,
 * old names of fields in new ones. Two states that do the same are the same here. Without the states inside it.
 */
export function normalState(state: StateView): Fields {
  const fields = new Map(Object.entries(state.fields).filter(([name]) => !INNER.includes(name)));
  fields.delete("QueryLanguage");
  if (fields.get("End") === false) {
    fields.delete("End");
  }
  if (fields.get("TimeoutSeconds") === NO_TIMEOUT) {
    fields.delete("TimeoutSeconds");
  }
  if (Array.isArray(fields.get("Retry"))) {
    fields.set(
      "Retry",
      listed(state.fields, "Retry").map(({ item }) => retrier(item)),
    );
  }
  if (Array.isArray(fields.get("Catch"))) {
    fields.set(
      "Catch",
      listed(state.fields, "Catch").map(({ item }) => catcher(item, state.queryLanguage)),
    );
  }
  for (const list of ["Retry", "Catch"]) {
    if ((fields.get(list) as readonly unknown[] | undefined)?.length === 0) {
      fields.delete(list);
    }
  }
  if (state.type === "Map") {
    const selector = fields.get("Parameters");
    if (selector !== undefined && !fields.has("ItemSelector")) {
      fields.delete("Parameters");
      fields.set("ItemSelector", selector);
    }
    withoutDefaults(fields, MAP_DEFAULTS);
  }
  if (state.queryLanguage === "JSONPath") {
    withoutDefaults(fields, PATH_DEFAULTS);
    return Object.fromEntries(fields);
  }
  const trimmed = new Map(Object.entries(oneSpelling(Object.fromEntries(fields)) as Fields));
  withoutDefaults(trimmed, { Output: OWN_OUTPUT[state.type] });
  return Object.fromEntries(trimmed);
}

const RESULT = "{% $states.result %}";
const INPUT = "{% $states.input %}";
/** JSONata: what a state without `Output` gives. */
const OWN_OUTPUT: Readonly<Record<string, string | undefined>> = {
  Task: RESULT,
  Parallel: RESULT,
  Map: RESULT,
  Pass: INPUT,
  Wait: INPUT,
  Choice: INPUT,
  Succeed: INPUT,
};

/** What a graph says besides its states and where it starts: comment, time limit, how a Map runs it. */
export function normalGraph({ fields }: Graph): Fields {
  const own = new Map(Object.entries(fields));
  ["States", "StartAt", "QueryLanguage"].forEach((name) => own.delete(name));
  withoutDefaults(own, { Version: "1.0" });
  const config = own.get("ProcessorConfig");
  if (isFields(config)) {
    const said = new Map(Object.entries(config));
    withoutDefaults(said, { Mode: "INLINE" });
    own.set("ProcessorConfig", Object.fromEntries(said));
    if (said.size === 0) {
      own.delete("ProcessorConfig");
    }
  }
  return Object.fromEntries(own);
}

/** In force for a graph's own fields, and for its states that say nothing else. */
export function languageOf({ fields, owner }: Graph): QueryLanguage {
  return fields.QueryLanguage === "JSONata" || fields.QueryLanguage === "JSONPath"
    ? fields.QueryLanguage
    : (owner?.queryLanguage ?? "JSONPath");
}

function retrier(item: Fields): Fields {
  return { ...RETRY_DEFAULTS, ...item, ErrorEquals: errorSet(item) };
}

function catcher(item: Fields, language: QueryLanguage): Fields {
  const fields = new Map(Object.entries({ ...item, ErrorEquals: errorSet(item) }));
  if (language === "JSONPath") {
    withoutDefaults(fields, { ResultPath: "$" });
  }
  return Object.fromEntries(fields);
}

/** In one order: which name of a set comes first makes no difference. */
function errorSet(item: Fields): readonly string[] {
  return [...texts(item.ErrorEquals)].sort(byText);
}

function withoutDefaults(fields: Map<string, unknown>, defaults: Fields): void {
  for (const [name, value] of Object.entries(defaults)) {
    if (value !== undefined && fields.get(name) === value) {
      fields.delete(name);
    }
  }
}

/** Blanks at the ends of an expression mean nothing. */
function oneSpelling(value: unknown): unknown {
  const expression = jsonataOf(value);
  if (expression !== undefined) {
    return `{% ${expression.trim()} %}`;
  }
  if (Array.isArray(value)) {
    return value.map(oneSpelling);
  }
  return isFields(value)
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, oneSpelling(member)]))
    : value;
}
