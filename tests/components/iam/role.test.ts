import assert from "node:assert/strict";
import { createRole } from "../../../components/iam/role";
import { Names } from "../../../components/naming";
import { named, record } from "../../pulumi-mocks";
import { names } from "../fixtures";

/** Inputs of a role of a stack with that boundary. */
async function role(permissionsBoundary?: string): Promise<Readonly<Record<string, unknown>>> {
  const recording = await record(() =>
    createRole(
      "reader",
      {
        names: new Names({ ...names.placement, permissionsBoundary }),
        roleName: "stepline-dev-reader",
        description: "Reads",
        trusts: [{ sid: "Service", principal: { service: "lambda.amazonaws.com" } }],
        permissions: [{ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }],
      },
      {},
    ),
  );
  return named(recording, "reader-role").inputs;
}

describe("createRole", () => {
  it("puts the stack's boundary on every role", async () => {
    assert.equal(
      (await role("stepline-bootstrap-dev-boundary")).permissionsBoundary,
      "arn:aws:iam::111122223333:policy/stepline-bootstrap-dev-boundary",
    );
  });

  it("makes roles without one for a stack that has none", async () => {
    assert.ok(!("permissionsBoundary" in (await role())));
  });
});
