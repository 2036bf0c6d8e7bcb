import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { PassedBefore } from "../../../../components/workflow/lint/passed-before";

describe("PassedBefore", () => {
  let cache: string;
  beforeEach(() => {
    cache = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-passed-"));
  });
  afterEach(() => {
    fs.rmSync(cache, { recursive: true, force: true });
  });

  it("knows in another run what passed in this one, and nothing else", () => {
    new PassedBefore(cache).add("a question");
    const later = new PassedBefore(cache);
    assert.deepEqual([later.has("a question"), later.has("another")], [true, false]);
  });

  it("forgets what another linter said", () => {
    fs.mkdirSync(path.join(cache, "0123456789abcdef"));
    const passed = new PassedBefore(cache);
    passed.add("a question");
    assert.equal(fs.readdirSync(cache).length, 1);
    assert.ok(passed.has("a question"));
  });

  it("does without a folder that can't be written", () => {
    const file = path.join(cache, "file");
    fs.writeFileSync(file, "");
    const passed = new PassedBefore(file);
    passed.add("a question");
    assert.equal(passed.has("a question"), false);
  });
});
