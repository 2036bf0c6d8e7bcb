import assert from "node:assert/strict";

import { RunLedger } from "../../components/run-ledger";
import { named, record, type Recording } from "../pulumi-mocks";
import { disposable, guarded, keyArn, names } from "./fixtures";

const make = (protection: typeof disposable): Promise<Recording> =>
  record(() => {
    new RunLedger("ledger", { names, kmsKeyArn: keyArn, protection, deleteWithStack: true });
  });

describe("RunLedger", () => {
  it("keeps one encrypted item a pipeline and logical date, on demand", async () => {
    assert.deepEqual(named(await make(disposable), "ledger-table").inputs, {
      name: "stepline-dev-runs",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pipeline",
      rangeKey: "logicalDate",
      attributes: [
        { name: "pipeline", type: "S" },
        { name: "logicalDate", type: "S" },
      ],
      serverSideEncryption: { enabled: true, kmsKeyArn: keyArn },
      pointInTimeRecovery: { enabled: false },
      deletionProtectionEnabled: false,
    });
  });

  it("can be restored and can't be deleted where the environment says so", async () => {
    const table = named(await make(guarded), "ledger-table");
    assert.deepEqual(table.inputs.pointInTimeRecovery, { enabled: true });
    assert.equal(table.inputs.deletionProtectionEnabled, true);
    assert.deepEqual([table.protect, table.retainOnDelete], [true, true]);
  });
});
