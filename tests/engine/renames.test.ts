import assert from "node:assert/strict";
import { changes } from "../../sandbox/engine/engine-result";
import type { EngineStack } from "../../sandbox/engine/stack";
import { ENGINE_TIMEOUT_MS, useEngine } from "../sandbox/engine/use-engine";
import { variant } from "./programs";

describe("renaming a component, on the engine", () => {
  const engine = useEngine();
  let stack: EngineStack;
  before(async function () {
    this.timeout(ENGINE_TIMEOUT_MS);
    stack = await engine.stack({ stack: "prod", program: variant({}) });
    const { errors } = await stack.up();
    assert.deepEqual(errors, []);
  });

  it("keeps every resource when the new name knows the old one as an alias", async () => {
    const ids = stack.account.all.map(({ id }) => id).sort();
    stack.useProgram(
      variant({
        platform: { name: "base", aliases: [{ name: "platform" }] },
        pipeline: { name: "campaigns", aliases: [{ name: "marketing" }] },
      }),
    );
    const result = await stack.up();
    assert.deepEqual(result.errors, []);
    // awsx calls its subnets and route tables after the component, in a tag.
    const others = changes(result).filter(
      ({ op, type, detailedDiff }) =>
        !(
          op === "update" &&
          type.startsWith("aws:ec2/") &&
          Object.keys(detailedDiff).every((path) => ["tags.Name", "tagsAll.Name"].includes(path))
        ),
    );
    assert.deepEqual(
      others.map(({ op, name }) => `${op} ${name}`),
      [],
    );
    assert.deepEqual(stack.account.all.map(({ id }) => id).sort(), ids);
    const renamed = stack.deployment().resources.filter(({ urn }) => /::(platform|marketing)(-|$)/.test(urn));
    assert.deepEqual(renamed, []);
  });

  it("is refused without the alias where that would delete what prod protects", async () => {
    stack.useProgram(variant({ platform: { name: "foundation" }, pipeline: { name: "campaigns" } }));
    const result = await stack.preview();
    assert.equal(result.succeeded, false);
    assert.match(
      result.errors.join("\n"),
      /base-lake-raw-bucket" cannot be deleted\nbecause it is protected/,
    );
  });
});
