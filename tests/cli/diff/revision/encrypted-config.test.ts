import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { encryptedConfig } from "../../../../cli/diff/revision/encrypted-config";

describe("encrypted configuration", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-config-"));
  after(() => {
    fs.rmSync(folder, { recursive: true });
  });

  function read(yaml: string): Readonly<Record<string, string>> {
    fs.writeFileSync(path.join(folder, "Pulumi.dev.yaml"), yaml);
    return encryptedConfig(folder, "dev", (ciphertext) => `<${ciphertext}>`);
  }

  it("has a stand-in for each encrypted text, also inside a value, and leaves the rest to the file", () => {
    const values = read(`
encryptionsalt: v1:salt
config:
  aws:region: eu-west-1
  stepline:token: { secure: v1:abc }
  stepline:emails: [a@b.example]
  stepline:warehouse:
    user: admin
    passwords: [{ secure: v1:def }, { secure: v1:abc }]
`);
    assert.deepEqual(values, {
      "stepline:token": "<v1:abc>",
      "stepline:warehouse": '{"user":"admin","passwords":["<v1:def>","<v1:abc>"]}',
    });
  });

  it("is no more than what Pulumi writes: a text under secure, alone", () => {
    assert.deepEqual(read("config:\n  a:b: { secure: true }\n  a:c: { secure: x, other: y }\n"), {});
  });

  it("is nothing in a file without configuration", () => {
    assert.deepEqual(read(""), {});
    assert.deepEqual(read("config:\n"), {});
  });
});
