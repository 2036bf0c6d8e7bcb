/** Members of a list that say which they are. */
export interface Member {
  /** `tidy`, `s3:GetObject` */
  readonly label: string;
  /** Where it stands in its list. */
  readonly index: number;
  readonly value: unknown;
}

export interface KeyedLists {
  /** Absent: the values themselves. */
  readonly key?: string;
  readonly before: readonly Member[];
  readonly after: readonly Member[];
}

/** What tells a member of a list from the others, the most telling first. */
const KEYS = ["Sid", "sid", "Id", "id", "Name", "name", "Key", "key", "parameterKey", "serviceName"] as const;

/**
 * Both lists by what tells their members apart: a natural key that each member has, or the values themselves where all are texts,
 * numbers or truth values. Nothing where some member has none, or two of a list have the same.
 */
export function byNaturalKey(before: readonly unknown[], after: readonly unknown[]): KeyedLists | undefined {
  for (const key of [undefined, ...KEYS]) {
    const label = key === undefined ? labelOfValue : labelByKey(key);
    const members = [labelled(before, label), labelled(after, label)] as const;
    if (members[0] !== undefined && members[1] !== undefined) {
      return { key, before: members[0], after: members[1] };
    }
  }
  return undefined;
}

type Label = (value: unknown) => string | undefined;

function labelled(list: readonly unknown[], label: Label): readonly Member[] | undefined {
  const labels = list.map(label);
  if (labels.includes(undefined) || new Set(labels).size !== labels.length) {
    return undefined;
  }
  return list.map((value, index) => ({ label: labels[index] ?? "", index, value }));
}

function labelOfValue(value: unknown): string | undefined {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}

function labelByKey(key: string): Label {
  return (value) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? labelOfValue((value as Readonly<Record<string, unknown>>)[key])
      : undefined;
}
