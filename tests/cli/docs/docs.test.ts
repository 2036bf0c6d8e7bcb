import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stalePages } from "../../../cli/docs/generated-page";
import { PAGES } from "../../../cli/docs/pages";
import { projectRoot } from "../../../sandbox/paths";
import { stepline } from "../run-stepline";

describe("stepline docs", function () {
  this.timeout(60_000);
  let root: string;

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-docs-"));
  });
  afterEach(() => {
    fs.rmSync(root, { recursive: true, force: true });
  });

  it("takes a page that is missing or says something else for stale, and no other", async () => {
    const pages = ["same.md", "other.md", "missing.md"].map((file) => ({
      file,
      generate: () => `of ${file}\n`,
    }));
    fs.writeFileSync(path.join(root, "same.md"), "of same.md\n");
    fs.writeFileSync(path.join(root, "other.md"), "of other.md\n\n");
    assert.deepEqual(await stalePages(root, pages), [
      { file: "other.md", text: "of other.md\n" },
      { file: "missing.md", text: "of missing.md\n" },
    ]);
  });

  for (const { file, generate } of PAGES) {
    it(`gives the same ${file} each time`, async () => {
      assert.equal(await generate(), await generate());
    });
  }

  it("has in docs/ what the code says", () => {
    const { status, stdout, stderr } = stepline(["docs", "--check"]);
    assert.equal(status, 0, stdout + stderr);
  });

  it("explains every command on its page", () => {
    const page = fs.readFileSync(path.join(projectRoot, "docs/commands.md"), "utf8");
    for (const file of fs.readdirSync(path.join(projectRoot, "cli/commands"))) {
      const name = path.parse(file).name;
      const { stdout } = stepline([name, "--help"]);
      assert.ok(page.includes(`## stepline ${name}\n`) && page.includes(stdout.trim()), name);
    }
  });
});
