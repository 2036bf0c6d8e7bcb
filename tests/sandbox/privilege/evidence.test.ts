import assert from "node:assert/strict";
import { type Evidence, gapsOf, RENEW, type StatementEvidence } from "../../../sandbox/privilege/evidence";
import type { ActionProof } from "../../../sandbox/privilege/proof";
import type { DeclaredStatement } from "../../../sandbox/privilege/statements";

const BUCKET = "arn:aws:s3:::stepline-<stack>-lake/*";
const missed: ActionProof = { kind: "missed", scenario: "a day", aspect: "runs", instead: "FAILED" };
const reason: ActionProof = { kind: "reason", reason: "AWS does it itself." };

function declared(reasons: Readonly<Record<string, string>>): DeclaredStatement {
  const text = { role: "writer", sid: "Write", fingerprint: "0123456789abcdef" };
  const where = { roleName: "stepline-dev-writer", policy: "stepline-dev-writer/permissions" };
  const parts = { actions: ["s3:PutObject", "s3:DeleteObject"], resources: [BUCKET] };
  return { ...text, ...where, ...parts, unproved: reasons, reasons };
}

function evidence(second: ActionProof, more: Partial<StatementEvidence> = {}): Evidence {
  const own = {
    ...{ role: "writer", sid: "Write", fingerprint: "0123456789abcdef" },
    actions: { "s3:PutObject": missed, "s3:DeleteObject": second },
    resourceReasons: {},
    unusedResources: [],
    ...more,
  };
  return { stack: "dev", scenarios: ["a day"], statements: [own], elsewhere: {} };
}

function onlyGap(statement: DeclaredStatement, known: Evidence): string {
  const gaps = gapsOf(statement, known);
  assert.equal(gaps.length, 1, gaps.join("\n"));
  return gaps[0];
}

describe("evidence of a statement", () => {
  it("is complete when each action is missed, or has the reason that was looked at", () => {
    assert.deepEqual(gapsOf(declared({}), evidence(missed)), []);
    assert.deepEqual(gapsOf(declared({ "s3:DeleteObject": reason.reason }), evidence(reason)), []);
    assert.deepEqual(
      gapsOf(
        declared({ [BUCKET]: "Only by night." }),
        evidence(missed, { resourceReasons: { [BUCKET]: "Only by night." } }),
      ),
      [],
    );
  });

  it("has no room for a new reason on an action that a scenario misses", () => {
    const documented: ActionProof = { ...missed, kind: "documented", page: "Guide" };
    for (const proof of [missed, documented]) {
      const gap = onlyGap(declared({ "s3:DeleteObject": "Made up." }), evidence(proof));
      assert.match(gap, /^writer Write: s3:DeleteObject .*"Made up\.".*"a day" misses it: drop the reason/);
      assert.ok(gap.includes(RENEW));
    }
  });

  it("is out of date when a reason has changed, or is gone", () => {
    const changed = onlyGap(declared({ "s3:DeleteObject": "Another." }), evidence(reason));
    assert.match(changed, /s3:DeleteObject has another reason \("Another\."\)/);
    const gone = onlyGap(declared({}), evidence(reason));
    assert.match(gone, /s3:DeleteObject has lost its reason/);
    assert.ok([changed, gone].every((gap) => gap.includes(RENEW)));
  });

  it("is out of date when a resource has a reason it had not, or another", () => {
    const fresh = onlyGap(declared({ [BUCKET]: "Only by night." }), evidence(missed));
    assert.match(fresh, /lake\/\* is given a reason .* that nothing has tested: run npx stepline privilege/);
    const known = evidence(missed, { resourceReasons: { [BUCKET]: "Only by day." } });
    assert.match(onlyGap(declared({ [BUCKET]: "Only by night." }), known), /another reason/);
  });

  it("tells of a reason that a scenario has shown to be false", () => {
    const refuted: ActionProof = { ...missed, kind: "refuted", reason: "Made up." };
    const gap = onlyGap(declared({ "s3:DeleteObject": "Made up." }), evidence(refuted));
    assert.match(
      gap,
      /s3:DeleteObject has a reason \("Made up\."\) that is false: .*"a day".*: drop the reason/,
    );
  });

  it("has to exist, whatever the reasons", () => {
    const reasons = { "s3:PutObject": "AWS.", "s3:DeleteObject": "AWS." };
    const none: Evidence = { stack: "dev", scenarios: [], statements: [], elsewhere: {} };
    assert.equal(gapsOf(declared(reasons), none).length, 2);
    const [own] = evidence(reason, {
      actions: {
        "s3:PutObject": { ...reason, reason: "AWS." },
        "s3:DeleteObject": { ...reason, reason: "AWS." },
      },
    }).statements;
    assert.deepEqual(gapsOf(declared(reasons), { ...none, elsewhere: { prod: [own] } }), []);
  });
});
