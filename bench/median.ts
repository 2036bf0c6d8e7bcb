/** @throws Error when there is nothing to take a median of */
export function median(samples: readonly number[]): number {
  if (samples.length === 0) {
    throw new Error("No samples: a median needs one at least.");
  }
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
