import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import {
  bundleHandlers,
  handlerBundle,
  handlerNames,
  type HandlerBundles,
} from "../../components/function-bundle";

const MAX_BYTES = 500_000;
const root = path.resolve(__dirname, "..", "..");
const run = promisify(execFile);

describe("function bundles", () => {
  let cacheDirectory: string;

  before(() => {
    cacheDirectory = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-bundles-"));
  });

  after(() => {
    fs.rmSync(cacheDirectory, { recursive: true, force: true });
  });

  /** In a process of its own, as another program run would. */
  async function bundleElsewhere(cache: string): Promise<HandlerBundles> {
    const script =
      "const { bundleHandlers } = require('./components/function-bundle');" +
      "console.log(JSON.stringify(bundleHandlers({ cacheDirectory: process.argv[1] })))";
    const { stdout } = await run(process.execPath, ["-r", "ts-node/register", "-e", script, cache], {
      cwd: root,
    });
    return JSON.parse(stdout) as HandlerBundles;
  }

  for (const name of handlerNames) {
    it(`keeps ${name} within ${MAX_BYTES} bytes, alone in its directory`, () => {
      const { directory, bytes, handler } = handlerBundle(name, { cacheDirectory });
      assert.ok(bytes <= MAX_BYTES, `${name} has ${bytes} bytes`);
      assert.deepEqual(fs.readdirSync(directory), ["index.js"]);
      assert.equal(handler, "index.handler");
    });

    it(`lets node import ${name} from anywhere, and find its handler`, async () => {
      const { directory } = handlerBundle(name, { cacheDirectory });
      const copy = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-bundle-"));
      try {
        fs.cpSync(directory, copy, { recursive: true });
        const { stdout } = await run(process.execPath, ["-p", "typeof require('./index.js').handler"], {
          cwd: copy,
          env: {
            AWS_REGION: "eu-west-1",
            WORKGROUP_NAME: "w",
            DATABASE_NAME: "d",
            LOAD_ROLE_ARN: "r",
          },
        });
        assert.equal(stdout.trim(), "function");
      } finally {
        fs.rmSync(copy, { recursive: true, force: true });
      }
    });
  }

  it("holds no path of the machine it was made on, and no source map", () => {
    for (const name of handlerNames) {
      const text = fs.readFileSync(
        path.join(handlerBundle(name, { cacheDirectory }).directory, "index.js"),
        "utf8",
      );
      assert.ok(!text.includes(root));
      assert.ok(!text.includes("sourceMappingURL"));
    }
  });

  it("gives equal bytes for two builds, also when several processes build at once", async () => {
    const cache = path.join(cacheDirectory, "shared");
    const [first, second] = await Promise.all([bundleElsewhere(cache), bundleElsewhere(cache)]);
    const sums = (bundles: HandlerBundles): string[] => handlerNames.map((name) => bundles[name].sha256);
    assert.deepEqual(sums(first), sums(second));
    assert.deepEqual(sums(first), sums(bundleHandlers({ cacheDirectory })));
    assert.equal(fs.readdirSync(cache).length, 1);
    for (const name of handlerNames) assert.ok(fs.existsSync(path.join(second[name].directory, "index.js")));
  });

  it("mends a damaged bundle", async () => {
    const cache = path.join(cacheDirectory, "damaged");
    const before = await bundleElsewhere(cache);
    const file = path.join(before.extract.directory, "index.js");
    const content = fs.readFileSync(file);
    fs.truncateSync(file, 1000);
    fs.rmSync(before.reconcile.directory, { recursive: true });
    assert.deepEqual(await bundleElsewhere(cache), before);
    assert.ok(fs.readFileSync(file).equals(content));
  });
});
