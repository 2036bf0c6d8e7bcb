/** A day on which the pack's own waivers hold: no test may fail by itself when they end. */
export const DURING_THE_WAIVERS = new Date("2026-12-01T12:00:00Z");
