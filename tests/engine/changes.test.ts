import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { changes, type EngineResult } from "../../sandbox/engine/engine-result";
import type { EngineStack } from "../../sandbox/engine/stack";
import { ENGINE_TIMEOUT_MS, useEngine } from "../sandbox/engine/use-engine";
import { CopiedProgram } from "./copied-program";

/** `update marketing-extract-function`, sorted; a replacement is said once. */
function done(result: EngineResult): readonly string[] {
  assert.deepEqual(result.errors, []);
  return changes(result)
    .filter(({ op }) => op !== "create-replacement" && op !== "delete-replaced")
    .map(({ op, name }) => `${op} ${name}`)
    .sort();
}

describe("a change of code, on the engine", () => {
  const engine = useEngine();
  let program: CopiedProgram;
  let stack: EngineStack;
  before(async function () {
    this.timeout(ENGINE_TIMEOUT_MS);
    program = new CopiedProgram();
    stack = await engine.stack({ stack: "dev", program: () => program.load()() });
    const first = await stack.up();
    assert.deepEqual(first.errors, []);
  });
  after(() => {
    program.remove();
  });

  /** ARNs that executions, schedules and people start or call by. */
  const addresses = (): readonly string[] =>
    ["aws:lambda/alias:Alias", "aws:sfn/alias:Alias", "aws:sfn/stateMachine:StateMachine"].flatMap((type) =>
      stack.account.ofType(type).map(({ state }) => String(state.arn)),
    );
  const artifacts = (): readonly string[] => {
    const bucket = stack.account
      .ofType("aws:s3/bucket:Bucket")
      .find(({ name }) => name.includes("artifacts"));
    return stack.account.objectsOf(String(bucket?.id));
  };

  it("of a handler reaches its function and the function's alias, and nothing else", async () => {
    const before = addresses();
    program.edit(
      "handlers/extract/handler.ts",
      "export const handler",
      "console.debug();\nexport const handler",
    );
    assert.deepEqual(done(await stack.up()), [
      "update marketing-extract-function",
      "update marketing-extract-live",
    ]);
    assert.deepEqual(addresses(), before);
  });

  it("of the Glue job reaches its new files, the job and the workflow that pins them; earlier files stay", async () => {
    const [before, files] = [addresses(), artifacts()];
    const module = "glue/stepline_glue/options.py";
    fs.appendFileSync(path.join(program.directory, module), "\n# Changed.\n");
    assert.deepEqual(done(await stack.up()), [
      "replace platform-glue-script-package",
      "replace platform-glue-script-script",
      "update marketing-transform-job",
      "update marketing-transform-load-live",
      "update marketing-transform-load-machine",
    ]);
    assert.deepEqual(addresses(), before);
    assert.deepEqual(
      files.filter((key) => !artifacts().includes(key)),
      [],
    );
    assert.equal(artifacts().length, files.length + 2);
  });

  it("of a contract reaches its new object and the workflows that pin it; earlier ones stay", async () => {
    const [before, files] = [addresses(), artifacts()];
    program.edit("contracts/campaign_contacts.odcs.yaml", "version: 1.0.0\n", "version: 1.1.0\n");
    assert.deepEqual(done(await stack.up()), [
      "replace marketing-contract",
      "update marketing-ingest-live",
      "update marketing-ingest-machine",
      "update marketing-transform-load-live",
      "update marketing-transform-load-machine",
    ]);
    assert.deepEqual(addresses(), before);
    assert.deepEqual(
      files.filter((key) => !artifacts().includes(key)),
      [],
    );
  });

  it("of what AWS can't change in place replaces that resource, and nothing else", async () => {
    program.edit("components/run-ledger.ts", 'hashKey: "pipeline"', 'hashKey: "logicalDate"');
    program.edit("components/run-ledger.ts", 'rangeKey: "logicalDate"', 'rangeKey: "pipeline"');
    const result = await stack.up();
    assert.deepEqual(done(result), ["replace platform-ledger-table"]);
    const [{ replaces }] = result.operations.filter(({ op }) => op === "replace");
    assert.deepEqual([...replaces].sort(), ["hashKey", "rangeKey"]);
  });

  it("of nothing changes nothing", async () => {
    assert.deepEqual(done(await stack.up()), []);
  });
});
