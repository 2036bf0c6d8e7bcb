import { isFields, statesOf, type StateView } from "../definition";
import type { Finding } from "../finding";
import { inState, type LintedWorkflow } from "../rule";
import { argumentsOf } from "./arguments";
import { type Call, callOf } from "./call";
import { parseResource } from "./resource";
import type { ShapeIn } from "./shape";

/** What the parts of a Map may call: developer guide, "ItemReader (Map)" and "ResultWriter (Map)". */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  ItemReader: ["getObject", "listObjectsV2"],
  ResultWriter: ["putObject"],
};

/** `unknown-resource`, and what `callArguments` finds, of the calls by which a Map reads its items and writes its results. */
export function* mapCalls(workflow: LintedWorkflow): Generator<Finding> {
  for (const state of statesOf(workflow.definition)) {
    for (const [part, actions] of state.type === "Map" ? Object.entries(PARTS) : []) {
      yield* checkPart(workflow, state, part, actions);
    }
  }
}

function* checkPart(
  workflow: LintedWorkflow,
  state: StateView,
  part: string,
  actions: readonly string[],
): Generator<Finding> {
  const fields = state.fields[part];
  if (!isFields(fields) || typeof fields.Resource !== "string") {
    return;
  }
  const resource = parseResource(fields.Resource);
  const action = resource !== undefined && "service" in resource ? resource.action : "";
  if (!actions.includes(action) || !/^arn:[^:]+:states:::s3:\w+$/.test(fields.Resource)) {
    yield inState(workflow, state, {
      rule: "unknown-resource",
      field: `${part}.Resource`,
      message: `A Map can't use ${JSON.stringify(fields.Resource)} there.`,
      fix: `Write ${actions.map((each) => `arn:aws:states:::s3:${each}`).join(" or ")}.`,
    });
    return;
  }
  const call = s3Call(action);
  const name = state.queryLanguage === "JSONata" ? "Arguments" : "Parameters";
  const inOtherLanguage = fields[name] === undefined && (fields.Arguments ?? fields.Parameters) !== undefined;
  if (inOtherLanguage) {
    return;
  }
  // Nothing given is as wrong as an empty object, where something is needed.
  yield* argumentsOf(workflow, { state, call, field: `${part}.${name}`, given: fields[name] ?? {} });
}

/** `s3:getObject` as the SDK has it; a writer makes up its keys from a prefix. */
function s3Call(action: string): Call {
  const sdk = callOf(`arn:aws:states:::aws-sdk:s3:${action}`)!;
  const call = { ...sdk, name: `s3:${action}` };
  return action === "putObject" ? { ...call, input: withPrefix(sdk.input!) } : call;
}

function withPrefix({ shape, shapes }: ShapeIn): ShapeIn {
  const { object } = shape as { readonly object: Readonly<Record<string, ShapeIn["shape"]>> };
  const rest = Object.fromEntries(
    Object.entries(object).filter(([name]) => name !== "Key" && name !== "Body"),
  );
  return { shape: { object: { Prefix: "string", ...rest }, required: ["Bucket"] }, shapes };
}
