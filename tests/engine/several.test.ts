import assert from "node:assert/strict";
import { changes } from "../../sandbox/engine/engine-result";
import { Account } from "../../sandbox/engine/provider/account";
import { useEngine } from "../sandbox/engine/use-engine";
import { pipelinesNamed, variant } from "./programs";

describe("several of a kind, on the engine", () => {
  const engine = useEngine();

  it("two pipelines of one stack don't collide, and one is taken away without the other", async () => {
    const stack = await engine.stack({
      stack: "dev",
      program: variant({ pipelines: pipelinesNamed("marketing", "fraud") }),
    });
    const first = await stack.up();
    assert.deepEqual(first.errors, []);
    const made = (pipeline: string): readonly string[] =>
      first.operations
        .filter(({ name }) => name.startsWith(`${pipeline}-`))
        .map(({ name, op }) => `${op} ${name.slice(pipeline.length)}`)
        .sort();
    assert.ok(made("marketing").length > 40);
    assert.deepEqual(made("fraud"), made("marketing"));

    const ofOthers = (): readonly string[] =>
      stack.account.all.filter(({ name }) => !name.startsWith("fraud-")).map(({ id }) => id);
    const before = ofOthers();
    stack.useProgram(variant({ pipelines: pipelinesNamed("marketing") }));
    const less = await stack.up();
    assert.deepEqual(less.errors, []);
    assert.ok(changes(less).every(({ op, name }) => op === "delete" && /^fraud(-|$)/.test(name)));
    assert.deepEqual(ofOthers(), before);
    // Of one contract, and so of one object, which stays whichever of them wrote it last.
    const left = stack.account.all.filter(({ name }) => name.startsWith("fraud-"));
    assert.ok(left.every(({ type }) => type === "aws:s3/bucketObjectv2:BucketObjectv2"));
    assert.equal(stack.account.all.filter(({ name }) => name.endsWith("-contract")).length, 1);
    assert.deepEqual(changes(await stack.up()), []);
  });

  it("dev and prod of one account don't collide, and dev goes without prod noticing", async () => {
    const account = new Account();
    const dev = await engine.stack({ stack: "dev", account });
    const prod = await engine.stack({ stack: "prod", account });
    assert.deepEqual((await dev.up()).errors, []);
    assert.deepEqual((await prod.up()).errors, []);
    assert.deepEqual((await dev.destroy()).errors, []);
    const seen = await prod.refresh();
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(changes(await prod.up()), []);
  });

  it("ten pipelines of one stack are deployed, and a second up changes nothing", async () => {
    const names = Array.from({ length: 10 }, (_, index) => `feed-${index}`);
    const stack = await engine.stack({
      stack: "dev",
      program: variant({ pipelines: pipelinesNamed(...names) }),
    });
    const first = await stack.up();
    assert.deepEqual(first.errors, []);
    assert.ok((first.summary.create ?? 0) > 500);
    assert.deepEqual(changes(await stack.up()), []);
  });
});
