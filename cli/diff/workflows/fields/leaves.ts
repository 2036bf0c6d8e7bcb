import { isFields } from "../../../../components/workflow/lint/definition";
import { byText, sortedJson } from "../../../synth/json";

export interface Leaf {
  /** `Payload.contract.key`, `TransactItems[0].Update.TableName`, `["order id"]`; empty for the value itself. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Whether two values are the same JSON, whatever the order of their keys. */
export function same(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === other) {
    return one === other;
  }
  return sortedJson(one) === sortedJson(other);
}

/** Where two JSON values differ, as deep as both have something there. Keys in alphabetical order. */
export function* differences(before: unknown, after: unknown, path = ""): Generator<Leaf> {
  if (same(before, after)) {
    return;
  }
  if (isFields(before) && isFields(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    for (const key of [...keys].sort(byText)) {
      yield* differences(ownMember(before, key), ownMember(after, key), memberPath(path, key));
    }
  } else if (Array.isArray(before) && Array.isArray(after)) {
    yield* listDifferences(before, after, path);
  } else {
    yield {
      path,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    };
  }
}

/** What both lists begin and end with stays; between them place for place. */
function* listDifferences(
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
): Generator<Leaf> {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && same(before[head], after[head])) {
    head += 1;
  }
  let tail = 0;
  while (tail < shorter - head && same(before.at(-1 - tail), after.at(-1 - tail))) {
    tail += 1;
  }
  for (let index = head; index < Math.max(before.length, after.length) - tail; index += 1) {
    const was = index < before.length - tail ? before[index] : undefined;
    const is = index < after.length - tail ? after[index] : undefined;
    yield* differences(was, is, `${path}[${index}]`);
  }
}

export function memberPath(path: string, key: string): string {
  if (key === "" || /[\s.[\]"]/.test(key)) {
    return `${path}[${JSON.stringify(key)}]`;
  }
  return path === "" ? key : `${path}.${key}`;
}

function ownMember(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
