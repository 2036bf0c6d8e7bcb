import type { Rule } from "../rule";
import { callArguments } from "./arguments";
import { credentials } from "./credentials";
import { errorNames } from "./error-names";
import { mapCalls } from "./map-calls";
import { knownCalls, possiblePatterns, preferSync } from "./known-calls";

/** Rules about the calls that Tasks make. */
export const integrationRules: readonly Rule[] = [
  knownCalls,
  possiblePatterns,
  preferSync,
  callArguments,
  mapCalls,
  errorNames,
  credentials,
];
