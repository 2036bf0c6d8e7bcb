import assert from "node:assert/strict";
import { Lab } from "../../../sandbox/privilege/lab";
import { type Baseline, proveAction, runBaseline, unusedResources } from "../../../sandbox/privilege/proof";
import { SCENARIOS } from "../../../sandbox/privilege/scenarios";
import { type DeclaredStatement, declaredStatements } from "../../../sandbox/privilege/statements";
import { recordProgram } from "../../../sandbox/program/record";

const NAME = "no file was delivered";

describe("taking a permission away", function () {
  this.timeout(120_000);
  let lab: Lab;
  let baseline: Baseline;
  let statements: readonly DeclaredStatement[];

  before(async () => {
    const program = await recordProgram({ stack: "dev" });
    lab = await Lab.start(program, { spark: false });
    statements = declaredStatements(program, lab.sandbox.authorizer);
    baseline = await runBaseline(
      lab,
      SCENARIOS.find(({ name }) => name === NAME)!,
    );
  });

  after(async () => {
    await lab.close();
  });

  function statement(role: string, sid: string): DeclaredStatement {
    return statements.find((one) => one.role === role && one.sid === sid)!;
  }

  it("is missed by the run that needs it, which says what it was refused", async () => {
    const proof = await proveAction(statement("marketing-extract", "ListDelivered"), "s3:ListBucket", [
      baseline,
    ]);
    assert.ok(proof.kind === "missed", proof.kind);
    assert.equal(proof.scenario, NAME);
    assert.equal(proof.aspect, "runs");
    assert.match(proof.instead, /^FAILED (?!SourceMissing)/);
  });

  it("is missed by who waits for a notice, and by who wants the lock", async () => {
    const notice = await proveAction(statement("marketing-ingest", "Notify"), "sns:Publish", [baseline]);
    assert.equal(notice.kind, "missed");
    const lock = await proveAction(statement("marketing-ingest", "ReleaseLock"), "dynamodb:DeleteItem", [
      baseline,
    ]);
    assert.equal(lock.kind, "missed");
  });

  it("is missed in the logs, where nothing else tells", async () => {
    const proof = await proveAction(statement("marketing-extract", "WriteLogs"), "logs:PutLogEvents", [
      baseline,
    ]);
    assert.deepEqual(proof, { kind: "missed", scenario: NAME, aspect: "logs", instead: "" });
  });

  it("leaves everything as it was, once the permission is given back", async () => {
    assert.deepEqual(await baseline.scenario.run(lab, baseline.seen.logs), baseline.seen);
  });

  it("says so when no scenario asks for an action or a resource", async () => {
    const child = statement("marketing-ingest", "StartChild");
    assert.deepEqual(await proveAction(child, "states:StartExecution", [baseline]), { kind: "unused" });
    assert.deepEqual(unusedResources(child, [baseline]), child.resources);
  });

  it("leaves a reason standing that no scenario contradicts", async () => {
    for (const one of statements) {
      for (const action of one.actions.filter((name) => one.unproved[name] !== undefined)) {
        const proof = await proveAction(one, action, [baseline]);
        assert.deepEqual(proof, { kind: "reason", reason: one.unproved[action] }, `${one.sid} ${action}`);
      }
    }
  });

  it("shows that a made-up reason is false", async () => {
    const notify = statement("marketing-ingest", "Notify");
    const excused = { ...notify, unproved: { "sns:Publish": "Made up." } };
    assert.deepEqual(await proveAction(excused, "sns:Publish", [baseline]), {
      ...{ kind: "refuted", reason: "Made up.", scenario: NAME, aspect: "notices", instead: "" },
    });
  });

  it("proves nothing by a list that the sandbox has from the documentation, which is then named", async () => {
    const deploys = SCENARIOS.find(({ documentedIn }) => documentedIn !== undefined)!;
    const deployed = await runBaseline(lab, deploys);
    const logs = statement("marketing-ingest", "DeliverLogs");
    const rule = statement("marketing-ingest", "HearFromChild");
    for (const [one, page] of [
      [logs, /CloudWatch Logs/],
      [rule, /Start a new .* state machine/],
    ] as const) {
      for (const action of one.actions) {
        const proof = await proveAction(one, action, [baseline, deployed]);
        assert.ok(proof.kind === "documented", `${action}: ${proof.kind}`);
        assert.match(proof.page, page);
      }
    }
  });
});
