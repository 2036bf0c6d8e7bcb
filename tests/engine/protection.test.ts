import assert from "node:assert/strict";
import type { Environment } from "../../environments/schema";
import type { EngineStack } from "../../sandbox/engine/stack";
import { ENGINE_TIMEOUT_MS, useEngine } from "../sandbox/engine/use-engine";
import { CopiedProgram } from "./copied-program";

/** What holds data in a stack. */
const STORES = [
  "aws:s3/bucket:Bucket",
  "aws:dynamodb/table:Table",
  "aws:redshiftserverless/namespace:Namespace",
  "aws:kms/key:Key",
];

describe("what holds prod's data, on the engine", () => {
  const engine = useEngine();
  let program: CopiedProgram;
  let stack: EngineStack;
  beforeEach(async function () {
    this.timeout(ENGINE_TIMEOUT_MS);
    program = new CopiedProgram();
    stack = await engine.stack({ stack: "prod", program: () => program.load()() });
    assert.deepEqual((await stack.up()).errors, []);
    for (const bucket of stack.account.ofType("aws:s3/bucket:Bucket")) {
      stack.account.writeObject(bucket.id, "landing/2026-11-21/contacts.csv");
    }
  });
  afterEach(() => {
    program.remove();
  });

  const stores = (): readonly string[] =>
    STORES.flatMap((type) => stack.account.ofType(type).map(({ name }) => name)).sort();
  function turn(key: keyof Environment["protection"], to: boolean): void {
    program.edit("environments/prod.ts", `${key}: ${!to}`, `${key}: ${to}`);
  }

  it("can't be destroyed, nor replaced, while it is protected", async () => {
    const before = stores();
    assert.equal(before.length, 5 + 1 + 1 + 1);
    const destroyed = await stack.destroy();
    assert.equal(destroyed.succeeded, false);
    assert.match(destroyed.errors.join("\n"), /protected/);
    assert.deepEqual(stores(), before);

    program.edit("components/run-ledger.ts", 'hashKey: "pipeline"', 'hashKey: "logicalDate"');
    program.edit("components/run-ledger.ts", 'rangeKey: "logicalDate"', 'rangeKey: "pipeline"');
    const replaced = await stack.up();
    assert.equal(replaced.succeeded, false);
    assert.match(
      replaced.errors.join("\n"),
      /platform-ledger-table"\nas it is currently marked for protection/,
    );
    assert.deepEqual(stores(), before);
  });

  it("stays with its data when only protection is taken off", async () => {
    const before = stores();
    turn("protectResources", false);
    assert.deepEqual((await stack.up()).errors, []);
    const unprotected = await stack.destroy();
    assert.deepEqual(unprotected.errors, []);
    assert.deepEqual(stores(), before);
  });

  it("stays protected when only consent is given", async () => {
    const before = stores();
    turn("allowDataDeletion", true);
    assert.deepEqual((await stack.up()).errors, []);
    const result = await stack.destroy();
    assert.equal(result.succeeded, false);
    assert.deepEqual(stores(), before);
  });

  it("goes when both are turned, and AWS's own deletion protection is off", async () => {
    turn("protectResources", false);
    turn("allowDataDeletion", true);
    turn("deletionProtection", false);
    assert.deepEqual((await stack.up()).errors, []);
    assert.deepEqual((await stack.destroy()).errors, []);
    assert.deepEqual(stores(), []);
  });
});
