import assert from "node:assert/strict";
import { payload, variables } from "../../../../cli/report/execution/payload";

describe("payload", () => {
  it("prints JSON over lines, and other text as it is", () => {
    assert.deepEqual(payload('{"a":[1]}'), { json: '{\n  "a": [\n    1\n  ]\n}', truncated: false });
    assert.deepEqual(payload('{"a":[1', true), { json: '{"a":[1', truncated: true });
  });

  it("is none where nothing was told, and empty where AWS left it out", () => {
    assert.equal(payload(undefined), undefined);
    assert.deepEqual(payload(undefined, true), { json: "", truncated: true });
  });

  it("shows no secret that AWS answers with, however deep, and says that there was one", () => {
    const answers = {
      assumeRole: { Credentials: { AccessKeyId: "ASIA1", SecretAccessKey: "s1", SessionToken: "s2" } },
      getSecretValue: { Name: "api", SecretString: '{"key":"s3"}' },
      decrypt: [{ Plaintext: "s4" }],
      createCluster: { MasterUserPassword: "s5" },
      callback: { TaskToken: "s6" },
    };
    const { json = "" } = payload(JSON.stringify(answers)) ?? {};
    assert.doesNotMatch(json, /"s\d"|s3/);
    assert.equal(json.split("[not shown]").length - 1, 6);
    assert.match(json, /"AccessKeyId": "ASIA1"/);
    assert.match(json, /"Name": "api"/);
  });
});

describe("variables", () => {
  it("are JSON text as it was, without secrets", () => {
    assert.deepEqual(
      variables({ n: "1", credentials: '{"SessionToken":"s"}', password: '"s"', cut: '{"a":"' }),
      { n: "1", credentials: '{"SessionToken":"[not shown]"}', password: '"[not shown]"', cut: '{"a":"' },
    );
  });
});
