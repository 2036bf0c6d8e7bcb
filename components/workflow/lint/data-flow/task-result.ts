import { isFields, jsonataOf, type StateView } from "../definition";
import { callOf } from "../integrations/call";
import type { LintOptions } from "../rule";
import { typeOfShape } from "./shape-type";
import { ANY, objectOf, type ObjectType, type ValueType } from "./value-type";

/** `$states.result` of a Task. `childOutput` gives the output of a machine by its ARN, where its definition is known. */
export function resultOfTask(
  state: StateView,
  options: LintOptions,
  childOutput: (stateMachine: string) => ValueType | undefined,
): ValueType {
  const { Resource: resource } = state.fields;
  const call = callOf(resource);
  if (call === undefined) {
    return typeof resource === "string" && resource.includes(":function:")
      ? resultOfFunction(resource, options)
      : ANY;
  }
  if (call.output === undefined) {
    return ANY;
  }
  const result = typeOfShape(call.output, call.name);
  if (call.kind === "optimised" && call.service === "lambda") {
    return replacing(
      result as ObjectType,
      "Payload",
      resultOfFunction(argument(state, "FunctionName"), options),
    );
  }
  if (call.name === "states:startExecution.sync:2") {
    const child = argument(state, "StateMachineArn");
    const output = child === undefined ? undefined : childOutput(child);
    return output === undefined ? result : replacing(result as ObjectType, "Output", output);
  }
  return result;
}

function argument(state: StateView, name: string): string | undefined {
  const given = state.fields.Arguments ?? state.fields.Parameters;
  const value = isFields(given) ? given[name] : undefined;
  return typeof value === "string" && jsonataOf(value) === undefined ? value : undefined;
}

/** By the function's name, or the last parts of it: `extract` for `stepline-dev-marketing-extract`, alias or not. */
function resultOfFunction(functionName: string | undefined, options: LintOptions): ValueType {
  const known = options.functionResults;
  if (functionName === undefined || known === undefined) {
    return ANY;
  }
  const name = functionNameOf(functionName);
  const fits = Object.keys(known)
    .filter((key) => name === key || name.endsWith(`-${key}`))
    .sort((a, b) => b.length - a.length);
  return fits.length === 0 ? ANY : typeOfShape({ shape: known[fits[0]], shapes: {} }, `function ${name}`);
}

/** `arn:aws:lambda:eu-west-1:111122223333:function:extract:live` -> `extract` */
function functionNameOf(functionName: string): string {
  const arn = /^arn:[^:]*:lambda:[^:]*:\d*:function:([^:]+)/.exec(functionName);
  return arn === null ? functionName.split(":")[0] : arn[1];
}

function replacing(type: ObjectType, name: string, member: ValueType): ValueType {
  const replaced: ObjectType = {
    ...type,
    member: (asked) => (asked === name ? member : type.member(asked)),
  };
  return replaced.names.includes(name) ? replaced : objectOf({ [name]: member });
}
