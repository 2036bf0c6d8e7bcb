import type { EngineEvent, OpType } from "@pulumi/pulumi/automation";

/** What the engine did, or would do, to one resource. A replacement is several: create-replacement, replace, delete-replaced. */
export interface Operation {
  readonly urn: string;
  /** `aws:s3/bucket:Bucket` */
  readonly type: string;
  /** Name in the program. */
  readonly name: string;
  readonly op: OpType;
  /** Properties, by their top-level name, that differ. */
  readonly differs: readonly string[];
  /** Properties whose difference replaces the resource. */
  readonly replaces: readonly string[];
  /** `tags.Owner` -> `add`, `update-replace`, … */
  readonly detailedDiff: Readonly<Record<string, string>>;
  /** Inputs and outputs as the engine shows them: secrets are `[secret]`; unknown values have Pulumi's sentinel. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly failed: boolean;
}

export interface Diagnostic {
  readonly severity: "info" | "info#err" | "warning" | "error";
  readonly urn?: string;
  /** Without colours. */
  readonly message: string;
}

/** How a preview, an up, a refresh or a destroy went. */
export interface EngineResult {
  readonly succeeded: boolean;
  /** In the order in which the engine came to them; what stays the same is one of them. */
  readonly operations: readonly Operation[];
  readonly diagnostics: readonly Diagnostic[];
  /** Errors, each once; of a program that threw, its message, without the stack trace. */
  readonly errors: readonly string[];
  /** Operation -> number of resources. */
  readonly summary: Readonly<Partial<Record<OpType, number>>>;
  readonly policies: readonly PolicyViolation[];
  readonly seconds: number;
  /** What the CLI printed. */
  readonly output: string;
}

export interface PolicyViolation {
  readonly policy: string;
  readonly pack: string;
  readonly level: "warning" | "mandatory";
  readonly urn?: string;
  readonly message: string;
}

/** Operations that change something; without one, nothing was to be done. */
export function changes(result: Pick<EngineResult, "operations">): readonly Operation[] {
  return result.operations.filter(({ op }) => op !== "same" && op !== "read" && op !== "refresh");
}

/** What the engine's events tell. */
export function resultOf(
  events: readonly EngineEvent[],
  { succeeded, output, seconds }: Pick<EngineResult, "succeeded" | "output" | "seconds">,
): EngineResult {
  const operations = new Map<string, Operation>();
  const diagnostics: Diagnostic[] = [];
  const policies: PolicyViolation[] = [];
  let summary: EngineResult["summary"] = {};
  for (const event of events) {
    // The plan first, then what came of it, under the same key.
    const step = event.resourcePreEvent ?? event.resOutputsEvent ?? event.resOpFailedEvent;
    if (step !== undefined) {
      const operation = operationOf(step.metadata, event.resOpFailedEvent !== undefined);
      operations.set(`${operation.op} ${operation.urn}`, operation);
    }
    if (event.diagnosticEvent !== undefined) {
      const { severity, urn, message } = event.diagnosticEvent;
      diagnostics.push({ severity, message: withoutColours(message), ...(urn === undefined ? {} : { urn }) });
    }
    if (event.policyEvent !== undefined) {
      const { policyName, policyPackName, enforcementLevel, resourceUrn, message } = event.policyEvent;
      policies.push({
        policy: policyName,
        pack: policyPackName,
        level: enforcementLevel,
        message: withoutColours(message),
        ...(resourceUrn === undefined ? {} : { urn: resourceUrn }),
      });
    }
    summary = event.summaryEvent?.resourceChanges ?? summary;
  }
  const errors = diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => withoutTrace(message).trim());
  return {
    succeeded,
    operations: [...operations.values()],
    diagnostics,
    errors: [...new Set(errors)],
    summary,
    policies,
    seconds,
    output,
  };
}

type Metadata = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

function operationOf(
  { op, urn, type, keys, diffs, detailedDiff, new: now, old }: Metadata,
  failed: boolean,
): Operation {
  const { inputs = {}, outputs = {} } = now ?? old ?? {};
  return {
    urn,
    type,
    name: urn.split("::").slice(3).join("::"),
    op,
    differs: diffs ?? [],
    replaces: keys ?? [],
    detailedDiff: Object.fromEntries(
      Object.entries(detailedDiff ?? {}).map(([path, { diffKind }]) => [path, diffKind]),
    ),
    inputs,
    outputs,
    failed,
  };
}

/** The engine marks colours as `<{%reset%}>`. */
function withoutColours(message: string): string {
  return message.replace(/<\{%.*?%\}>/g, "");
}

/** `Unhandled exception: TypeError: no such contract\n    at ...` -> `no such contract`, as the engine says a second time. */
function withoutTrace(message: string): string {
  return message.replace(/^Unhandled exception: (?:\w*Error: )?([^]*?)\n {4}at [^]*$/, "$1");
}
