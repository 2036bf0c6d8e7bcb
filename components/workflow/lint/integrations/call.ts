import { type Operation, type Service, serviceNamed, shapeOf } from "./catalogue";
import { OPTIMISED, type OptimisedAction, type OptimisedService, type Pattern } from "./optimised";
import { parseResource } from "./resource";
import type { ObjectShape, Shape, ShapeIn } from "./shape";

/** A call that exists, as far as it is known. */
export interface Call {
  /** `glue:startJobRun.sync`, `aws-sdk:s3:copyObject`: how findings name it. */
  readonly name: string;
  readonly kind: "sdk" | "optimised";
  readonly partition: string;
  /** As the SDK names it; undefined for `http:invoke`. */
  readonly sdkService: string | undefined;
  readonly service: string;
  readonly action: string;
  readonly pattern: Pattern;
  /** What `Arguments` takes; undefined when that is unknown. */
  readonly input: ShapeIn | undefined;
  /** What the Task gets; undefined when it is anything. */
  readonly output: ShapeIn | undefined;
  /** Before its errors' names, and those names without it; undefined when unknown. */
  readonly prefix: string | undefined;
  readonly errors: readonly string[] | undefined;
  readonly operation: Operation | undefined;
  readonly optimised: OptimisedAction | undefined;
}

const calls = new Map<string, Call | undefined>();

/** The call that a Task's `Resource` names; undefined when there is no such integration, or it is a function or an activity. */
export function callOf(resource: unknown): Call | undefined {
  if (typeof resource !== "string") {
    return undefined;
  }
  if (!calls.has(resource)) {
    calls.set(resource, resolve(resource));
  }
  return calls.get(resource);
}

function resolve(text: string): Call | undefined {
  const resource = parseResource(text);
  if (resource === undefined || !("service" in resource)) {
    return undefined;
  }
  const { kind, service, action, partition } = resource;
  const name = `${kind === "sdk" ? "aws-sdk:" : ""}${service}:${action}${resource.pattern}`;
  const shared = { name, kind, partition, service, action, pattern: resource.pattern as Pattern };
  if (kind === "sdk") {
    const known = serviceNamed(service);
    return { ...shared, ...sdkCall(known, service, action, shared.pattern) };
  }
  const found = Object.hasOwn(OPTIMISED, service) ? OPTIMISED[service] : undefined;
  if (found === undefined || !Object.hasOwn(found.actions, action)) {
    return undefined;
  }
  return { ...shared, ...optimisedCall(found, found.actions[action], shared.pattern) };
}

type Rest = Omit<Call, "name" | "kind" | "partition" | "service" | "action" | "pattern">;

function sdkCall(known: Service | undefined, service: string, action: string, pattern: Pattern): Rest {
  const operation = known && Object.hasOwn(known.operations, action) ? known.operations[action] : undefined;
  return {
    sdkService: service,
    input: operation && inputOf(known, operation),
    output: pattern === "" && operation ? outputOf(known, operation) : undefined,
    prefix: known?.prefix,
    errors: known?.errors,
    operation,
    optimised: undefined,
  };
}

function optimisedCall(service: OptimisedService, action: OptimisedAction, pattern: Pattern): Rest {
  const known = service.sdk === undefined ? undefined : serviceNamed(service.sdk);
  const operation = action.operation === undefined ? undefined : known?.operations[action.operation];
  return {
    sdkService: service.sdk,
    input: optimisedInput(known, operation, action),
    output: optimisedOutput(known, operation, action, pattern),
    prefix: service.prefix,
    errors: known?.errors,
    operation,
    optimised: action,
  };
}

function inputOf(known: Service | undefined, operation: Operation): ShapeIn | undefined {
  const shape: Shape = (known && shapeOf(known, operation.input)) ?? { object: {} };
  return known && { shape, shapes: known.shapes };
}

function outputOf(known: Service | undefined, operation: Operation): ShapeIn | undefined {
  const shape: Shape = (known && shapeOf(known, operation.output)) ?? { object: {} };
  return known && { shape, shapes: known.shapes };
}

function optimisedInput(
  known: Service | undefined,
  operation: Operation | undefined,
  action: OptimisedAction,
): ShapeIn | undefined {
  const base = operation && known ? shapeOf(known, operation.input) : undefined;
  const takes = action.takes ?? {};
  if (base === undefined && Object.keys(takes).length === 0) {
    return undefined;
  }
  const required = action.required ?? base?.required ?? [];
  return { shape: { object: { ...base?.object, ...takes }, required }, shapes: known?.shapes ?? {} };
}

/** What every answer of an optimised integration may hold besides the service's own. */
const METADATA: ObjectShape["object"] = { SdkHttpMetadata: "any", SdkResponseMetadata: "any" };
/** JSON where the service gives text. */
const AS_JSON: ObjectShape["object"] = { Input: "any", Output: "any" };

function optimisedOutput(
  known: Service | undefined,
  operation: Operation | undefined,
  action: OptimisedAction,
  pattern: Pattern,
): ShapeIn | undefined {
  if (pattern === ".waitForTaskToken") {
    return undefined;
  }
  const given = action.returns?.[pattern];
  const shapes = known?.shapes ?? {};
  let shape: ObjectShape | undefined;
  if (typeof given === "string") {
    shape = shapes[given.slice(1)] as ObjectShape | undefined;
  } else if (given !== undefined) {
    shape = Object.keys(given.object).length === 0 ? undefined : given;
  } else if (pattern === "" && known !== undefined && operation !== undefined) {
    shape = shapeOf(known, operation.output) ?? { object: {} };
  }
  const more = pattern === ".sync:2" ? AS_JSON : {};
  return shape && { shape: { ...shape, object: { ...shape.object, ...METADATA, ...more } }, shapes };
}
