import { isNegated, parseOperator } from "../../../../sandbox/iam/condition-operators";
import { quoted } from "../../document/quoted-words";
import type { ConditionLine } from "../policy/statement";
import { listed } from "./action-words";

const MOST = 5;

/** "only where `aws:SourceAccount` is `111122223333`". What an operator is, in a word; the exact name where that isn't enough. */
export function conditionWords({ operator, key, values }: ConditionLine): string {
  const parsed = parseOperator(operator);
  const shown = values.slice(0, MOST).map(quoted);
  const others = values.length - shown.length;
  const all = (others > 0 ? [...shown, `${others} more`] : shown).join(" or ");
  if (parsed?.base === "Null") {
    return values.length === 1
      ? `only where ${quoted(key)} is ${values[0].toLowerCase() === "true" ? "absent" : "present"}`
      : `only where ${quoted(key)} is absent or present`;
  }
  const exact =
    parsed === undefined || parsed.quantifier !== undefined || /^(Numeric|Date)/.test(parsed.base);
  if (exact) {
    return `only where ${quoted(key)} meets ${quoted(operator)} ${all}`;
  }
  const like = /Like|Arn/.test(parsed.base) ? " like" : "";
  const word = isNegated(parsed.base) ? `is not${like}` : `is${like}`;
  return `only where ${quoted(key)} ${word} ${all}${parsed.ifExists ? ", or absent" : ""}`;
}

/** All of them hold: "only where ... and only where ..."; "always" without any. */
export function conditionsTogether(conditions: readonly ConditionLine[]): string {
  return conditions.length === 0 ? "always" : listed(conditions.map(conditionWords));
}
