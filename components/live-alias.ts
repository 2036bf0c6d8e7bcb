/**
 * The alias that callers address, of functions and state machines alike. A deploy publishes a version and moves the alias to
 * it, last; what is already running keeps the version it began with.
 */
export const LIVE_ALIAS = "live";
