/** Members of a JSON object that nobody has checked yet. */
export type Fields = Readonly<Record<string, unknown>>;

export type QueryLanguage = "JSONPath" | "JSONata";

/** States with one start: the machine itself, a branch of a Parallel, what a Map runs for each item. */
export interface Graph {
  /** What the definition says here: `StartAt`, `States`, `TimeoutSeconds`, `ProcessorConfig`. */
  readonly fields: Fields;
  /** The Parallel or Map around it; absent for the machine. */
  readonly owner?: StateView;
  /** Field of the owner: `Branches[0]`, `ItemProcessor`, `Iterator`. Empty for the machine. */
  readonly field: string;
  /** Undefined where `StartAt` is missing or no text. */
  readonly startAt: string | undefined;
  /** In the order of the definition; what is no JSON object is left out. */
  readonly states: ReadonlyMap<string, StateView>;
}

export interface StateView {
  readonly name: string;
  /** `Fan out / Copy`: the name in findings. */
  readonly path: string;
  /** `Task`; empty when it is missing or no text. */
  readonly type: string;
  /** Everything the definition says about the state. */
  readonly fields: Fields;
  /** The graph it stands in. */
  readonly graph: Graph;
  /** In force for its own fields: its `QueryLanguage`, else that of what is around it, else JSONPath. */
  readonly queryLanguage: QueryLanguage;
  /** Branches of a Parallel, the processor of a Map. */
  readonly graphs: readonly Graph[];
  /** Every way out of it that names a state, in the definition's order. */
  readonly transitions: readonly Transition[];
}

export interface Transition {
  readonly kind: "next" | "choice" | "default" | "catch";
  /** `Next`, `Choices[1].Next`, `Default`, `Catch[0].Next` */
  readonly field: string;
  readonly to: string;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects in a list, each with its place: `Retry[0]`. Anything else in it is a matter of the rules about types. */
export function listed(fields: Fields, field: string): readonly { readonly field: string; item: Fields }[] {
  const list = fields[field];
  return Array.isArray(list)
    ? list.flatMap((item: unknown, index) => (isFields(item) ? [{ field: `${field}[${index}]`, item }] : []))
    : [];
}

/** The texts in a list; `[]` when it is none. */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** A definition of any flavour, as it is: what is missing or of a wrong type is left to the rules. */
export function parseDefinition(definition: unknown): Graph {
  return graphOf(isFields(definition) ? definition : {}, "", "JSONPath", undefined);
}

/** Every state of a graph and of the graphs inside it, in reading order. */
export function* statesOf(graph: Graph): Generator<StateView> {
  for (const state of graph.states.values()) {
    yield state;
    for (const inner of state.graphs) {
      yield* statesOf(inner);
    }
  }
}

/** A graph and the graphs inside it. */
export function* graphsOf(graph: Graph): Generator<Graph> {
  yield graph;
  for (const state of graph.states.values()) {
    for (const inner of state.graphs) {
      yield* graphsOf(inner);
    }
  }
}

/** `{% $states.input %}` -> ` $states.input `; undefined for any other value. */
export function jsonataOf(value: unknown): string | undefined {
  return typeof value === "string" && value.startsWith("{%") && value.endsWith("%}") && value.length >= 4
    ? value.slice(2, -2)
    : undefined;
}

function graphOf(fields: Fields, field: string, around: QueryLanguage, owner: StateView | undefined): Graph {
  const language = languageOf(fields, around);
  const states = new Map<string, StateView>();
  const graph: Graph = {
    fields,
    field,
    startAt: typeof fields.StartAt === "string" ? fields.StartAt : undefined,
    states,
    ...(owner === undefined ? {} : { owner }),
  };
  for (const [name, state] of Object.entries(isFields(fields.States) ? fields.States : {})) {
    if (isFields(state)) {
      states.set(name, stateOf(name, state, graph, language));
    }
  }
  return graph;
}

function stateOf(name: string, fields: Fields, graph: Graph, around: QueryLanguage): StateView {
  const queryLanguage = languageOf(fields, around);
  const graphs: Graph[] = [];
  const state: StateView = {
    name,
    path: graph.owner === undefined ? name : `${graph.owner.path} / ${name}`,
    type: typeof fields.Type === "string" ? fields.Type : "",
    fields,
    graph,
    queryLanguage,
    graphs,
    transitions: transitionsOf(fields),
  };
  for (const { field, item } of listed(fields, "Branches")) {
    graphs.push(graphOf(item, field, queryLanguage, state));
  }
  for (const field of ["ItemProcessor", "Iterator"]) {
    const processor = fields[field];
    if (isFields(processor)) {
      graphs.push(graphOf(processor, field, queryLanguage, state));
    }
  }
  return state;
}

function languageOf(fields: Fields, around: QueryLanguage): QueryLanguage {
  const { QueryLanguage: language } = fields;
  return language === "JSONata" || language === "JSONPath" ? language : around;
}

function transitionsOf(fields: Fields): readonly Transition[] {
  const ways: { kind: Transition["kind"]; field: string; to: unknown }[] = [
    { kind: "next", field: "Next", to: fields.Next },
    ...listed(fields, "Choices").map(({ field, item }) => ({
      kind: "choice" as const,
      field: `${field}.Next`,
      to: item.Next,
    })),
    { kind: "default", field: "Default", to: fields.Default },
    ...listed(fields, "Catch").map(({ field, item }) => ({
      kind: "catch" as const,
      field: `${field}.Next`,
      to: item.Next,
    })),
  ];
  return ways.filter((way): way is Transition => typeof way.to === "string");
}
