import assert from "node:assert/strict";
import fs from "node:fs";
import { Authorizer } from "../../sandbox/iam/authorizer";
import { gapsOf, readEvidence, RENEW, TABLE_FILE } from "../../sandbox/privilege/evidence";
import { declaredStatements } from "../../sandbox/privilege/statements";
import { tableOf } from "../../sandbox/privilege/table";
import { recordProgram } from "../../sandbox/program/record";
import type { RecordedProgram } from "../../sandbox/types";
import { policyFindings, policyStatements } from "./policy-rules";
import { widened } from "./widened";

const evidence = readEvidence();

for (const stack of ["dev", "prod"]) {
  describe(`least privilege of ${stack}`, function () {
    this.timeout(60_000);
    let program: RecordedProgram;
    before(async () => {
      program = await recordProgram({ stack });
    });

    it("is proved, or carries its reason, for every action of every statement as it is now", () => {
      const gaps = declaredStatements(program, new Authorizer(program)).flatMap((one) =>
        gapsOf(one, evidence),
      );
      assert.deepEqual(gaps, []);
    });

    it("leaves the policy rules nothing to find", async () => {
      const found = await Promise.all(
        policyStatements(program).map((one) => policyFindings(one, program, evidence)),
      );
      assert.deepEqual(found.flat(), []);
    });

    it("does not survive any action, resource, principal or condition being widened", async () => {
      let tried = 0;
      const survivors: string[] = [];
      for (const owned of policyStatements(program)) {
        for (const { how, owned: mutant } of await widened(owned)) {
          tried += 1;
          if ((await policyFindings(mutant, program, evidence)).length === 0) {
            survivors.push(`${owned.kind} ${owned.owner} ${owned.statement.Sid}: ${how}`);
          }
        }
      }
      assert.deepEqual(survivors, []);
      assert.ok(tried > 1_000, `only ${tried} were tried`);
    });
  });
}

describe("the page of least privilege", () => {
  it("has no statement that the program has no more", async () => {
    const program = await recordProgram({ stack: evidence.stack });
    const declared = declaredStatements(program, new Authorizer(program)).map(
      ({ role, sid }) => `${role} ${sid}`,
    );
    assert.deepEqual(
      evidence.statements.map(({ role, sid }) => `${role} ${sid}`),
      declared,
      RENEW,
    );
  });

  it("says what the evidence says", () => {
    assert.equal(fs.readFileSync(TABLE_FILE, "utf8"), tableOf(evidence), RENEW);
  });
});
