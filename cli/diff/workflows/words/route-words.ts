import { type Fields, isFields } from "../../../../components/workflow/lint/definition";
import { conditionText } from "../../../report/execution/conditions";
import { text, type Text } from "../../document/document";
import type { FieldChange } from "../workflow-change";
import { differingParts, listedCodes, shown } from "./values";

/** Of `Next`, `End`, `Default`, `StartAt` and `Choices`. */
export function routeWords({ path, item, before, after }: FieldChange): Text {
  if (path.endsWith("StartAt")) {
    return text`starts at ${shown(after)} instead of ${shown(before)}`;
  }
  if (path === "Choices order") {
    const first = (value: unknown): Text => listedCodes((value as readonly unknown[]).map(String));
    return text`looks at its rules in another order, and takes the first that holds: ${first(after)} instead of ${first(before)}`;
  }
  if (item !== undefined) {
    return ruleWords(path, item, before, after);
  }
  if (path === "Default") {
    return defaultWords(before, after);
  }
  if (path === "End") {
    return after === true ? text`says that it ends here` : text`no longer says that it ends here`;
  }
  if (after === undefined) {
    return text`ends here instead of leading to ${shown(before)}`;
  }
  return before === undefined
    ? text`leads to ${shown(after)} instead of ending`
    : text`leads to ${shown(after)} instead of ${shown(before)}`;
}

function defaultWords(before: unknown, after: unknown): Text {
  if (after === undefined) {
    return text`fails when no rule holds, instead of leading to ${shown(before)}`;
  }
  return before === undefined
    ? text`leads to ${shown(after)} when no rule holds, instead of failing`
    : text`leads to ${shown(after)} instead of ${shown(before)} when no rule holds`;
}

function ruleWords(path: string, item: string, before: unknown, after: unknown): Text {
  if (path.endsWith(".Condition")) {
    const [was, is] = differingParts(String(before), String(after));
    return text`leads to ${shown(item)} when ${shown(is)} instead of when ${shown(was)}`;
  }
  if (path.endsWith("].Next")) {
    return text`leads to ${shown(after)} instead of ${shown(before)} when ${shown(item)}`;
  }
  const rule: Fields = isFields(after ?? before) ? ((after ?? before) as Fields) : {};
  const way = text`leads to ${shown(rule.Next)} when ${shown(conditionText(rule))}`;
  return after === undefined ? text`no longer ${way}` : text`also ${way}`;
}
