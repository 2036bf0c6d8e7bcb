import assert from "node:assert/strict";
import { LAMBDA_RETRIES } from "../../components/workflow/retries";
import * as errors from "../../handlers/errors";

const retried = ["SourceUnavailable", "SourceChanged", "WarehouseBusy"];
const neverRetried = [
  "InvalidEvent",
  "ContractInvalid",
  "SourceMissing",
  "SourceRejected",
  "TransformOutputInvalid",
  "ReconciliationFailed",
];

describe("handler errors", () => {
  it("are exactly the names the workflows know", () => {
    assert.deepEqual(Object.keys(errors).sort(), [...retried, ...neverRetried].sort());
  });

  it("carry their class's name as `name`, which Step Functions reports", () => {
    for (const [name, HandlerError] of Object.entries(errors)) {
      assert.equal(new HandlerError("text").name, name);
    }
  });

  it("are retried by the workflow only where that may help", () => {
    const names = LAMBDA_RETRIES.flatMap(({ ErrorEquals }) => ErrorEquals);
    assert.deepEqual(
      retried.filter((name) => names.includes(name)),
      retried,
    );
    assert.deepEqual(
      neverRetried.filter((name) => names.includes(name)),
      [],
    );
  });

  it("keep their message short enough for a mail", () => {
    assert.equal(new errors.SourceRejected("x".repeat(5000)).message.length, 1000);
  });
});
