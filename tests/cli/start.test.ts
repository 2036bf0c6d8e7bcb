import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { projectRoot } from "../../sandbox/paths";
import { descendants, eventually, isRunning } from "../sandbox/orphans";

/** What `npm start` runs once everything is installed. */
function start(date: string): ChildProcess {
  return spawn(process.execPath, ["cli/stepline/run-compiled.mjs", "cli/start.ts", date, "dev"], {
    cwd: projectRoot,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function ended(child: ChildProcess): Promise<{ status: unknown; stdout: string; stderr: string }> {
  const text = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk) => (text.stdout += String(chunk)));
  child.stderr?.on("data", (chunk) => (text.stderr += String(chunk)));
  const [status] = (await once(child, "close")) as unknown[];
  return { status, ...text };
}

describe("npm start", function () {
  this.timeout(120_000);
  let child: ChildProcess | undefined;

  afterEach(() => {
    // Only a test that failed leaves it running.
    child?.kill("SIGTERM");
    child = undefined;
  });

  it("ends with 1 for a day without data, and reports why and that no call was refused", async () => {
    child = start("2008-05-04");
    const { status, stdout, stderr } = await ended(child);
    assert.equal(status, 1, stderr);
    assert.match(stdout, /\nThe run ended FAILED\.\nSourceMissing: No file under\n/);
    assert.match(stdout, /\nIAM\n---\n\d+ calls of roles allowed, 0 denied\.\n/);
    assert.match(stdout, /Subject: stepline-dev marketing 2008-05-04 FAILED/);
    assert.match(stdout, /\nWarehouse: marketing\.campaign_contacts, 0 rows\n/);
    const page = /^Page of the run: (.*report\.html)$/m.exec(stdout)?.[1] ?? "none";
    assert.match(fs.readFileSync(path.join(projectRoot, page), "utf8"), /marketing 2008-05-04/);
  });

  it("stopped by SIGTERM while it starts, ends with 143 and leaves no process behind", async () => {
    child = start("2008-05-04");
    const end = ended(child);
    const pid = Number(child.pid);
    const started = new Set<number>();
    let stopped = false;
    while (child.exitCode === null) {
      descendants(pid).forEach((one) => started.add(one));
      // moto's and Spark's: both are on their way up then.
      if (!stopped && started.size >= 2) {
        stopped = child.kill("SIGTERM");
      }
      await sleep(25);
    }
    const { status, stderr } = await end;
    assert.deepEqual([status, stderr.trim().split("\n").at(-1)], [143, "Stopped by SIGTERM."]);
    await eventually(() => {
      assert.deepEqual([...started].filter(isRunning), []);
    });
  });
});
