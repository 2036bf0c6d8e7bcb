import { type Fields, listed } from "../../../../components/workflow/lint/definition";
import type { FieldChange } from "../workflow-change";
import type { ComparedState } from "./compared-state";
import { errorLabel, errorsOf, matchedByErrors, uncovered } from "./error-sets";
import { fieldChange, leafChanges, ofItem } from "./field-change";
import { same } from "./leaves";

/** Retriers by their errors. The first that names an error counts: their order is told where it changes. */
export function* retryChanges({ was, is }: ComparedState): Generator<FieldChange> {
  const olds = listed(was, "Retry").map(({ item }) => item);
  const news = listed(is, "Retry").map(({ item }) => item);
  const { rows, reordered } = matchedByErrors(olds, news);
  for (const { before, after } of rows) {
    if (before !== undefined && after !== undefined) {
      yield* retrierChanges(before, after, news);
    } else {
      const danger = before === undefined ? undefined : droppedDanger(before, errorsOf(before), news);
      yield ofItem("Retry", errorLabel((after ?? before)!), fieldChange("retry", "", before, after, danger));
    }
  }
  if (reordered) {
    yield fieldChange("retry", "Retry order", olds.map(errorLabel), news.map(errorLabel));
  }
}

function* retrierChanges(before: Fields, after: Fields, all: readonly Fields[]): Generator<FieldChange> {
  const told = (change: FieldChange): FieldChange => ofItem("Retry", errorLabel(after), change);
  const [errorsBefore, errorsAfter] = [errorsOf(before), errorsOf(after)];
  if (!same(errorsBefore, errorsAfter)) {
    const dropped = errorsBefore.filter((error) => !errorsAfter.includes(error));
    const danger = droppedDanger(before, dropped, all);
    yield told(fieldChange("retry", "ErrorEquals", errorsBefore, errorsAfter, danger));
  }
  for (const leaf of leafChanges("retry", "", without(before), without(after))) {
    const stops = leaf.path === "MaxAttempts" && leaf.after === 0;
    yield told(stops ? { ...leaf, danger: "nothing tries again after these errors" } : leaf);
  }
}

function droppedDanger(
  before: Fields,
  errors: readonly string[],
  all: readonly Fields[],
): string | undefined {
  const trying = all.filter(({ MaxAttempts }) => MaxAttempts !== 0);
  return before.MaxAttempts !== 0 && uncovered(errors, trying).length > 0
    ? "nothing tries again after these errors"
    : undefined;
}

function without(item: Fields): Fields {
  return Object.fromEntries(Object.entries(item).filter(([name]) => name !== "ErrorEquals"));
}
