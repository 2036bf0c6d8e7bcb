import { isFields, statesOf, type StateView } from "../definition";
import type { Finding } from "../finding";
import { inState, type LintedWorkflow } from "../rule";
import { type Call, callOf } from "./call";
import { namesOf, serviceNamed, serviceNames } from "./catalogue";
import { nearest, suggestion } from "../nearest";
import { OPTIMISED, type OptimisedAction } from "./optimised";
import { parseResource, PATTERNS, type Resource } from "./resource";

type Called = Extract<Resource, { readonly service: string }>;
type What = Pick<Finding, "message" | "fix">;

/** Tasks with the call they make, where it is a call. */
export function* callsOf(
  workflow: LintedWorkflow,
): Generator<{ readonly state: StateView; readonly call: Call }> {
  for (const state of statesOf(workflow.definition)) {
    const call = state.type === "Task" ? callOf(state.fields.Resource) : undefined;
    if (call !== undefined) {
      yield { state, call };
    }
  }
}

/** `unknown-resource`: a Task calls what isn't there. */
export function* knownCalls(workflow: LintedWorkflow): Generator<Finding> {
  for (const state of statesOf(workflow.definition)) {
    const what = state.type === "Task" ? unknownResource(state.fields.Resource) : undefined;
    if (what !== undefined) {
      yield inState(workflow, state, { rule: "unknown-resource", field: "Resource", ...what });
    }
  }
}

const FORMS = "arn:aws:states:::service:action or arn:aws:states:::aws-sdk:service:action";

function unknownResource(resource: unknown): What | undefined {
  if (resource === undefined) {
    return { message: "The Task has no Resource.", fix: `Write ${FORMS}.` };
  }
  const parsed = typeof resource === "string" ? parseResource(resource) : undefined;
  if (parsed === undefined) {
    return {
      message: `${JSON.stringify(resource)} names no integration, function or activity.`,
      fix: `Write ${FORMS}; it can't be an expression.`,
    };
  }
  if (!("service" in parsed)) {
    return undefined;
  }
  return parsed.kind === "sdk" ? unknownSdkCall(parsed) : unknownOptimised(parsed);
}

/** What the SDK and people call otherwise. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  stepfunctions: "sfn",
  states: "sfn",
  events: "eventbridge",
  logs: "cloudwatchlogs",
  configservice: "config",
  ce: "costexplorer",
};

function unknownSdkCall({ service, action }: Called): What | undefined {
  const known = serviceNamed(service);
  if (known !== undefined && Object.hasOwn(known.operations, action)) {
    return undefined;
  }
  const names = namesOf(service);
  if (names === undefined) {
    const plain = service.toLowerCase().replace(/[^a-z0-9]/g, "");
    const meant = Object.hasOwn(OTHER_NAMES, plain) ? OTHER_NAMES[plain] : nearest(plain, serviceNames());
    return {
      message: `AWS's SDKs have no service ${service}.`,
      fix:
        meant === undefined
          ? "Write the service as the AWS SDK for Java names its package, in small letters."
          : `Write aws-sdk:${meant}.`,
    };
  }
  return names.operations.includes(action)
    ? undefined
    : { message: `${service} has no action ${action}.`, fix: suggestion(action, names.operations) };
}

function unknownOptimised({ partition, service, action, pattern }: Called): What | undefined {
  const found = Object.hasOwn(OPTIMISED, service) ? OPTIMISED[service] : undefined;
  if (found !== undefined && Object.hasOwn(found.actions, action)) {
    return undefined;
  }
  const plain = service.toLowerCase().replace(/[^a-z0-9]/g, "");
  const sdkName = found?.sdk ?? (Object.hasOwn(OTHER_NAMES, plain) ? OTHER_NAMES[plain] : plain);
  const viaSdk = namesOf(sdkName)?.operations.includes(action) ?? false;
  const actions = found === undefined ? [] : Object.keys(found.actions);
  const meant = found === undefined ? nearest(service, Object.keys(OPTIMISED)) : nearest(action, actions);
  const without =
    found === undefined ? `no integration of its own for ${service}` : `none for ${service}:${action}`;
  return {
    message: `Step Functions has ${without}.`,
    fix: viaSdk
      ? `Call the SDK: arn:${partition}:states:::aws-sdk:${sdkName}:${action}${pattern === ".waitForTaskToken" ? pattern : ""}.`
      : meant === undefined
        ? `Write ${FORMS}.`
        : `Did you mean ${found === undefined ? meant : `${service}:${meant}`}?`,
  };
}

/** `impossible-pattern`: the call is there, but not with that way of waiting. */
export function* possiblePatterns(workflow: LintedWorkflow): Generator<Finding> {
  for (const { state, call } of callsOf(workflow)) {
    const what = impossiblePattern(call, state, isExpress(workflow, state));
    if (what !== undefined) {
      yield inState(workflow, state, { rule: "impossible-pattern", ...what });
    }
  }
}

/** Whether an Express execution runs the state: the machine's, or a child execution of a distributed Map. */
function isExpress({ options }: LintedWorkflow, state: StateView): boolean {
  for (let graph = state.graph; graph.owner !== undefined; graph = graph.owner.graph) {
    const config = graph.fields.ProcessorConfig;
    if (isFields(config) && config.Mode === "DISTRIBUTED") {
      return config.ExecutionType === "EXPRESS";
    }
  }
  return options.machineType === "EXPRESS";
}

function impossiblePattern(
  call: Call,
  state: StateView,
  express: boolean,
): (What & { field: string }) | undefined {
  const { pattern, name } = call;
  const offered = call.optimised?.patterns ?? ["", ".waitForTaskToken"];
  const base = name.slice(0, name.length - pattern.length);
  if (!PATTERNS.includes(pattern) || !offered.includes(pattern)) {
    const can = offered.map((one) => (one === "" ? "none" : one)).join(", ");
    return {
      field: "Resource",
      message: `${base} can't be called with ${pattern}.`,
      fix:
        call.kind === "sdk" && pattern.startsWith(".sync")
          ? `No SDK integration waits for a job: ${syncFix(call)}`
          : `It takes ${can}.`,
    };
  }
  if (express && pattern !== "") {
    return {
      field: "Resource",
      message: `An Express workflow can't wait with ${pattern}.`,
      fix: "Make it STANDARD, machine or ExecutionType of the Map around it, or call without waiting.",
    };
  }
  const text = JSON.stringify([state.fields.Arguments, state.fields.Parameters]);
  if (pattern === ".waitForTaskToken" && !text.includes("Task.Token")) {
    return {
      field: state.queryLanguage === "JSONata" ? "Arguments" : "Parameters",
      message: `${name} waits for a task token that it gives to nobody: it waits until its timeout.`,
      fix: `Pass ${state.queryLanguage === "JSONata" ? "{% $states.context.Task.Token %}" : "$$.Task.Token, under a name that ends in .$,"} to who is to answer.`,
    };
  }
  return undefined;
}

function syncFix(call: Call): string {
  const [integration, job] = jobOf(call);
  return job?.patterns.includes(".sync") === true
    ? `write ${integration}:${call.action}.sync, without aws-sdk.`
    : "call it without, and poll with a Wait and a describing call.";
}

/** `prefer-sync`: a job is started, and nothing in the workflow waits for its end or looks at it. */
export function* preferSync(workflow: LintedWorkflow): Generator<Finding> {
  const calls = [...callsOf(workflow)].filter(({ state }) => !isExpress(workflow, state));
  for (const { state, call } of calls) {
    const [integration, job] = jobOf(call);
    if (call.pattern !== "" || !job?.patterns.includes(".sync")) {
      continue;
    }
    const polled = calls.some(
      ({ call: other }) => other.sdkService === call.sdkService && job.polls?.includes(other.action) === true,
    );
    if (!polled) {
      const sync = `${integration}:${call.action}${job.patterns.includes(".sync:2") ? ".sync:2" : ".sync"}`;
      yield inState(workflow, state, {
        rule: "prefer-sync",
        field: "Resource",
        message: `${call.name} starts a job and goes on: the workflow never learns how it ended.`,
        fix: `Write arn:${call.partition}:states:::${sync}, or poll it with ${job.polls?.[0] ?? "a describing call"}.`,
      });
    }
  }
}

/** The integration of its own that starts the same job. */
function jobOf(call: Call): readonly [string, OptimisedAction | undefined] {
  if (call.kind === "optimised") {
    return [call.service, call.optimised];
  }
  const own = Object.entries(OPTIMISED).find(
    ([, found]) => found.sdk === call.service && Object.hasOwn(found.actions, call.action),
  );
  return own === undefined ? ["", undefined] : [own[0], own[1].actions[call.action]];
}
