import assert from "node:assert/strict";

import { dataOptions, mayDeleteData } from "../../components/data-retention";

describe("mayDeleteData", () => {
  it("takes two keys", () => {
    const consent = (allowDataDeletion: boolean) => ({ protectResources: false, allowDataDeletion });
    assert.deepEqual(
      [true, false].flatMap((wish) => [true, false].map((allow) => mayDeleteData(wish, consent(allow)))),
      [true, false, false, false],
    );
  });
});

describe("dataOptions", () => {
  it("retains what may not be deleted, and protects what the environment protects", () => {
    assert.deepEqual(dataOptions(true, { protectResources: true, allowDataDeletion: false }), {
      protect: true,
      retainOnDelete: true,
    });
    assert.deepEqual(dataOptions(true, { protectResources: false, allowDataDeletion: true }), {
      protect: false,
      retainOnDelete: false,
    });
  });
});
