import { read, UNKNOWN, type Resource } from "./resource";

interface RuleText {
  /** `StepFunctions.1-logging-is-on`: the control's id, where AWS has one, and the claim. Stable: waivers name it. */
  readonly name: string;
  /** Every control that it checks: `StepFunctions.1`, `CKV_AWS_285`; `own` for what no catalogue has. */
  readonly controls: readonly string[];
  /** What must hold, in one sentence. */
  readonly checks: string;
  /** Mandatory stops the deploy; advisory is told. */
  readonly enforcement: "mandatory" | "advisory";
}

/** What is wrong: the value found, and the property to set. */
type Problems = readonly string[];

/** About one resource, whatever the others are: asked before it is made. */
export interface ResourceRule extends RuleText {
  readonly kind: "resource";
  readonly types: readonly string[];
  readonly check: (resource: Resource) => Problems | Promise<Problems>;
}

/** About what resources are to each other: asked at the end of a preview, and of an update. */
export interface StackRule extends RuleText {
  readonly kind: "stack";
  readonly check: (resources: readonly Resource[]) => readonly Violation[];
}

export type Rule = ResourceRule | StackRule;

export interface Violation {
  readonly resource: Resource;
  readonly problem: string;
}

export function resourceRule(rule: Omit<ResourceRule, "kind">): ResourceRule {
  return { ...rule, kind: "resource" };
}

export function stackRule(rule: Omit<StackRule, "kind">): StackRule {
  return { ...rule, kind: "stack" };
}

/**
 * The problem with a property that must hold; none as long as its value is not known.
 *
 * @param fix what to do, without the full stop.
 */
export function must(
  resource: Resource,
  path: string,
  holds: (value: unknown) => boolean,
  fix: string,
): Problems {
  const value = read(resource, path);
  return value === UNKNOWN || holds(value) ? [] : [`${path} is ${shown(value)}. ${fix}.`];
}

/** A value in a message: at most 120 characters. */
export function shown(value: unknown): string {
  if (value === undefined) {
    return "not set";
  }
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    inner === UNKNOWN ? "(known after the deploy)" : inner,
  );
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** Set, and not empty. */
export function given(value: unknown): boolean {
  return (
    value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0)
  );
}

/** A key of the account's own: not the one that AWS keeps for a service, `alias/aws/sns`, whose policy nobody can write. */
export function ownKey(value: unknown): boolean {
  return given(value) && !(typeof value === "string" && /(^|:)alias\/aws\//.test(value));
}
