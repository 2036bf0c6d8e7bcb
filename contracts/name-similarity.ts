/**
 * How alike two names are, 0 to 1: 1 less the edit distance by the longer length; a name that makes up
 * half of the other or more counts 0.8.
 */
export function nameSimilarity(left: string, right: string): number {
  const [a, b] = [normalised(left), normalised(right)];
  if (a === b) return 1;
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  if (shorter.length * 2 >= longer.length && longer.includes(shorter)) return 0.8;
  return 1 - editDistance(a, b) / longer.length;
}

/** The candidate most like `name`, if any is alike enough to be meant. */
export function closestName(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestScore = 0.6;
  for (const candidate of candidates) {
    const score = nameSimilarity(name, candidate);
    if (score >= bestScore) [best, bestScore] = [candidate, score];
  }
  return best;
}

/** Column names are short; what a broken file has instead is cut, so that the distance stays cheap. */
function normalised(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
    .slice(0, 127);
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = previous[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, previous[column] + 1, current[column - 1] + 1));
    }
    previous = current;
  }
  return previous[b.length];
}
