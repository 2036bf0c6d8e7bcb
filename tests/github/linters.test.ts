import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { projectRoot } from "../../sandbox/paths";
import { findActionlint } from "./actionlint";

describe("linters of GitHub workflows", () => {
  it("actionlint finds nothing", function () {
    this.timeout(300_000);
    const actionlint = findActionlint();
    if (actionlint === undefined) {
      // Neither on the PATH nor to be built; GitHub checks the syntax by itself.
      this.skip();
    }
    const { status, stdout, stderr } = spawnSync(actionlint, ["-no-color"], {
      cwd: projectRoot,
      encoding: "utf8",
    });
    assert.equal(status, 0, `${stdout}${stderr}`);
  });

  it("zizmor finds nothing that lets others in", function () {
    this.timeout(60_000);
    const zizmor = path.join(projectRoot, ".stepline", "venv", "bin", "zizmor");
    const { status, stdout, stderr } = spawnSync(zizmor, ["--offline", "--no-progress", ".github"], {
      cwd: projectRoot,
      encoding: "utf8",
    });
    assert.equal(status, 0, `${stdout}${stderr}`);
    assert.match(stdout, /No findings to report/);
  });
});
