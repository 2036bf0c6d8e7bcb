import { isNegated, parseOperator, type BaseOperator } from "../../../../sandbox/iam/condition-operators";
import { coversPattern } from "./pattern-cover";
import type { ConditionLine } from "./statement";

/** Whether a request that meets every line of `strict` meets every line of `loose`. Yes is certain. */
export function impliesConditions(
  strict: readonly ConditionLine[],
  loose: readonly ConditionLine[],
  variables: boolean,
): boolean {
  return loose.every((line) => strict.some((other) => impliesLine(other, line, variables)));
}

function impliesLine(strict: ConditionLine, loose: ConditionLine, variables: boolean): boolean {
  if (strict.key.toLowerCase() !== loose.key.toLowerCase()) {
    return false;
  }
  const [one, other] = [parseOperator(strict.operator), parseOperator(loose.operator)];
  if (one === undefined || other === undefined) {
    return strict.operator === loose.operator && sameValues(strict.values, loose.values);
  }
  const forms = one.quantifier === other.quantifier && (one.ifExists === other.ifExists || other.ifExists);
  if (!forms) {
    return false;
  }
  if (isNegated(one.base)) {
    // The more values it shuts out, the stricter it is.
    return one.base === other.base && loose.values.every((value) => strict.values.includes(value));
  }
  const meets = valueCover(one.base, other.base, variables);
  return (
    meets !== undefined && strict.values.every((value) => loose.values.some((wide) => meets(wide, value)))
  );
}

/** Whether a request's value that meets `narrow` meets `wide`; undefined for operators that don't compare with each other. */
function valueCover(
  strict: BaseOperator,
  loose: BaseOperator,
  variables: boolean,
): ((wide: string, narrow: string) => boolean) | undefined {
  const bothArn = [strict, loose].every((base) => base === "ArnLike" || base === "ArnEquals");
  if (bothArn) {
    return (wide, narrow) => wide === narrow || coversPattern(wide, narrow, "arn condition", variables);
  }
  if ((strict === "StringLike" || strict === "StringEquals") && loose === "StringLike") {
    // StringEquals takes `*` as it stands: one of the texts that the pattern means.
    return (wide, narrow) => coversPattern(wide, narrow, "text", variables);
  }
  return strict === loose ? (wide, narrow) => wide === narrow : undefined;
}

function sameValues(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value) => other.includes(value));
}
