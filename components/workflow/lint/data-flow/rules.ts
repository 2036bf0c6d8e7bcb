import type { Rule } from "../rule";
import { childInput } from "./child-input";
import { expressionProblems, fieldTypes } from "./field-types";
import { jsonPath } from "./json-path";
import { payloadGrowth } from "./payload-growth";
import { jsonataSyntax } from "./syntax";
import { unboundedResults } from "./unbounded-results";
import { unusedVariables } from "./unused-variables";
import { variableNames } from "./variable-names";

/** Rules about what flows from state to state. */
export const dataFlowRules: readonly Rule[] = [
  jsonataSyntax,
  expressionProblems,
  fieldTypes,
  unusedVariables,
  variableNames,
  childInput,
  payloadGrowth,
  unboundedResults,
  jsonPath,
];
