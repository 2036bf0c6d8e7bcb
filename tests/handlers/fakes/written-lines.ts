export interface Line extends Record<string, unknown> {
  readonly level?: string;
  readonly message?: string;
}

/** JSON lines that a handler writes while `act` runs: Powertools has a console of its own on stdout and stderr. */
export async function linesOf(act: () => Promise<unknown>): Promise<Line[]> {
  const written: string[] = [];
  const outputs = [process.stdout, process.stderr];
  const originals = outputs.map((output) => output.write.bind(output));
  for (const output of outputs) {
    output.write = (text: string | Uint8Array) => written.push(text.toString()) > 0;
  }
  try {
    await act();
  } finally {
    outputs.forEach((output, at) => (output.write = originals[at]!));
  }
  return written
    .join("")
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Line);
}
