import assert from "node:assert/strict";
import * as fs from "node:fs";
import { type Synthesis, synthesize } from "../../../cli/synth/synthesize";
import { contractJson, loadContract } from "../../../contracts/compile";
import { repositoryFile } from "../../../pipelines/pipeline-spec";
import { recordProgram } from "../../../sandbox/program/record";
import type { RecordedResource } from "../../../sandbox/types";
import { type Fixture, fixtureProgram } from "../../sandbox/program/fixture-program";

describe("synthesize", () => {
  let fixture: Fixture | undefined;

  afterEach(() => {
    fixture?.remove();
    fixture = undefined;
  });

  async function synthesized(body: string, files: Readonly<Record<string, string>> = {}): Promise<Synthesis> {
    fixture = fixtureProgram(body, files);
    return await synthesize(await recordProgram({ stack: "dev", programDirectory: fixture.directory }));
  }

  const inputs = (synthesis: Synthesis, name: string): unknown => {
    const resources = JSON.parse(String(synthesis.files.get("resources.json"))) as {
      readonly name: string;
      readonly inputs: unknown;
    }[];
    return resources.find((resource) => resource.name === name)?.inputs;
  };

  it("shows no secret, nor what is made of one, in any file", async () => {
    const synthesis = await synthesized(`
      const password = pulumi.secret("hunter2");
      const queue = new aws.sqs.Queue("queue", { name: password, tags: { open: "yes", hidden: password } });
      const topic = new aws.sns.Topic("topic", { name: queue.name, displayName: pulumi.interpolate\`of \${password}\` });
      new aws.iam.Role("role", { name: "r", assumeRolePolicy: pulumi.jsonStringify({ by: password }) });
      new aws.sfn.StateMachine("machine", { name: "m", roleArn: "r", definition: pulumi.jsonStringify({ Comment: password }) });
      class Box extends pulumi.ComponentResource {
        constructor() { super("fixture:box:Box", "box", {}); this.registerOutputs({ password }); }
      }
      new Box();
      return { list: ["open", password], topic: topic.name };
    `);
    assert.deepEqual(inputs(synthesis, "queue"), {
      name: "[secret]",
      tags: { open: "yes", hidden: "[secret]" },
    });
    assert.deepEqual(inputs(synthesis, "topic"), { name: "[secret]", displayName: "[secret]" });
    assert.deepEqual(JSON.parse(String(synthesis.files.get("outputs.json"))), {
      list: ["open", "[secret]"],
      topic: "[secret]",
    });
    assert.equal(synthesis.files.get("workflows/m.asl.json"), '"[secret]"\n');
    for (const [file, text] of synthesis.files) {
      assert.ok(!text.includes("hunter2"), file);
    }
  });

  it("tells assets and archives by name and contents, wherever their files are", async () => {
    const body = `
      const path = require("node:path");
      const asset = new pulumi.asset.FileAsset(path.join(__dirname, "a.txt"));
      const archive = new pulumi.asset.AssetArchive({ "in/a.txt": asset, "b.txt": new pulumi.asset.StringAsset("b") });
      new aws.s3.BucketObjectv2("file", { bucket: "b", key: "file", source: asset });
      new aws.s3.BucketObjectv2("archive", { bucket: "b", key: "archive", source: archive });
      new aws.s3.BucketObjectv2("remote", { bucket: "b", key: "remote", source: new pulumi.asset.RemoteAsset("https://example.com/a") });
    `;
    const first = await synthesized(body, { "a.txt": "a" });
    fixture?.remove();
    const second = await synthesized(body, { "a.txt": "a" });
    assert.deepEqual(first.files, second.files);
    const a = { bytes: 1, sha256: "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb" };
    const b = { bytes: 1, sha256: "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d" };
    assert.deepEqual(inputs(first, "file"), {
      bucket: "b",
      key: "file",
      source: { asset: { name: "a.txt", ...a } },
    });
    const { source } = inputs(first, "archive") as { source: { archive: { bytes: number; files: unknown } } };
    assert.deepEqual([source.archive.bytes, source.archive.files], [2, { "b.txt": b, "in/a.txt": a }]);
    assert.deepEqual(inputs(first, "remote"), {
      bucket: "b",
      key: "remote",
      source: { remote: "https://example.com/a" },
    });
  });

  it("gives another content another checksum", async () => {
    const body = `
      new aws.lambda.Function("f", {
        name: "f", role: "r", handler: "index.handler",
        code: new pulumi.asset.FileArchive(require("node:path").join(__dirname, "code")),
      });
    `;
    const sums: unknown[] = [];
    for (const text of ["one", "two"]) {
      fixture?.remove();
      fixture = fixtureProgram(body);
      fs.mkdirSync(`${fixture.directory}/code`);
      fs.writeFileSync(`${fixture.directory}/code/index.js`, text);
      const program = await recordProgram({ stack: "dev", programDirectory: fixture.directory });
      const { files, counts, bundleBytes } = await synthesize(program);
      assert.deepEqual([counts.bundles, bundleBytes.raw], [1, 3]);
      const [bundle] = JSON.parse(String(files.get("bundles.json"))) as { name: string; sha256: string }[];
      assert.equal(bundle.name, "code");
      sums.push(bundle.sha256);
    }
    assert.notEqual(sums[0], sums[1]);
  });

  it("lists the code of Glue jobs once, and none that the program doesn't put there itself", async () => {
    const job = (name: string, script: string): string => `
      new aws.glue.Job("${name}", {
        name: "${name}", roleArn: "r", command: { scriptLocation: "s3://code/${script}" },
        defaultArguments: { "--extra-py-files": "s3://code/lib.zip, s3://elsewhere/lib.zip" },
      });`;
    const { files, counts } = await synthesized(`
      new aws.s3.BucketObjectv2("script", { bucket: "code", key: "in/a.py", source: new pulumi.asset.StringAsset("a") });
      const lib = new pulumi.asset.AssetArchive({ "lib/b.py": new pulumi.asset.StringAsset("b") });
      new aws.s3.BucketObjectv2("lib", { bucket: "code", key: "lib.zip", source: lib });
      ${job("two", "in/a.py")}${job("one", "in/a.py")}${job("other", "none.py")}
    `);
    const found = JSON.parse(String(files.get("bundles.json"))) as Record<string, unknown>[];
    assert.deepEqual(
      found.map(({ name, kind, bytes, usedBy }) => [name, kind, bytes, usedBy]),
      [
        ["a.py", "Glue script", 1, ["one", "two"]],
        ["lib.zip", "Glue modules", 1, ["one", "other", "two"]],
      ],
    );
    assert.equal(counts.bundles, 2);
  });

  it("shows the managed policies attached to a role", async () => {
    fixture = fixtureProgram('new aws.iam.Role("role", { name: "r", assumeRolePolicy: "{}" });');
    const program = await recordProgram({ stack: "dev", programDirectory: fixture.directory });
    const [role] = program.resources.filter(({ type }) => type === "aws:iam/role:Role");
    const like = (type: string, name: string, own: Readonly<Record<string, unknown>>): RecordedResource => {
      const urn = `urn:pulumi:dev::fixture::${type}::${name}`;
      return { ...role, type, name, urn, inputs: own, state: own };
    };
    const attachment = (name: string, to: string, policyArn: string): RecordedResource =>
      like("aws:iam/rolePolicyAttachment:RolePolicyAttachment", name, { role: to, policyArn });
    // By hand: the sandbox, which evaluates policies itself, records no program that attaches AWS's.
    const { files } = await synthesize({
      ...program,
      resources: [
        ...program.resources,
        like("aws:iam/role:Role", "bare", { name: "bare", assumeRolePolicy: "{}" }),
        attachment("two", "r", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
        attachment("one", "r", "arn:aws:iam::111122223333:policy/own"),
        attachment("elsewhere", "not-of-this-program", "arn:aws:iam::aws:policy/AdministratorAccess"),
      ],
    });
    const attached = (name: string): unknown =>
      (JSON.parse(String(files.get(`roles/${name}.json`))) as { attached: unknown }).attached;
    assert.deepEqual(attached("r"), [
      "arn:aws:iam::111122223333:policy/own",
      "arn:aws:iam::aws:policy/ReadOnlyAccess",
    ]);
    assert.deepEqual(attached("bare"), []);
  });

  it("keeps apart names that differ in letters a file's name can't have, or only in capitals", async () => {
    const role = (name: string, index: number): string =>
      `new aws.iam.Role("role-${index}", { name: "${name}", assumeRolePolicy: "{}" });`;
    const { files, counts } = await synthesized(["a+b", "a=b", "A_b", "..", "a_b"].map(role).join("\n"));
    const names = [...files.keys()].filter((file) => file.startsWith("roles/"));
    assert.equal(counts.roles, 5);
    assert.equal(new Set(names.map((name) => name.toLowerCase())).size, 5);
    assert.ok(
      names.every((name) => /^roles\/[A-Za-z0-9_-][A-Za-z0-9_.-]*\.json$/.test(name)),
      names.join(),
    );
  });

  it("writes a contract once that two pipelines share", async () => {
    const content = contractJson(loadContract(repositoryFile("contracts/campaign_contacts.odcs.yaml")));
    const key = `contracts/campaign-contacts/${"0".repeat(64)}.json`;
    const { files, counts } = await synthesized(
      ["one", "two"]
        .map(
          (name) =>
            `new aws.s3.BucketObjectv2("${name}", { bucket: "b", key: "${key}", content: ${JSON.stringify(content)} });`,
        )
        .join("\n"),
    );
    assert.equal(counts.contracts, 1);
    assert.deepEqual(
      [...files.keys()].filter((file) => file.startsWith("contracts/")),
      ["contracts/campaign-contacts.json", "contracts/campaign-contacts.sql"],
    );
  });

  it("names the resource whose document is no JSON", async () => {
    await assert.rejects(
      synthesized('new aws.iam.Role("role", { name: "r", assumeRolePolicy: "{" });'),
      /^Error: "role" \(aws:iam\/role:Role\) has a assumeRolePolicy that is no JSON: /,
    );
  });
});
