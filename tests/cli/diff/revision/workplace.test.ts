import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { Workplace } from "../../../../cli/diff/revision/workplace";
import { projectRoot } from "../../../../sandbox/paths";

/** Makes a workplace with a process that never ends by itself, and says where once both are there. */
const SCRIPT = `
  const { Workplace } = require(${JSON.stringify(path.join(projectRoot, "cli/diff/revision/workplace"))});
  const workplace = new Workplace();
  const endless = "process.stdout.write(process.argv[1]); setInterval(() => {}, 1000)";
  workplace.add(require("node:child_process").spawn(process.execPath, ["-e", endless, workplace.folder], { stdio: "inherit" }));
`;

describe("the place of a review", () => {
  for (const [signal, status] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    it(`is gone, with its processes, after ${signal}`, async () => {
      const review = spawn(process.execPath, ["-r", "ts-node/register", "-e", SCRIPT], {
        cwd: projectRoot,
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [folder] = (await once(review.stdout, "data")) as [Buffer];
      assert.ok(fs.statSync(folder.toString()).isDirectory());
      review.kill(signal);
      // It comes when every process that could write has ended.
      const [ended] = (await once(review, "close")) as [number];
      assert.equal(ended, status);
      assert.equal(fs.existsSync(folder.toString()), false);
    });
  }

  it("leaves no listener behind when it is closed", () => {
    const count = (): number => process.listenerCount("exit") + process.listenerCount("SIGINT");
    const before = count();
    const workplace = new Workplace();
    assert.equal(count(), before + 2);
    workplace.close();
    assert.equal(count(), before);
    assert.equal(fs.existsSync(workplace.folder), false);
  });
});
