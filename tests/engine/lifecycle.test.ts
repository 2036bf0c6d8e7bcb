import assert from "node:assert/strict";
import { changes, type EngineResult } from "../../sandbox/engine/engine-result";
import type { DeployedResource } from "../../sandbox/engine/deployment";
import type { Account } from "../../sandbox/engine/provider/account";
import { recordProgram } from "../../sandbox/program/record";
import { useEngine } from "../sandbox/engine/use-engine";

/** Every operation of a stack's life in its order, on the engine, of this project's program. */
interface Life {
  readonly preview: EngineResult;
  readonly up: EngineResult;
  readonly deployed: readonly DeployedResource[];
  readonly refresh: EngineResult;
  readonly again: EngineResult;
  readonly destroy: EngineResult;
  readonly left: readonly DeployedResource[];
  /** After all of it. */
  readonly account: Account;
}

for (const stack of ["dev", "prod"]) {
  describe(`the life of ${stack}`, () => {
    const engine = useEngine();
    let life: Life;
    before(async function () {
      this.timeout(300_000);
      const deployed = await engine.stack({ stack });
      life = {
        preview: await deployed.preview(),
        up: await deployed.up(),
        deployed: deployed.deployment().resources,
        refresh: await deployed.refresh(),
        again: await deployed.up(),
        destroy: await deployed.destroy(),
        left: deployed.deployment().resources,
        account: deployed.account,
      };
    });

    it("is previewed and made without an error or a warning", () => {
      for (const { succeeded, diagnostics } of [life.preview, life.up]) {
        const told = diagnostics.filter(({ severity }) => severity === "error" || severity === "warning");
        assert.deepEqual(told, []);
        assert.equal(succeeded, true);
      }
    });

    it("makes exactly what the preview said", () => {
      const made = (result: EngineResult): readonly string[] =>
        changes(result)
          .map(({ op, urn }) => `${op} ${urn}`)
          .sort();
      assert.deepEqual(made(life.up), made(life.preview));
      assert.deepEqual(Object.keys(life.up.summary), ["create"]);
    });

    it("makes what the sandbox records, with the same ids", async () => {
      const recorded = (await recordProgram({ stack })).resources.filter(({ type }) =>
        type.startsWith("aws:"),
      );
      const ids = new Map(life.deployed.map(({ urn, id }) => [urn, id]));
      const different = recorded.filter(({ urn, id }) => ids.get(urn) !== id).map(({ urn }) => urn);
      assert.deepEqual(different, []);
    });

    it("finds by a refresh that AWS has what was asked for", () => {
      assert.equal(life.refresh.succeeded, true);
      assert.deepEqual(Object.keys(life.refresh.summary), ["same"]);
    });

    it(stack === "dev" ? "ends with nothing left" : "ends before anything protected does", () => {
      const isProtected = (resource: DeployedResource): boolean => resource.protect === true;
      const protectedUrns = life.deployed.filter(isProtected).map(({ urn }) => urn);
      assert.equal(protectedUrns.length > 0, stack === "prod");
      assert.deepEqual(
        life.left
          .filter(isProtected)
          .map(({ urn }) => urn)
          .sort(),
        protectedUrns.sort(),
      );
      assert.equal(life.destroy.succeeded, stack === "dev");
      assert.equal(life.left.length === 0, stack === "dev");
      assert.equal(life.account.all.length === 0, stack === "dev");
    });

    it("changes nothing by a second up", () => {
      assert.equal(life.again.succeeded, true);
      assert.deepEqual(changes(life.again), []);
    });
  });
}
