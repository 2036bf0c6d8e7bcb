/**
 * The candidate that is most like `name`, if one is alike enough to be what was meant: at most a third of it differs, or
 * one is a part of the other.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    if (candidate.toLowerCase() === name.toLowerCase()) {
      return candidate;
    }
    const edits = distance(name.toLowerCase(), candidate.toLowerCase(), fewest);
    if (edits < fewest) {
      best = candidate;
      fewest = edits;
    }
  }
  return best ?? partOf(name.toLowerCase(), candidates);
}

/** The longest candidate that the name begins or ends with, or the other way round: `invoke` for `invokeAsync`. */
function partOf(name: string, candidates: Iterable<string>): string | undefined {
  const fits = [...candidates].filter((candidate) => {
    const [short, long] = [name, candidate.toLowerCase()].sort((a, b) => a.length - b.length);
    return short.length >= 4 && (long.startsWith(short) || long.endsWith(short));
  });
  return fits.sort((a, b) => Math.abs(a.length - name.length) - Math.abs(b.length - name.length)).at(0);
}

/** How many letters have to be changed, put in, taken out or swapped with the next; `limit` when it is that many or more. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) {
    return limit;
  }
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let edits = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, before[j - 2] + 1);
      }
      row.push(edits);
    }
    before = last;
    last = row;
  }
  return Math.min(last[b.length], limit);
}

/** `write StateMachineArn`, with what was probably meant, or the first of all that there are. */
export function suggestion(name: string, candidates: readonly string[], verb = "write"): string {
  const meant = nearest(name, candidates);
  if (meant !== undefined) {
    return `Did you mean ${meant}? Then ${verb} that.`;
  }
  if (candidates.length === 0) {
    return "Leave it out: nothing is taken there.";
  }
  const some = candidates.slice(0, 12).join(", ");
  return `It is one of ${some}${candidates.length > 12 ? `, and ${candidates.length - 12} more` : ""}.`;
}
