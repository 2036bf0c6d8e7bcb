import { type Fields, graphsOf, isFields, listed, type QueryLanguage, type StateView } from "../definition";
import type { Finding } from "../finding";
import { inGraph, inState, type LintedWorkflow } from "../rule";
import {
  BRANCH_FIELDS,
  CATCHER_FIELDS,
  CHOICE_RULE_FIELDS,
  type FieldTable,
  MACHINE_FIELDS,
  PROCESSOR_FIELDS,
  RETRIER_FIELDS,
  STATE_FIELDS,
} from "./field-table";
import { checkComparison } from "./choice-comparison";
import { nearest } from "../nearest";

export type Reported = Omit<Finding, "workflow" | "state">;

/** `missing-field`, `unknown-field`, `field-type`, `query-language`, `choice-rule`: each object has the fields it may have. */
export function* fieldRules(workflow: LintedWorkflow): Generator<Finding> {
  const { definition } = workflow;
  for (const graph of graphsOf(definition)) {
    const language = definition.fields.QueryLanguage === "JSONata" ? "JSONata" : "JSONPath";
    for (const found of checkFields(graph.fields, graphTable(graph.field), language)) {
      yield inGraph(workflow, graph, found);
    }
    for (const [name, state] of Object.entries(isFields(graph.fields.States) ? graph.fields.States : {})) {
      const view = graph.states.get(name);
      if (view === undefined) {
        yield inGraph(workflow, graph, {
          rule: "field-type",
          field: `States.${name}`,
          message: `is ${JSON.stringify(state)}, not a state.`,
          fix: 'Write an object with a "Type".',
        });
        continue;
      }
      for (const found of checkState(view)) {
        yield inState(workflow, view, found);
      }
    }
  }
}

function graphTable(field: string): FieldTable {
  if (field === "") {
    return MACHINE_FIELDS;
  }
  return field.startsWith("Branches") ? BRANCH_FIELDS : PROCESSOR_FIELDS;
}

function* checkState(state: StateView): Generator<Reported> {
  const { fields, queryLanguage: language } = state;
  const table = STATE_FIELDS[state.type] as FieldTable | undefined;
  if (table === undefined) {
    yield* checkFields({ Type: fields.Type }, { Type: STATE_FIELDS.Task.Type }, language);
    return;
  }
  yield* checkFields(fields, table, language);
  if (jsonPathInsideJsonata(state)) {
    yield {
      rule: "query-language",
      field: "QueryLanguage",
      message: "is JSONPath inside what is JSONata.",
      fix: "Leave it out: what stands in JSONata can only be JSONata.",
    };
  }
  const inner: readonly [string, FieldTable][] = [
    ["Retry", RETRIER_FIELDS],
    ["Catch", CATCHER_FIELDS],
  ];
  for (const [list, rules] of inner) {
    if (list in table) {
      for (const { field, item } of listed(fields, list)) {
        yield* checkFields(item, rules, language, `${field}.`);
      }
    }
  }
  if (state.type === "Choice") {
    for (const { field, item } of listed(fields, "Choices")) {
      yield* checkChoiceRule(item, language, field);
    }
  }
}

function jsonPathInsideJsonata({ fields, graph }: StateView): boolean {
  const around = graph.owner?.queryLanguage ?? graph.fields.QueryLanguage;
  return fields.QueryLanguage === "JSONPath" && around === "JSONata";
}

function* checkChoiceRule(rule: Fields, language: QueryLanguage, field: string): Generator<Reported> {
  if (language === "JSONata") {
    yield* checkFields(rule, CHOICE_RULE_FIELDS, language, `${field}.`);
    return;
  }
  const known = Object.fromEntries(Object.entries(rule).filter(([name]) => name in CHOICE_RULE_FIELDS));
  const { Condition, ...table } = CHOICE_RULE_FIELDS;
  yield* checkFields(
    known,
    "Condition" in rule ? { ...table, Condition: { ...Condition } } : table,
    language,
    `${field}.`,
  );
  if (!("Condition" in rule)) {
    const rest = Object.fromEntries(Object.entries(rule).filter(([name]) => !(name in CHOICE_RULE_FIELDS)));
    yield* checkComparison(rest, field);
  }
}

/** Whether an object has the fields that a table says, and no others. */
export function* checkFields(
  fields: Fields,
  table: FieldTable,
  language: QueryLanguage,
  prefix = "",
): Generator<Reported> {
  for (const [name, spec] of Object.entries(table)) {
    if (spec.required && fields[name] === undefined && (spec.only ?? language) === language) {
      yield {
        rule: "missing-field",
        field: `${prefix}${name}`,
        message: "is missing.",
        fix: `Write ${spec.type(undefined, language) ?? "it"}.`,
      };
    }
  }
  for (const [name, value] of Object.entries(fields)) {
    const field = `${prefix}${name}`;
    const spec = Object.hasOwn(table, name) ? table[name] : undefined;
    if (value === undefined) {
      continue;
    }
    if (spec === undefined) {
      yield unknownField(name, field, table);
    } else if (spec.only !== undefined && spec.only !== language) {
      yield {
        rule: "query-language",
        field,
        message: `belongs to ${spec.only}, and ${language} is in force here.`,
        fix: replacement(name, language),
      };
    } else {
      const expected = spec.type(value, language);
      if (expected !== undefined) {
        yield {
          rule: "field-type",
          field,
          message: `is ${JSON.stringify(value).slice(0, 80)}.`,
          fix: `Write ${expected}.`,
        };
      }
    }
  }
}

function unknownField(name: string, field: string, table: FieldTable): Reported {
  const near = nearest(name, Object.keys(table));
  return {
    rule: "unknown-field",
    field,
    message: "is not a field of the States Language here.",
    fix: near === undefined ? `Leave it out; known are ${Object.keys(table).join(", ")}.` : `Write ${near}.`,
  };
}

/** What does the same in the other language. */
const INSTEAD: Readonly<Record<QueryLanguage, Readonly<Record<string, string>>>> = {
  JSONata: {
    Parameters: "Arguments",
    ResultSelector: "Output",
    ResultPath: "Output or Assign",
    InputPath: "Arguments",
    OutputPath: "Output",
    Result: "Output",
    ItemsPath: "Items",
    SecondsPath: "Seconds with an expression",
    TimestampPath: "Timestamp with an expression",
    TimeoutSecondsPath: "TimeoutSeconds with an expression",
    HeartbeatSecondsPath: "HeartbeatSeconds with an expression",
    ErrorPath: "Error with an expression",
    CausePath: "Cause with an expression",
  },
  JSONPath: {
    Arguments: "Parameters",
    Output: "ResultSelector, ResultPath or OutputPath",
    Items: "ItemsPath",
    Condition: "Variable and a comparison such as StringEquals",
  },
};

function replacement(name: string, language: QueryLanguage): string {
  const other = INSTEAD[language][name] ?? `the field of ${language} that does the same`;
  return `Write ${other}, or set the state's QueryLanguage.`;
}
