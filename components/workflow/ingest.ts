import type { Workflow } from "./asl";
import { ingestTimeoutSeconds, type IngestArgs } from "./ingest/args";
import { claimStates } from "./ingest/claim";
import { INGEST_LINT } from "./ingest/lint-options";
import { failureStates, successStates } from "./ingest/outcome";
import { workStates } from "./ingest/work";
import { workflow } from "./workflow";

/**
 * The parent workflow: claims the run of one logical date, extracts, validates, hands over to the child, and records and
 * reports how it ended. Input: `{ scheduledTime }` from the schedule, or `{ logicalDate, trigger?, force? }` from a person.
 */
export function ingestWorkflow(args: IngestArgs): Workflow {
  return workflow({
    name: args.name,
    comment: `Daily run of ${args.pipeline}: claim, extract, validate, transform and load, record, notify.`,
    startAt: "PlanRun",
    timeoutSeconds: ingestTimeoutSeconds(args),
    states: {
      ...claimStates(args),
      ...workStates(args),
      ...successStates(args),
      ...failureStates(args),
    },
    lint: INGEST_LINT,
  });
}
