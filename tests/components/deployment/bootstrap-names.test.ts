import assert from "node:assert/strict";
import { boundaryName, bootstrapName } from "../../../components/deployment/bootstrap-names";
import { boundedNames } from "./judged";

describe("names of the bootstrap", () => {
  it("are none that any stack's roles may touch", () => {
    const name = bootstrapName(boundedNames("dev"), "deploy");
    assert.equal(name, "stepline-bootstrap-dev-deploy");
    assert.ok(!name.startsWith("stepline-dev-"));
    assert.equal(boundaryName(boundedNames("prod")), "stepline-bootstrap-prod-boundary");
  });

  it("are no longer than a role's may be", () => {
    assert.throws(
      () => bootstrapName(boundedNames("a".repeat(20), "p".repeat(40)), "deploy"),
      /has 78 characters, IAM allows a role 64: shorten/,
    );
  });
});
