import { type Graph, isFields, listed, statesOf, type StateView } from "../definition";
import type { Finding } from "../finding";
import { inState, type LintedWorkflow } from "../rule";
import { placeOf } from "./template";

/** Developer guide, "Passing data between states with variables". */
const LONGEST_NAME = 80;

/**
 * `variable-name`: a name that Step Functions refuses. `shadowed-variable`: a Parallel or Map assigns inside what is assigned
 * around it, which it refuses, too.
 */
export function* variableNames(workflow: LintedWorkflow): Generator<Finding> {
  const owners = new Map<Graph, ReadonlySet<string>>();
  const ownNames = (graph: Graph): ReadonlySet<string> => {
    let names = owners.get(graph);
    if (names === undefined) {
      names = new Set([...graph.states.values()].flatMap((state) => assigned(state).map(({ name }) => name)));
      owners.set(graph, names);
    }
    return names;
  };
  for (const state of statesOf(workflow.definition)) {
    for (const { name, field } of assigned(state)) {
      const problem = nameProblem(name);
      if (problem !== undefined) {
        yield inState(workflow, state, { rule: "variable-name", field, ...problem });
      } else {
        const owner = [...around(state)].find((each) => ownNames(each.graph).has(name));
        if (owner !== undefined) {
          yield inState(workflow, state, {
            rule: "shadowed-variable",
            field,
            message: `$${name} is assigned outside of "${owner.path}", too: inside, a name of there can't be assigned again.`,
            fix: "Take another name inside, and hand the value on in Output.",
          });
        }
      }
    }
  }
}

function nameProblem(name: string): Pick<Finding, "message" | "fix"> | undefined {
  if (name === "states") {
    return {
      message: "states is reserved: $states holds the input, the result and the context.",
      fix: "Take another name.",
    };
  }
  if (name.length > LONGEST_NAME) {
    return {
      message: `${name} has ${name.length} signs, a variable's name at most ${LONGEST_NAME}.`,
      fix: "Take a shorter name.",
    };
  }
  return /^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name)
    ? undefined
    : {
        message: `${JSON.stringify(name)} can't name a variable: it takes letters, digits and _, and begins with a letter.`,
        fix: `Write ${name.replace(/[^\p{ID_Continue}]+(.?)/gu, (_, next: string) => next.toUpperCase()) || "a name"}.`,
      };
}

/** Parallels and Maps around a state, as far as their variables are seen in it. */
function* around({ graph }: StateView): Generator<StateView> {
  for (let { owner, fields } = graph; owner !== undefined; { owner, fields } = owner.graph) {
    const { ProcessorConfig: config } = fields;
    if (isFields(config) && config.Mode === "DISTRIBUTED") {
      return;
    }
    yield owner;
  }
}

function assigned(state: StateView): readonly { readonly name: string; readonly field: string }[] {
  const parts = [
    { field: "", item: state.fields },
    ...[...listed(state.fields, "Catch"), ...listed(state.fields, "Choices")].map(({ field, item }) => ({
      field: `${field}.`,
      item,
    })),
  ];
  return parts.flatMap(({ field, item }) =>
    Object.keys(isFields(item.Assign) ? item.Assign : {}).map((key) => ({
      name: state.queryLanguage === "JSONPath" ? key.replace(/\.\$$/, "") : key,
      field: placeOf(`${field}Assign`, key),
    })),
  );
}
