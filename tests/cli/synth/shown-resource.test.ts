import assert from "node:assert/strict";
import { AssetReader } from "../../../cli/synth/asset-contents";
import { documentInput } from "../../../cli/synth/input-text";
import { isSecretText, SECRET, shown, type ShownResource } from "../../../cli/synth/shown-resource";

describe("what is shown of a resource", () => {
  const inputs = { plain: "a", token: "hunter2", list: [{ password: { deep: "hunter2" } }] };
  const secrets = [["token"], ["list", "0", "password"]];

  it("has the word for a secret in its place, wherever it is", async () => {
    assert.deepEqual(await shown(inputs, secrets, new AssetReader()), {
      plain: "a",
      token: SECRET,
      list: [{ password: SECRET }],
    });
  });

  it("has what the caller makes of a secret, if it makes something of it", async () => {
    const told: unknown[] = [];
    const value = await shown(inputs, secrets, new AssetReader(), (secret) => {
      told.push(secret);
      return `[secret ${told.length}]`;
    });
    assert.deepEqual(value, { plain: "a", token: "[secret 1]", list: [{ password: "[secret 2]" }] });
    assert.deepEqual(told, ["hunter2", { deep: "hunter2" }]);
  });

  it("tells texts that stand for a secret from others", () => {
    assert.deepEqual([SECRET, "[secret 1a2b3c]", "[secret plan]", "a [secret]", ""].map(isSecretText), [
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it("reads no document where a secret is", () => {
    const resource = (policy: string): ShownResource => ({
      urn: "urn",
      type: "aws:iam/rolePolicy:RolePolicy",
      name: "policy",
      custom: true,
      dependencies: [],
      inputs: { policy },
    });
    assert.equal(documentInput(resource("[secret 1a2b3c]"), "policy"), "[secret 1a2b3c]");
    assert.deepEqual(documentInput(resource('{"a":1}'), "policy"), { a: 1 });
    assert.throws(() => documentInput(resource("[secret plan]"), "policy"), /"policy".*no JSON/);
  });
});
