import { BUSINESS_ERRORS } from "../business-errors";
import { HANDLER_RESULTS } from "../lint/data-flow/handler-results";
import type { LintOptions } from "../lint/rule";

const NOT_A_FAILURE = "failure-ends-green";

/** Where the parent is as it is on purpose. */
export const INGEST_LINT: LintOptions = {
  businessErrors: BUSINESS_ERRORS,
  functionResults: HANDLER_RESULTS,
  exemptions: [
    {
      rule: NOT_A_FAILURE,
      state: "AcquireRun",
      field: "Catch[1].Next",
      reason:
        "A refused claim is an answer: the run is done, or its lock is held. InspectRun finds out which.",
    },
    {
      rule: NOT_A_FAILURE,
      state: "DescribeOwner",
      field: "Catch[1].Next",
      reason: "An execution that AWS has forgotten is an answer: the owner of the lock is dead.",
    },
    {
      rule: NOT_A_FAILURE,
      state: "NotifyDuplicate",
      reason:
        "The run belongs to another execution: what is mailed about a duplicate changes nothing about it.",
    },
    {
      rule: NOT_A_FAILURE,
      state: "NotifySuccess",
      reason: "The data is loaded and recorded: a mail that could not be sent does not make that a failure.",
    },
    {
      rule: "failure-not-recorded",
      state: "NotifyFailure",
      reason: "What can be recorded is recorded before the notice; an input without a date has no record.",
    },
  ],
};
