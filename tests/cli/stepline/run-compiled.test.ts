import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { projectRoot } from "../../../sandbox/paths";

describe("run-compiled", function () {
  this.timeout(60_000);
  let place: string;
  const archives = path.join(projectRoot, ".stepline/cli");

  beforeEach(() => {
    place = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "stepline-run-")));
  });
  afterEach(() => {
    for (const file of fs.readdirSync(archives)) {
      if (file.startsWith(path.basename(place))) {
        fs.rmSync(path.join(archives, file));
      }
    }
    fs.rmSync(place, { recursive: true, force: true });
  });

  it("runs a module with its arguments and exit status, the second time from what it kept", () => {
    const name = path.basename(place);
    fs.writeFileSync(
      path.join(place, `${name}.ts`),
      "const [, file, ...args]: readonly string[] = process.argv;\n" +
        "const compiled = Object.keys(require.cache).some((one) => /ts-node.dist.index/.test(one));\n" +
        "console.log(JSON.stringify([file, args, compiled]));\nprocess.exitCode = 3;\nexport {};\n",
    );
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60);
    for (const compiled of [true, false]) {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [path.join(projectRoot, "cli/stepline/run-compiled.mjs"), `${name}.ts`, "--date", "x"],
        { cwd: place, encoding: "utf8" },
      );
      assert.deepEqual([status, stderr], [3, ""]);
      assert.deepEqual(JSON.parse(stdout), [path.join(place, `${name}.ts`), ["--date", "x"], compiled]);
    }
  });
});
