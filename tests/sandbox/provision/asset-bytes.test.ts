import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { pythonPath } from "../../../sandbox/paths";
import { assetBytes } from "../../../sandbox/provision/asset-bytes";
import { zipFile } from "../../../sandbox/provision/zip-file";

/** Names and texts of a zip file, as Python reads them, after it checked every entry's CRC. */
function unzipped(zip: Buffer): Record<string, string> {
  const program =
    "import io, json, sys, zipfile\n" +
    "z = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))\n" +
    "assert z.testzip() is None\n" +
    "print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))";
  const { stdout, stderr } = spawnSync(pythonPath(), ["-c", program], { input: zip, encoding: "utf8" });
  assert.equal(stderr, "");
  return JSON.parse(stdout) as Record<string, string>;
}

describe("assetBytes", () => {
  let directory: string;

  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-assets-"));
    fs.mkdirSync(path.join(directory, "inner"));
    fs.writeFileSync(path.join(directory, "a.py"), "a = 1\n");
    fs.writeFileSync(path.join(directory, "inner", "b.py"), "b = 2\n");
  });

  afterEach(() => {
    fs.rmSync(directory, { recursive: true });
  });

  it("reads files and texts", async () => {
    const file = new pulumi.asset.FileAsset(path.join(directory, "a.py"));
    assert.equal((await assetBytes(file)).toString(), "a = 1\n");
    assert.equal((await assetBytes(new pulumi.asset.StringAsset("t\u00e9xt"))).toString(), "t\u00e9xt");
  });

  it("zips archives of assets, folders and archives", async () => {
    const archive = new pulumi.asset.AssetArchive({
      "z/text.txt": new pulumi.asset.StringAsset("t\u00e9xt"),
      folder: new pulumi.asset.FileArchive(directory),
      nested: new pulumi.asset.AssetArchive({ "\u00fc.txt": new pulumi.asset.StringAsset("") }),
    });
    assert.deepEqual(unzipped(await assetBytes(archive)), {
      "folder/a.py": "a = 1\n",
      "folder/inner/b.py": "b = 2\n",
      "nested/\u00fc.txt": "",
      "z/text.txt": "t\u00e9xt",
    });
  });

  it("gives the same bytes whatever the order and the files' times", async () => {
    const text = (value: string) => new pulumi.asset.StringAsset(value);
    const one = await assetBytes(new pulumi.asset.AssetArchive({ a: text("1"), b: text("2") }));
    const other = await assetBytes(new pulumi.asset.AssetArchive({ b: text("2"), a: text("1") }));
    assert.deepEqual(one, other);
    const before = await assetBytes(new pulumi.asset.FileArchive(directory));
    fs.utimesSync(path.join(directory, "a.py"), 1, 1);
    assert.deepEqual(await assetBytes(new pulumi.asset.FileArchive(directory)), before);
  });

  it("takes a file that is an archive already as it is", async () => {
    const zip = zipFile([{ name: "a", content: Buffer.from("a") }]);
    fs.writeFileSync(path.join(directory, "made.zip"), zip);
    assert.deepEqual(await assetBytes(new pulumi.asset.FileArchive(path.join(directory, "made.zip"))), zip);
  });

  it("fetches nothing", async () => {
    await assert.rejects(
      assetBytes(new pulumi.asset.RemoteAsset("https://example.com/a")),
      /fetches nothing by URL/,
    );
    await assert.rejects(
      assetBytes(new pulumi.asset.RemoteArchive("https://example.com/a.zip")),
      /fetches nothing/,
    );
  });
});
