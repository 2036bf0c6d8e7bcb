/** One thing wrong with a definition. */
export interface Finding {
  /** Stable name of the rule: `task-timeout`, `unknown-argument`, `undefined-variable`. */
  readonly rule: string;
  /** `stepline-dev-marketing-ingest` */
  readonly workflow: string;
  /** State's name; inside a Parallel or a Map `Outer / Inner`. Absent where the definition itself is meant. */
  readonly state?: string;
  /** Where in the state: `Retry[0].JitterStrategy`, `Arguments.TopicArn`. */
  readonly field: string;
  /** What is wrong, with the value. One sentence. */
  readonly message: string;
  /** What to write instead. One sentence. */
  readonly fix: string;
}

/** One line a finding: `workflow, state "X", Field: message Fix.` */
export function findingText({ workflow, state, field, message, fix, rule }: Finding): string {
  const place = [`Workflow "${workflow}"`, ...(state === undefined ? [] : [`state "${state}"`]), field];
  return `${place.join(", ")}: ${message} ${fix} [${rule}]`;
}
