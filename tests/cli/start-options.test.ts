import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { projectRoot } from "../../sandbox/paths";

async function parse(...args: string[]): Promise<object> {
  const { parseStartOptions } = await import("../../cli/start-options.mjs");
  return parseStartOptions(args);
}

describe("npm start's options", () => {
  it("default to the busiest day in dev", async () => {
    assert.deepEqual(await parse(), { help: false, date: "2008-11-21", env: "dev" });
  });

  it("take a day and a stack", async () => {
    assert.deepEqual(await parse("--date", "2009-02-28", "--env=prod"), {
      help: false,
      date: "2009-02-28",
      env: "prod",
    });
  });

  const refused: [string[], RegExp][] = [
    [["--date", "21.11.2008"], /--date "21\.11\.2008" is not a day: write it as 2008-11-21/],
    [["--date", "2008-13-01"], /"2008-13-01" is not a day/],
    [["--date", "2009-02-29"], /"2009-02-29" is not a day/],
    [["--date", ""], /"" is not a day/],
    [["--env", "production"], /--env "production" is not a stack of this project: take dev or prod/],
    [["--dat", "2008-11-21"], /'--dat'[\s\S]*npm start -- --help explains them/],
    [["2008-11-21"], /2008-11-21[\s\S]*npm start -- --help/],
    [["--date"], /--date[\s\S]*npm start -- --help/],
  ];
  for (const [args, message] of refused) {
    it(`refuse ${JSON.stringify(args)} with the fix`, async () => {
      await assert.rejects(parse(...args), message);
    });
  }

  it("are refused by the command with status 2 before anything is installed or started", () => {
    const start = path.join(projectRoot, "cli/start.mjs");
    const { status, stdout, stderr } = spawnSync(process.execPath, [start, "--env", "staging"], {
      encoding: "utf8",
    });
    assert.deepEqual([status, stdout], [2, ""]);
    assert.equal(stderr, '--env "staging" is not a stack of this project: take dev or prod.\n');
  });

  it("are explained by --help in 80 columns", () => {
    const start = path.join(projectRoot, "cli/start.mjs");
    const { status, stdout } = spawnSync(process.execPath, [start, "--help"], { encoding: "utf8" });
    assert.equal(status, 0);
    assert.match(stdout, /--date YYYY-MM-DD[\s\S]*--env dev\|prod[\s\S]*Exit status/);
    assert.ok(stdout.split("\n").every((line) => line.length <= 80));
  });
});
