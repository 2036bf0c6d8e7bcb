/** Time, as retries and polls see it; tests have one that does not wait. */
export interface Pace {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** 0 to 1. */
  random(): number;
}

export const realPace: Pace = {
  now: Date.now,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: Math.random,
};
