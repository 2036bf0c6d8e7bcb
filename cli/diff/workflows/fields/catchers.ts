import { type Fields, listed } from "../../../../components/workflow/lint/definition";
import type { FieldChange } from "../workflow-change";
import { type ComparedState, leavesFailure } from "./compared-state";
import { errorLabel, errorsOf, matchedByErrors, uncovered } from "./error-sets";
import { fieldChange, leafChanges, ofItem } from "./field-change";
import { same } from "./leaves";

/** Catchers by their errors. The first that names an error counts: their order is told where it changes. */
export function* catchChanges(state: ComparedState): Generator<FieldChange> {
  const olds = listed(state.was, "Catch").map(({ item }) => item);
  const news = listed(state.is, "Catch").map(({ item }) => item);
  const { rows, reordered } = matchedByErrors(olds, news);
  for (const { before, after } of rows) {
    if (before !== undefined && after !== undefined) {
      yield* catcherChanges(state, before, after, olds, news);
    } else {
      const danger =
        before === undefined
          ? swallowDanger(state, errorsOf(after!), after!, olds)
          : uncaughtDanger(errorsOf(before), news);
      yield ofItem("Catch", errorLabel((after ?? before)!), fieldChange("catch", "", before, after, danger));
    }
  }
  if (reordered) {
    yield fieldChange("catch", "Catch order", olds.map(errorLabel), news.map(errorLabel));
  }
}

function* catcherChanges(
  state: ComparedState,
  before: Fields,
  after: Fields,
  olds: readonly Fields[],
  news: readonly Fields[],
): Generator<FieldChange> {
  const told = (change: FieldChange): FieldChange => ofItem("Catch", errorLabel(after), change);
  const [errorsBefore, errorsAfter] = [errorsOf(before), errorsOf(after)];
  if (!same(errorsBefore, errorsAfter)) {
    const dropped = errorsBefore.filter((error) => !errorsAfter.includes(error));
    const gained = errorsAfter.filter((error) => !errorsBefore.includes(error));
    const danger = uncaughtDanger(dropped, news) ?? swallowDanger(state, gained, after, olds);
    yield told(fieldChange("catch", "ErrorEquals", errorsBefore, errorsAfter, danger));
  }
  if (state.nameAfter(before.Next) !== after.Next) {
    const danger = leavesFailure(state, before.Next, after.Next);
    yield told(fieldChange("catch", "Next", before.Next, after.Next, danger));
  }
  for (const change of leafChanges("catch", "", without(before), without(after))) {
    yield told(change);
  }
}

/** An error that no catcher names ends what it happens in: the execution, or the Map or Parallel around it. */
function uncaughtDanger(errors: readonly string[], news: readonly Fields[]): string | undefined {
  return uncovered(errors, news).length > 0 ? "nothing here catches these errors any more" : undefined;
}

/** Errors that no catcher named failed the execution. */
function swallowDanger(
  { ways }: ComparedState,
  errors: readonly string[],
  after: Fields,
  olds: readonly Fields[],
): string | undefined {
  const ended = uncovered(errors, olds).length > 0;
  return ended && typeof after.Next === "string" && !ways.failsAfter(after.Next)
    ? "these errors ended it as a failure, and now may end as a success"
    : undefined;
}

function without(item: Fields): Fields {
  return Object.fromEntries(
    Object.entries(item).filter(([name]) => name !== "ErrorEquals" && name !== "Next"),
  );
}
