import assert from "node:assert/strict";
import path from "node:path";
import { projectRoot } from "../../sandbox/paths";
import { changes } from "../../sandbox/engine/engine-result";
import { Account } from "../../sandbox/engine/provider/account";
import { UNKNOWN } from "../../sandbox/engine/provider/protocol";
import { useEngine } from "../sandbox/engine/use-engine";

const projectDirectory = path.join(projectRoot, "bootstrap");

describe("the bootstrap, on the engine", () => {
  const engine = useEngine();

  it("is made with every policy readable beforehand, and not again", async () => {
    const stack = await engine.stack({ stack: "example", projectDirectory });
    const preview = await stack.preview();
    assert.deepEqual(preview.errors, []);
    const documents = preview.operations.flatMap(({ name, inputs }) =>
      ["policy", "assumeRolePolicy"].flatMap((input) =>
        inputs[input] === undefined ? [] : [[name, inputs[input]] as const],
      ),
    );
    assert.ok(documents.length > 20);
    const hidden = documents.filter(([, text]) => typeof text !== "string" || text.includes(UNKNOWN));
    assert.deepEqual(
      hidden.map(([name]) => name),
      [],
    );
    assert.deepEqual((await stack.up()).errors, []);
    assert.deepEqual(changes(await stack.refresh()), []);
    assert.deepEqual(changes(await stack.up()), []);
  });

  it("stands in one account with the stacks that it bounds", async () => {
    const account = new Account();
    const bootstrap = await engine.stack({ stack: "example", projectDirectory, account });
    assert.deepEqual((await bootstrap.up()).errors, []);
    const dev = await engine.stack({
      stack: "dev",
      account,
      config: { permissionsBoundary: "stepline-bootstrap-dev-boundary" },
    });
    assert.deepEqual((await dev.up()).errors, []);
    const bounded = account
      .ofType("aws:iam/role:Role")
      .filter(({ state }) =>
        String(state.permissionsBoundary).endsWith("policy/stepline-bootstrap-dev-boundary"),
      );
    assert.ok(bounded.length > 8);
  });

  it("refuses a repository that is none before it makes anything", async () => {
    const stack = await engine.stack({
      stack: "example",
      projectDirectory,
      config: { repository: "https://github.com/acme/pipelines" },
    });
    const { succeeded, errors } = await stack.up();
    assert.equal(succeeded, false);
    assert.match(errors.join("\n"), /repository[^]*https:\/\/github\.com\/acme\/pipelines[^]*owner\/name/);
    assert.deepEqual(stack.account.all, []);
  });
});
