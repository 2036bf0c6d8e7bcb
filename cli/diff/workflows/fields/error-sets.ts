import { type Fields, texts } from "../../../../components/workflow/lint/definition";
import { DATA_LIMIT } from "../../../../components/workflow/lint/reliability/error-rules";
import { matched, type Matched } from "../pairing/matched";

/** Retriers or catchers that stand for each other: of the same errors, else of the most that both name. */
export function matchedByErrors(before: readonly Fields[], after: readonly Fields[]): Matched<Fields> {
  return matched(before, after, [
    (one, other) => (errorLabel(one) === errorLabel(other) ? 1 : 0),
    (one, other) => errorsOf(one).filter((name) => errorsOf(other).includes(name)).length,
  ]);
}

export function errorsOf(item: Fields): readonly string[] {
  return texts(item.ErrorEquals);
}

/** `Glue.ConcurrentRunsExceededException, Glue.ResourceNumberLimitExceededException` */
export function errorLabel(item: Fields): string {
  return errorsOf(item).join(", ");
}

/** The errors of `wanted` that none of the items names, be it by a wildcard: developer guide, "Error names". */
export function uncovered(wanted: readonly string[], items: readonly Fields[]): readonly string[] {
  const named = new Set(items.flatMap(errorsOf));
  return wanted.filter(
    (error) =>
      !named.has(error) &&
      !(named.has("States.ALL") && !NEVER_BY_WILDCARD.includes(error)) &&
      !(named.has("States.TaskFailed") && error !== "States.Timeout" && error !== "States.ALL"),
  );
}

/** `States.ALL` doesn't stand for these. */
const NEVER_BY_WILDCARD: readonly string[] = [DATA_LIMIT, "States.Runtime"];
