import type { Pace } from "../../../handlers/pace";

/** Time that passes only while somebody sleeps, and then at once. */
export class InstantPace implements Pace {
  readonly slept: number[] = [];

  constructor(
    private time = Date.parse("2008-11-22T00:00:00Z"),
    private readonly chance = 0,
  ) {}

  now(): number {
    return this.time;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.slept.push(milliseconds);
    this.time += milliseconds;
  }

  random(): number {
    return this.chance;
  }
}
