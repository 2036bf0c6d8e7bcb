import assert from "node:assert/strict";
import { requireEnvironment } from "../../handlers/environment";

describe("requireEnvironment", () => {
  it("gives the named variables and no others", () => {
    assert.deepEqual(requireEnvironment(["A", "B"], { A: "1", B: "2", C: "3" }), { A: "1", B: "2" });
  });

  it("names every variable that is absent or empty", () => {
    assert.throws(
      () => requireEnvironment(["A", "B", "C"], { A: "1", B: "" }),
      /The environment lacks B, C: set them/,
    );
  });
});
