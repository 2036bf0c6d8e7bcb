import type { Permission } from "../iam/permission";
import type { LintOptions } from "./lint/rule";

/** Amazon States Language, JSONata flavour: the part Stepline's workflows use. https://states-language.net/spec.html */
export interface StateMachineDefinition {
  readonly Comment: string;
  readonly QueryLanguage: "JSONata";
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, State>>;
}

export type State = TaskState | ChoiceState | PassState | WaitState | SucceedState | FailState;

/** Any JSON; texts between `{%` and `%}` are JSONata. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

export interface TaskState {
  readonly Type: "Task";
  readonly Comment?: string;
  readonly Resource: string;
  readonly Credentials?: { readonly RoleArn: string };
  readonly Arguments: JsonObject;
  readonly TimeoutSeconds: number;
  readonly Retry?: readonly Retrier[];
  readonly Catch: readonly Catcher[];
  readonly Assign?: JsonObject;
  readonly Output?: Json;
  readonly Next: string;
}

export interface ChoiceState {
  readonly Type: "Choice";
  readonly Comment?: string;
  readonly Choices: readonly ChoiceRule[];
  /** Taken, with `Assign`, when no rule holds. Required here: without it such an input ends as States.NoChoiceMatched. */
  readonly Default: string;
  readonly Assign?: JsonObject;
}

export interface ChoiceRule {
  readonly Condition: string;
  readonly Assign?: JsonObject;
  readonly Next: string;
}

export interface PassState {
  readonly Type: "Pass";
  readonly Comment?: string;
  readonly Assign?: JsonObject;
  readonly Output?: Json;
  readonly Next: string;
}

export interface WaitState {
  readonly Type: "Wait";
  readonly Comment?: string;
  readonly Seconds: number | string;
  readonly Assign?: JsonObject;
  readonly Next: string;
}

export interface SucceedState {
  readonly Type: "Succeed";
  readonly Comment?: string;
  readonly Output?: Json;
}

export interface FailState {
  readonly Type: "Fail";
  readonly Comment?: string;
  readonly Error: string;
  readonly Cause: string;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
  readonly JitterStrategy: "FULL" | "NONE";
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Assign?: JsonObject;
  readonly Output?: Json;
  readonly Next: string;
}

/** A Task with the exact permissions its call needs: they are written together and travel together. */
export interface PermittedTask {
  readonly state: TaskState;
  readonly permissions: readonly Permission[];
}

/** A workflow as data: what the state machine runs, and what its role may do. */
export interface Workflow {
  readonly name: string;
  readonly definition: StateMachineDefinition;
  readonly permissions: readonly Permission[];
  /** What the linter can't read from the definition, with every place that is as it is on purpose. */
  readonly lint?: LintOptions;
}

/** What every task factory takes besides its own arguments: how the state is wired into its workflow. */
export interface Wiring {
  /** `aws`, `aws-cn`, ...: first part of the integration's ARN. */
  readonly partition: string;
  readonly comment?: string;
  readonly timeoutSeconds: number;
  readonly next: string;
  /** Where every error goes that has no catcher of its own. */
  readonly onError: string;
  /** What the catch-all assigns; default: `failure`, from the error. `{}` keeps an earlier failure. */
  readonly onErrorAssign?: JsonObject;
  /** Catchers for named errors, before the catch-all. */
  readonly catchers?: readonly Catcher[];
  readonly assign?: JsonObject;
  readonly output?: Json;
}
