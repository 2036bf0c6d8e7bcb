/** JSON that is the same text for the same data: keys sorted, indented by two, a line end at its end. */
export function sortedJson(value: unknown): string {
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}

/** By UTF-16 code units: what a language's rules make of the order is another matter on another machine. */
export function byText(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => byText(one, other))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
