import assert from "node:assert/strict";
import fs from "node:fs";
import { Authorizer } from "../../sandbox/iam/authorizer";
import { elsewhere } from "../../sandbox/privilege/elsewhere";
import { evidenceOf, gapsOf, readEvidence, RENEW, TABLE_FILE } from "../../sandbox/privilege/evidence";
import { declaredStatements, withoutStack } from "../../sandbox/privilege/statements";
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

    it("takes no made-up reason, for any action or resource, and no other one than was looked at", () => {
      const taken = declaredStatements(program, new Authorizer(program)).flatMap((one) =>
        [...one.actions, ...one.resources.map((arn) => withoutStack(arn, program))].filter(
          (part) =>
            gapsOf({ ...one, reasons: { ...one.reasons, [part]: "Made up." } }, evidence).length === 0,
        ),
      );
      assert.deepEqual(taken, []);
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

  it("has every statement that only another stack declares, with its reasons as they are now", async () => {
    assert.deepEqual(evidence.elsewhere, await elsewhere(evidence.stack, evidence.statements), RENEW);
    const page = fs.readFileSync(TABLE_FILE, "utf8");
    const prod = await recordProgram({ stack: "prod" });
    for (const { role, sid, actions } of declaredStatements(prod, new Authorizer(prod))) {
      assert.ok(page.includes(`### ${role}\n`), role);
      assert.deepEqual(Object.keys(evidenceOf({ role, sid }, evidence)?.actions ?? {}), actions, sid);
    }
  });

  it("says what the evidence says", () => {
    assert.equal(fs.readFileSync(TABLE_FILE, "utf8"), tableOf(evidence), RENEW);
  });
});
