import { code, type Item, text, type Text } from "../../document/document";
import type { FieldChange, StateChange } from "../workflow-change";
import { callName } from "./call-name";
import { fieldWords } from "./field-words";
import { listedCodes, shown, shownSeconds } from "./values";

/** One item for each state in reading order; states that change in the very same way share one. */
export function stateItems(states: readonly StateChange[]): readonly Item[] {
  const groups = new Map<string, StateChange[]>();
  for (const state of states) {
    const key =
      state.action === "changed" && state.previousName === undefined
        ? JSON.stringify(state.fields)
        : state.state;
    groups.set(key, [...(groups.get(key) ?? []), state]);
  }
  return [...groups.values()].map((group) =>
    group.length === 1
      ? stateItem(group[0])
      : sharedItem(
          group.map(({ state }) => state),
          group[0],
        ),
  );
}

function stateItem(state: StateChange): Item {
  const { state: name, previousName, action, fields } = state;
  if (action === "added" || action === "removed") {
    return {
      mark: action,
      text: text`${code(name)} is ${action === "added" ? "new" : "gone"}: ${presence(state)}`,
    };
  }
  const renamed = previousName === undefined ? undefined : text`was named ${code(previousName)}`;
  const [only] = fields;
  if (renamed === undefined && fields.length === 1) {
    return { mark: markOf(fields), text: text`${code(name)} ${fieldWords(only)}` };
  }
  if (fields.length === 0) {
    return { mark: "changed", text: text`${code(name)} ${renamed ?? []}` };
  }
  return {
    mark: markOf(fields),
    text: renamed === undefined ? text`${code(name)}` : text`${code(name)} ${renamed}`,
    details: fieldItems(fields),
  };
}

function sharedItem(names: readonly string[], { fields }: StateChange): Item {
  return {
    mark: markOf(fields),
    text: text`${listedCodes(names, names.length)}, each in the same way`,
    details: fieldItems(fields),
  };
}

export function fieldItems(fields: readonly FieldChange[]): readonly Item[] {
  return fields.map((field) => ({ mark: markOf([field]), text: fieldWords(field) }));
}

function markOf(fields: readonly FieldChange[]): Item["mark"] {
  return fields.some(({ danger }) => danger !== undefined) ? "danger" : "changed";
}

/** What a new state does, or one that is gone did: `a Task that calls x, times out after 10 minutes, leads to Y`. */
function presence({ action, fields }: StateChange): Text {
  const side = action === "added" ? "after" : "before";
  const values = new Map(fields.map(({ path, [side]: value }) => [path, value]));
  const [resource, limit, next, otherwise] = ["Resource", "TimeoutSeconds", "Next", "Default"].map((path) =>
    values.get(path),
  );
  return [
    text`a ${shown(values.get("Type"))}`,
    resource === undefined ? [] : text` that calls ${shown(callName(resource))}`,
    limit === undefined ? [] : text`, with ${shownSeconds(limit)} at most`,
    next === undefined ? [] : text`, before ${shown(next)}`,
    otherwise === undefined ? [] : text`, with ${shown(otherwise)} when no rule holds`,
  ].flat();
}
