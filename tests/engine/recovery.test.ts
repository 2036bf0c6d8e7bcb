import assert from "node:assert/strict";
import { changes } from "../../sandbox/engine/engine-result";
import { ENGINE_TIMEOUT_MS, useEngine } from "../sandbox/engine/use-engine";

/** A resource early in the graph, one in its middle, and the last that anything depends on. */
const PLACES: readonly (readonly [string, string, string])[] = [
  ["aws:kms/key:Key", "platform-key-key", "LimitExceededException: too many keys"],
  [
    "aws:redshiftserverless/workgroup:Workgroup",
    "platform-warehouse-workgroup",
    "InsufficientCapacityException",
  ],
  [
    "aws:sfn/stateMachine:StateMachine",
    "marketing-ingest-machine",
    "AccessDeniedException: the role can't log",
  ],
];

describe("a deployment that fails midway, on the engine", () => {
  const engine = useEngine();
  let planned: readonly string[];
  before(async function () {
    this.timeout(ENGINE_TIMEOUT_MS);
    const { operations } = await (await engine.stack({ stack: "dev" })).preview();
    planned = operations.map(({ urn }) => urn);
  });

  for (const [type, name, message] of PLACES) {
    it(`is resumed by the next up, without making anything twice: ${name}`, async () => {
      const stack = await engine.stack({ stack: "dev", checkpoints: "every step" });
      stack.account.failOnce("create", type, name, message);
      const failed = await stack.up();
      assert.equal(failed.succeeded, false);
      assert.match(failed.errors.join("\n"), new RegExp(message));
      const made = new Set(stack.account.all.map(({ urn, id }) => `${urn} ${id}`));

      const resumed = await stack.up();
      assert.deepEqual(resumed.errors, []);
      assert.ok(changes(resumed).every(({ op }) => op === "create" || op === "update"));
      const all = stack.account.all.map(({ urn, id }) => `${urn} ${id}`);
      assert.deepEqual(
        [...made].filter((one) => !all.includes(one)),
        [],
      );
      assert.equal(new Set(stack.account.all.map(({ urn }) => urn)).size, stack.account.all.length);
      const deployed = stack.deployment().resources.map(({ urn }) => urn);
      assert.deepEqual(
        planned.filter((urn) => !deployed.includes(urn)),
        [],
      );
      assert.deepEqual(changes(await stack.up()), []);
    });
  }
});
