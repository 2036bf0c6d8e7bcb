import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runToEnd } from "./install/child.mjs";
import { install, root } from "./install/install.mjs";
import { endWith } from "./install/message.mjs";
import { venvPython } from "./install/python-packages.mjs";

/** All tests: pytest in the background, mocha on the terminal, then pytest's output and one line of totals. */
async function main() {
  const { environment } = await install({ tests: true });
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-tests-"));
  try {
    const totalsFile = path.join(directory, "mocha.json");
    const junitFile = path.join(directory, "pytest.xml");
    const env = { ...environment, STEPLINE_MOCHA_TOTALS: totalsFile };
    const pytest = runQuietly(
      venvPython(path.join(root, ".stepline")),
      ["-m", "pytest", "-q", "--color=no", `--junit-xml=${junitFile}`, "tests"],
      { cwd: root, env },
    );
    const mochaArgs = ["--reporter", "cli/test-reporter.cjs", "tests/**/*.test.ts"];
    const mochaStatus = await runToEnd(process.execPath, ["node_modules/mocha/bin/mocha.js", ...mochaArgs], {
      cwd: root,
      env,
    });
    const { status: pytestStatus, output } = await pytest;
    process.stdout.write(`\n${output}\n`);
    return report(
      totals(mochaStatus, () => JSON.parse(fs.readFileSync(totalsFile, "utf8"))),
      totals(pytestStatus, () => junitTotals(fs.readFileSync(junitFile, "utf8"))),
    );
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

function runQuietly(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, output: Buffer.concat(chunks).toString("utf8") }));
  });
}

/** A runner that ended badly without counting a failure (it crashed, it found no test) is one failure. */
function totals(status, read) {
  let counted = { passed: 0, failed: 0, skipped: 0 };
  try {
    counted = read();
  } catch {
    // It wrote none: its status says how it ended.
  }
  const crashed = (status !== 0 && counted.failed === 0) || counted.passed + counted.failed === 0;
  return crashed ? { ...counted, failed: counted.failed + 1 } : counted;
}

function junitTotals(xml) {
  const suite = /<testsuite [^>]*>/.exec(xml)[0];
  const count = (name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)[1]);
  const failed = count("failures") + count("errors");
  return { passed: count("tests") - failed - count("skipped"), failed, skipped: count("skipped") };
}

function report(...counts) {
  const sum = (name) => counts.reduce((total, count) => total + count[name], 0);
  const skipped = sum("skipped") > 0 ? `, ${sum("skipped")} skipped` : "";
  process.stdout.write(`${sum("passed")} passed, ${sum("failed")} failed${skipped}\n`);
  return sum("failed") > 0 ? 1 : 0;
}

await endWith(main);
