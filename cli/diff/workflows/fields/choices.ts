import { type Fields, listed } from "../../../../components/workflow/lint/definition";
import { conditionText } from "../../../report/execution/conditions";
import { matched } from "../pairing/matched";
import type { FieldChange } from "../workflow-change";
import { type ComparedState, leavesFailure } from "./compared-state";
import { fieldChange, leafChanges, ofItem } from "./field-change";
import { same } from "./leaves";

/** What a rule has besides its condition. */
const CONSEQUENCES = ["Next", "Assign", "Output", "Comment"];

/** Rules with the same condition are one rule; of the others, those that lead to the same state. The first that holds is taken. */
export function* choiceChanges(state: ComparedState): Generator<FieldChange> {
  const olds = listed(state.was, "Choices").map(({ item }) => item);
  const news = listed(state.is, "Choices").map(({ item }) => item);
  const sameTarget = (one: Fields, other: Fields): boolean => state.nameAfter(one.Next) === other.Next;
  const sameCondition = (one: Fields, other: Fields): boolean => same(conditionOf(one), conditionOf(other));
  const { rows, reordered } = matched(olds, news, [
    (one, other) => (sameCondition(one, other) && sameTarget(one, other) ? 1 : 0),
    (one, other) => (sameCondition(one, other) ? 1 : 0),
    (one, other) => (sameTarget(one, other) ? 1 : 0),
  ]);
  for (const { before, after } of rows) {
    if (before === undefined || after === undefined) {
      yield ofItem("Choices", ruleLabel((after ?? before)!), fieldChange("route", "", before, after));
    } else {
      yield* ruleChanges(state, before, after, sameTarget(before, after));
    }
  }
  if (reordered) {
    yield fieldChange("route", "Choices order", olds.map(ruleLabel), news.map(ruleLabel));
  }
}

function* ruleChanges(
  state: ComparedState,
  before: Fields,
  after: Fields,
  sameTarget: boolean,
): Generator<FieldChange> {
  const [was, is] = [conditionOf(before), conditionOf(after)];
  if (!same(was, is)) {
    const change = fieldChange("route", "Condition", conditionText(before), conditionText(after));
    yield ofItem("Choices", String(after.Next), change);
  }
  const told = (change: FieldChange): FieldChange => ofItem("Choices", ruleLabel(after), change);
  if (!sameTarget) {
    const danger = leavesFailure(state, before.Next, after.Next);
    yield told(fieldChange("route", "Next", before.Next, after.Next, danger));
  }
  for (const [topic, name] of [
    ["variables", "Assign"],
    ["output", "Output"],
    ["other", "Comment"],
  ] as const) {
    for (const change of leafChanges(topic, name, before[name], after[name])) {
      yield told(change);
    }
  }
}

/** `$polls < 5`: the condition as people read it. */
export function ruleLabel(rule: Fields): string {
  return conditionText(rule);
}

function conditionOf(rule: Fields): Fields {
  return Object.fromEntries(Object.entries(rule).filter(([name]) => !CONSEQUENCES.includes(name)));
}
