import assert from "node:assert/strict";
import { holdEngineEnvironment } from "../../../sandbox/engine/engine-environment";
import { useEngine } from "./use-engine";

/** What a user may have set: each of these would fail a preview, or send the loopback's calls to a proxy that isn't there. */
const USERS = {
  PULUMI_OPTION_TARGET: "urn:x",
  PULUMI_OPTION_PARALLEL: "1",
  PULUMI_STACK: "elsewhere",
  grpc_proxy: "http://127.0.0.1:9",
  https_proxy: "http://127.0.0.1:9",
  http_proxy: "http://127.0.0.1:9",
  HTTPS_PROXY: "http://127.0.0.1:9",
  HTTP_PROXY: "http://127.0.0.1:9",
  no_proxy: "internal.example",
};

describe("the environment of the engine", () => {
  const engine = useEngine();
  let before: NodeJS.ProcessEnv;
  beforeEach(() => {
    before = { ...process.env };
    Object.assign(process.env, USERS);
  });
  afterEach(() => {
    for (const name of Object.keys(USERS)) {
      Reflect.deleteProperty(process.env, name);
    }
    Object.assign(process.env, before);
  });

  it("lets nothing of the user's reach a stack, and is the user's again after it", async () => {
    const given = { ...process.env };
    const stack = await engine.stack({ stack: "dev", program: async () => Promise.resolve() });
    const preview = await stack.preview();
    assert.deepEqual(preview.errors, []);
    assert.equal(preview.succeeded, true);
    assert.deepEqual((await stack.up()).errors, []);
    await stack.close();
    assert.deepEqual({ ...process.env }, given);
  });

  it("is held until the last lets go, whoever was first", () => {
    const [one, other] = [holdEngineEnvironment(), holdEngineEnvironment()];
    one();
    one();
    assert.equal(process.env.PULUMI_STACK, undefined);
    assert.equal(process.env.no_grpc_proxy, "internal.example,127.0.0.1,localhost");
    other();
    assert.equal(process.env.PULUMI_STACK, "elsewhere");
    assert.equal(process.env.no_grpc_proxy, before.no_grpc_proxy);
  });
});
