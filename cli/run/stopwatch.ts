/** Times the phases of a command one after the other; phases may also be reported that ran beside others. */
export class Stopwatch {
  private readonly phases: [string, number][] = [];
  private last: number;

  constructor(
    public readonly startedAt = Date.now(),
    private readonly now: () => number = Date.now,
  ) {
    this.last = startedAt;
  }

  /** Ends the phase that began when the one before ended. */
  lap(phase: string): void {
    const now = this.now();
    this.phases.push([phase, now - this.last]);
    this.last = now;
  }

  /** Phases in order, milliseconds, and all of it. */
  timings(): Record<string, number> {
    return { ...Object.fromEntries(this.phases), "in all": this.now() - this.startedAt };
  }
}
