import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { GlueScript } from "../../components/glue-script";
import { named, record } from "../pulumi-mocks";

describe("GlueScript", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glue-script-"));
    mkdirSync(join(folder, "stepline_glue", "transforms", "__pycache__"), { recursive: true });
    writeFileSync(join(folder, "transform.py"), "print('transform')\n");
    writeFileSync(join(folder, "stepline_glue", "__init__.py"), "");
    writeFileSync(join(folder, "stepline_glue", "transforms", "clean.py"), "x = 1\n");
    writeFileSync(join(folder, "stepline_glue", "transforms", "__pycache__", "clean.pyc"), "junk");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const make = () => record(() => new GlueScript("g", { artifactsBucket: "artifacts", folder }).sha256);

  it("stores script and package under the digest of their contents", async () => {
    const recording = await make();
    const key = `glue/${String(recording.outputs)}`;
    assert.match(key, /^glue\/[0-9a-f]{64}$/);
    const script = named(recording, "g-script");
    assert.equal(script.inputs.key, `${key}/transform.py`);
    assert.ok(script.inputs.source instanceof pulumi.asset.FileAsset);
    const { key: packageKey, source } = named(recording, "g-package").inputs;
    assert.equal(packageKey, `${key}/stepline_glue.zip`);
    const { assets } = source as pulumi.asset.AssetArchive;
    assert.deepEqual(Object.keys(await assets), [
      "stepline_glue/__init__.py",
      "stepline_glue/transforms/clean.py",
    ]);
  });

  it("says where both are, as text: what a run passes to stay with its code", async () => {
    const script: GlueScript[] = [];
    await record(() => {
      script.push(new GlueScript("g", { artifactsBucket: "artifacts", folder }));
    });
    const { sha256, scriptUri, modulesUri } = script[0];
    assert.deepEqual(
      [scriptUri, modulesUri],
      [`s3://artifacts/glue/${sha256}/transform.py`, `s3://artifacts/glue/${sha256}/stepline_glue.zip`],
    );
  });

  it("gives the same key to the same contents, and another to a change in any module", async () => {
    const first = (await make()).outputs;
    assert.equal((await make()).outputs, first);
    writeFileSync(join(folder, "stepline_glue", "transforms", "clean.py"), "x = 2\n");
    assert.notEqual((await make()).outputs, first);
  });

  it("leaves earlier versions where they are: runs under way read them", async () => {
    const recording = await make();
    assert.equal(named(recording, "g-script").retainOnDelete, true);
    assert.equal(named(recording, "g-package").retainOnDelete, true);
  });
});
