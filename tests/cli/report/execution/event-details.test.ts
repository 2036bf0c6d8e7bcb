import assert from "node:assert/strict";
import { HistoryEvent$, HistoryEventType } from "@aws-sdk/client-sfn";
import { eventDetails, isFailure } from "../../../../cli/report/execution/event-details";

/** Members of HistoryEvent in Step Functions' own API model. */
const MEMBERS = (HistoryEvent$[4] as readonly string[]).filter((name) => name.endsWith("EventDetails"));

/** Types whose details the API has no member for: there is nothing to tell of them. */
const WITHOUT_DETAILS = new Set([
  ...["ParallelStateAborted", "ParallelStateFailed", "ParallelStateStarted", "ParallelStateSucceeded"],
  ...["MapStateAborted", "MapStateFailed", "MapStateSucceeded", "WaitStateAborted", "TaskStateAborted"],
  ...["MapRunAborted", "MapRunSucceeded", "LambdaFunctionStarted"],
]);

describe("eventDetails", () => {
  it("finds the details of every type of event that the API knows, and reads every member with details", () => {
    const read = new Set<string>();
    for (const type of Object.values(HistoryEventType)) {
      const found = MEMBERS.filter((name) => {
        const details = { name };
        return eventDetails({ type, id: 1, timestamp: new Date(0), [name]: details }) === details;
      });
      assert.equal(found.length, WITHOUT_DETAILS.has(type) ? 0 : 1, type);
      found.forEach((name) => read.add(name));
    }
    assert.deepEqual([...read].sort(), [...MEMBERS].sort());
  });

  it("takes for a failure what ends a call or a state badly, not the end of the execution", () => {
    const failures = Object.values(HistoryEventType).filter((type) =>
      isFailure({ type, id: 1, timestamp: new Date(0) }),
    );
    assert.deepEqual(failures.sort(), [
      ...["ActivityFailed", "ActivityScheduleFailed", "ActivityTimedOut", "EvaluationFailed"],
      ...["LambdaFunctionFailed", "LambdaFunctionScheduleFailed", "LambdaFunctionStartFailed"],
      ...["LambdaFunctionTimedOut", "MapIterationFailed", "MapRunFailed", "MapStateFailed"],
      ...["ParallelStateFailed", "TaskFailed", "TaskStartFailed", "TaskSubmitFailed", "TaskTimedOut"],
    ]);
  });
});
