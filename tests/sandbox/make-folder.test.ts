import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeFolder } from "../../sandbox/make-folder";

describe("makeFolder", () => {
  it("makes a folder and those above it, and takes one that is there", () => {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-folder-"));
    try {
      const folder = path.join(root, "a", "b");
      makeFolder(folder);
      makeFolder(folder);
      assert.ok(fs.statSync(folder).isDirectory());
    } finally {
      fs.rmSync(root, { recursive: true });
    }
  });

  it("fails where the file system takes none, instead of trying for ever", function () {
    if (!fs.existsSync("/proc/self")) {
      this.skip();
    }
    assert.throws(() => {
      makeFolder("/proc/stepline/data");
    }, /ENOENT/);
  });
});
