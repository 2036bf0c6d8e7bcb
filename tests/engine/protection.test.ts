import assert from "node:assert/strict";
import type { Environment } from "../../environments/schema";
import type { EngineStack } from "../../sandbox/engine/stack";
import { ENGINE_TIMEOUT_MS, useEngine } from "../sandbox/engine/use-engine";
import { CopiedProgram } from "./copied-program";

const BUCKET = "aws:s3/bucket:Bucket";
const TABLE = "aws:dynamodb/table:Table";
const LEDGER = "platform-ledger-table";

/** What holds data, or is needed to read it: name -> type. */
const STORES: Readonly<Record<string, string>> = {
  "platform-key-key": "aws:kms/key:Key",
  "platform-lake-access-logs-bucket": BUCKET,
  "platform-lake-artifacts-bucket": BUCKET,
  "platform-lake-curated-bucket": BUCKET,
  "platform-lake-quarantine-bucket": BUCKET,
  "platform-lake-raw-bucket": BUCKET,
  [LEDGER]: TABLE,
  "platform-warehouse-namespace": "aws:redshiftserverless/namespace:Namespace",
};
/** Files that earlier versions of a workflow still read: a changed one is a new object, and the old one stays. */
const FILES = ["marketing-contract", "platform-glue-script-package", "platform-glue-script-script"];

/** Prod, as a developer may edit it. */
interface Prod {
  readonly program: CopiedProgram;
  readonly stack: EngineStack;
}

/** Names of what holds data in the account. */
function stores({ stack }: Prod): readonly string[] {
  const types = new Set(Object.values(STORES));
  return stack.account.all
    .filter(({ type }) => types.has(type))
    .map(({ name }) => name)
    .sort();
}

function turn({ program }: Prod, key: keyof Environment["protection"], to: boolean): void {
  program.edit("environments/prod.ts", `${key}: ${!to}`, `${key}: ${to}`);
}

/** A key of the table is changed, which AWS can't do in place. */
function replaceLedger({ program }: Prod): void {
  program.edit("components/run-ledger.ts", 'hashKey: "pipeline"', 'hashKey: "logicalDate"');
  program.edit("components/run-ledger.ts", 'rangeKey: "logicalDate"', 'rangeKey: "pipeline"');
}

describe("what holds prod's data, on the engine", () => {
  const engine = useEngine();
  const programs: CopiedProgram[] = [];
  after(() => {
    programs.forEach((program) => {
      program.remove();
    });
  });

  /** Deployed, with an object in every bucket. */
  async function deployed(): Promise<Prod> {
    const program = new CopiedProgram();
    programs.push(program);
    const stack = await engine.stack({ stack: "prod", program: () => program.load()() });
    assert.deepEqual((await stack.up()).errors, []);
    for (const bucket of stack.account.ofType(BUCKET)) {
      stack.account.writeObject(bucket.id, "landing/2026-11-21/contacts.csv");
    }
    return { program, stack };
  }

  describe("as it is deployed", () => {
    let prod: Prod;
    before(async function () {
      this.timeout(ENGINE_TIMEOUT_MS);
      prod = await deployed();
    });

    it("is protected and retained, every single store of it, and files of earlier versions are retained", () => {
      const kept = new Map(
        prod.stack.deployment().resources.map((one) => [one.urn.split("::").at(-1), one] as const),
      );
      for (const [name, type] of Object.entries(STORES)) {
        const { protect, retainOnDelete } = kept.get(name) ?? {};
        assert.deepEqual({ protect, retainOnDelete }, { protect: true, retainOnDelete: true }, name);
        assert.equal(kept.get(name)?.type, type);
      }
      for (const name of FILES) {
        assert.equal(kept.get(name)?.retainOnDelete, true, name);
      }
    });

    it("is all of the kinds that hold data", () => {
      assert.deepEqual(stores(prod), Object.keys(STORES).sort());
    });

    it("can't be destroyed", async () => {
      const { succeeded, errors } = await prod.stack.destroy();
      assert.equal(succeeded, false);
      assert.match(errors.join("\n"), /protected/);
      assert.deepEqual(stores(prod), Object.keys(STORES).sort());
    });

    it("can't be replaced", async () => {
      const edited = { ...prod, program: new CopiedProgram() };
      programs.push(edited.program);
      replaceLedger(edited);
      prod.stack.useProgram(() => edited.program.load()());
      const { succeeded, errors } = await prod.stack.preview();
      assert.equal(succeeded, false);
      assert.match(errors.join("\n"), /platform-ledger-table"\nas it is currently marked for protection/);
    });
  });

  it("stays protected when only consent is given, from deletion and from replacement", async () => {
    const prod = await deployed();
    turn(prod, "allowDataDeletion", true);
    assert.deepEqual((await prod.stack.up()).errors, []);
    assert.equal((await prod.stack.destroy()).succeeded, false);
    replaceLedger(prod);
    const { errors } = await prod.stack.up();
    assert.match(errors.join("\n"), /platform-ledger-table"\nas it is currently marked for protection/);
    assert.deepEqual(stores(prod), Object.keys(STORES).sort());
  });

  it("stays with its data when only protection is taken off, whether it is replaced or deleted", async () => {
    const prod = await deployed();
    const { account } = prod.stack;
    turn(prod, "protectResources", false);
    assert.deepEqual((await prod.stack.up()).errors, []);
    const [before] = account.ofType(TABLE);
    replaceLedger(prod);
    // The old one is let go of, not deleted: the name stays taken.
    assert.match((await prod.stack.up()).errors.join("\n"), /ResourceInUseException: Table already exists/);
    assert.deepEqual(account.ofType(TABLE), [before]);
    assert.deepEqual((await prod.stack.destroy()).errors, []);
    assert.deepEqual(stores(prod), Object.keys(STORES).sort());
    assert.ok(account.ofType(BUCKET).every(({ id }) => account.objectsOf(id).length > 0));
  });

  it("goes when both are turned, the table only when AWS's own deletion protection is off too", async () => {
    const prod = await deployed();
    turn(prod, "protectResources", false);
    turn(prod, "allowDataDeletion", true);
    assert.deepEqual((await prod.stack.up()).errors, []);
    const { succeeded, errors } = await prod.stack.destroy();
    assert.equal(succeeded, false);
    assert.match(
      errors.join("\n"),
      /ValidationException: Resource cannot be deleted as it is currently protected/,
    );
    assert.ok(stores(prod).includes(LEDGER));

    turn(prod, "deletionProtection", false);
    assert.deepEqual((await prod.stack.up()).errors, []);
    assert.deepEqual((await prod.stack.destroy()).errors, []);
    assert.deepEqual(stores(prod), []);
  });
});
