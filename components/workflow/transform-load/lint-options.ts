import { BUSINESS_ERRORS } from "../business-errors";
import { HANDLER_RESULTS } from "../lint/data-flow/handler-results";
import type { LintOptions } from "../lint/rule";

/** Where the child is as it is on purpose. */
export const TRANSFORM_LOAD_LINT: LintOptions = {
  businessErrors: BUSINESS_ERRORS,
  functionResults: HANDLER_RESULTS,
  failuresReportedBy: {
    caller: "ingest",
    reason: "The parent waits for this workflow, and records and reports its failure with the run's.",
  },
  exemptions: [
    {
      rule: "failure-ends-green",
      state: "DescribeLoad",
      reason:
        "A load that can't be looked at is cancelled and looked at again: it may have committed meanwhile.",
    },
    {
      rule: "failure-ends-green",
      state: "CancelLoad",
      reason: "A statement that has just ended can't be cancelled: the next look tells how it ended.",
    },
  ],
};
