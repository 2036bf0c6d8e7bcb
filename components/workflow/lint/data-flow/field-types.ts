import type { Finding } from "../finding";
import { inState, type LintedWorkflow } from "../rule";
import { analysisOf } from "./analysis";
import { described, mayBe, type ValueType } from "./value-type";

/** What fields of the States Language must become, by the last part of their place. */
const WANTED: readonly { readonly field: RegExp; readonly kinds: readonly ValueType["kind"][] }[] = [
  { field: /^Choices\[\d+\]\.Condition$/, kinds: ["boolean"] },
  { field: /^(Timeout|Heartbeat)?Seconds$|^(TimeoutSeconds|HeartbeatSeconds)$/, kinds: ["number"] },
  { field: /^(MaxConcurrency|ToleratedFailureCount|ToleratedFailurePercentage)$/, kinds: ["number"] },
  { field: /^(Error|Cause|Timestamp|Credentials\.RoleArn)$/, kinds: ["string"] },
  { field: /^Items$/, kinds: ["list", "object"] },
];

/** `wrong-field-type`: an expression of which it is known that it gives what its field doesn't take. */
export function* fieldTypes(workflow: LintedWorkflow): Generator<Finding> {
  for (const [state, types] of analysisOf(workflow).types) {
    for (const [field, type] of types) {
      const wanted = WANTED.find((one) => one.field.test(field));
      if (wanted !== undefined && type.kind !== "nothing" && !mayBe(type, ...wanted.kinds)) {
        const kinds = wanted.kinds.map((kind) => described({ kind } as ValueType)).join(" or ");
        yield inState(workflow, state, {
          rule: "wrong-field-type",
          field,
          message: `The expression gives ${described(type)}, not ${kinds}.`,
          fix: field.endsWith("Condition") ? "Compare the value with something." : `Give ${kinds}.`,
        });
      }
    }
  }
}

/** What following the data found in the expressions themselves. */
export function* expressionProblems(workflow: LintedWorkflow): Generator<Finding> {
  for (const { state, ...problem } of analysisOf(workflow).problems) {
    yield inState(workflow, state, problem);
  }
}
