/** What is missing from a report, and why. A part that can't be read must not lose the others. */
export class Notes {
  private readonly lines = new Set<string>();

  add(line: string): void {
    this.lines.add(line);
  }

  /** What `read` gives, or undefined and a note that says `part` is missing and why. */
  async unless<T>(part: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      const { name, message } = error as Error;
      this.add(`${part} could not be read: ${name === "Error" ? "" : `${name}: `}${message}`);
      return undefined;
    }
  }

  all(): readonly string[] {
    return [...this.lines];
  }
}
