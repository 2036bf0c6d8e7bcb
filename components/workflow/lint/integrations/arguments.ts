import { analysisOf } from "../data-flow/analysis";
import { placeOf } from "../data-flow/template";
import type { ValueType } from "../data-flow/value-type";
import { isFields, jsonataOf, type StateView } from "../definition";
import type { Finding } from "../finding";
import { inState, type LintedWorkflow } from "../rule";
import { type ArgumentProblem, checkLiteral, checkType } from "./argument-types";
import type { Call } from "./call";
import { callsOf } from "./known-calls";
import { nearest, suggestion } from "../nearest";
import { OPTIMISED } from "./optimised";
import { type ObjectShape, resolved, type ShapeIn } from "./shape";

/**
 * What a call is given, held against what it takes: `unknown-argument`, `missing-argument`, `wrong-argument-type` and
 * `wrong-argument-value`.
 */
export function* callArguments(workflow: LintedWorkflow): Generator<Finding> {
  for (const { state, call } of callsOf(workflow)) {
    const field = state.queryLanguage === "JSONata" ? "Arguments" : "Parameters";
    const given = state.fields[field];
    if (given !== undefined) {
      yield* argumentsOf(workflow, { state, call, field, given });
    }
  }
}

/** A call with what stands in a field of a state for it. */
interface GivenCall {
  readonly state: StateView;
  readonly call: Call;
  readonly field: string;
  readonly given: unknown;
}

export function* argumentsOf(
  workflow: LintedWorkflow,
  { state, call, field, given }: GivenCall,
): Generator<Finding> {
  if (call.input === undefined) {
    return;
  }
  const check: Check = { call, state, types: analysisOf(workflow).types.get(state) };
  for (const problem of checkValue(given, field, call.input, check)) {
    yield inState(workflow, state, problem);
  }
  const alternatives = alternativesOf(call);
  if (
    alternatives.length > 0 &&
    isFields(given) &&
    !alternatives.some((name) => name in given || `${name}.$` in given)
  ) {
    yield inState(workflow, state, {
      rule: "missing-argument",
      field,
      message: `${call.name} needs one of ${alternatives.join(", ")}.`,
      fix: `Add ${alternatives[0]} to ${field}.`,
    });
  }
}

/** Of which arguments a call needs one: also where the SDK is called for what has an integration of its own. */
function alternativesOf({ optimised, sdkService, action }: Call): readonly string[] {
  const own =
    Object.values(OPTIMISED).find(({ sdk }) => sdk !== undefined && sdk === sdkService)?.actions ?? {};
  return optimised?.oneOf ?? (Object.hasOwn(own, action) ? own[action].oneOf : undefined) ?? [];
}

interface Check {
  readonly call: Call;
  readonly state: StateView;
  readonly types: ReadonlyMap<string, ValueType> | undefined;
}

function* checkValue(
  value: unknown,
  field: string,
  takes: ShapeIn,
  check: Check,
): Generator<ArgumentProblem> {
  const shape = resolved(takes);
  if (shape === "any") {
    return;
  }
  if (
    typeof value === "string" &&
    check.state.queryLanguage === "JSONata" &&
    jsonataOf(value) !== undefined
  ) {
    const type = check.types?.get(field);
    if (type !== undefined) {
      yield* checkType(type, field, takes, check.call.name);
    }
    return;
  }
  if (typeof shape === "object" && "object" in shape && isFields(value)) {
    yield* checkObject(value, field, shape, takes, check);
  } else if (typeof shape === "object" && "list" in shape && Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* checkValue(item, `${field}[${index}]`, { shape: shape.list, shapes: takes.shapes }, check);
    }
  } else if (typeof shape === "object" && "map" in shape && isFields(value)) {
    for (const [name, item] of Object.entries(value)) {
      if (!isPath(name, check)) {
        yield* checkValue(item, placeOf(field, name), { shape: shape.map, shapes: takes.shapes }, check);
      }
    }
  } else {
    yield* checkLiteral(value, field, takes, check.call.name);
  }
}

/** In JSONPath, a name that ends with `.$` has a path for its value. */
function isPath(name: string, { state }: Check): boolean {
  return state.queryLanguage === "JSONPath" && name.endsWith(".$");
}

function* checkObject(
  value: Readonly<Record<string, unknown>>,
  field: string,
  shape: ObjectShape,
  takes: ShapeIn,
  check: Check,
): Generator<ArgumentProblem> {
  const names = Object.keys(shape.object);
  const given = new Set<string>();
  for (const [key, item] of Object.entries(value)) {
    const dynamic = isPath(key, check);
    const written = dynamic ? key.slice(0, -2) : key;
    const name = names.find((one) => isSpelling(written, one));
    if (name === undefined) {
      yield unknownArgument(written, field, names, check.call);
      // Probably meant: then it is not missing as well.
      given.add(nearest(written, names) ?? written);
      continue;
    }
    given.add(name);
    if (!dynamic) {
      yield* checkValue(
        item,
        placeOf(field, key),
        { shape: shape.object[name], shapes: takes.shapes },
        check,
      );
    }
  }
  for (const name of shape.required ?? []) {
    if (!given.has(name)) {
      yield missingArgument(name, field, check.call);
    }
  }
}

export function unknownArgument(
  name: string,
  field: string,
  names: readonly string[],
  call: Pick<Call, "name">,
): ArgumentProblem {
  return {
    rule: "unknown-argument",
    field: placeOf(field, name),
    message: `${call.name} takes no ${name} there.`,
    fix: suggestion(name, names),
  };
}

function missingArgument(name: string, field: string, call: Call): ArgumentProblem {
  return {
    rule: "missing-argument",
    field,
    message: `${call.name} needs ${name}${field.includes(".") ? " there" : ""}.`,
    fix: `Add ${name} to ${field}.`,
  };
}

/**
 * Names are those of the API with the first letter a capital. Acronyms are left open, SSEKMSKeyId or SsekmsKeyId: the guide
 * does not say how Step Functions spells them.
 */
export function isSpelling(written: string, name: string): boolean {
  return (
    written === name ||
    (/[A-Z]{2}/.test(name) && /^[A-Z]/.test(written) && written.toLowerCase() === name.toLowerCase())
  );
}
