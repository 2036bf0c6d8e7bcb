import type { FieldChange } from "../workflow-change";
import { differences } from "./leaves";

type Topic = FieldChange["topic"];

/** One field that differs; what is undefined is left out. */
export function fieldChange(
  topic: Topic,
  path: string,
  before: unknown,
  after: unknown,
  danger?: string,
): FieldChange {
  return {
    topic,
    path,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(danger === undefined ? {} : { danger }),
  };
}

/** The same of a member of a list: its path begins with `Retry[item]`. */
export function ofItem(
  list: "Choices" | "Retry" | "Catch",
  item: string,
  { topic, path, ...rest }: FieldChange,
): FieldChange {
  return { topic, path: `${list}[${item}]${path === "" ? "" : `.${path}`}`, item, ...rest };
}

/** Every place where two values differ. */
export function* leafChanges(
  topic: Topic,
  path: string,
  before: unknown,
  after: unknown,
): Generator<FieldChange> {
  for (const leaf of differences(before, after, path)) {
    yield fieldChange(topic, leaf.path, leaf.before, leaf.after);
  }
}
