import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pythonPath } from "../../../sandbox/paths";

/** statelint 3.1 does not know that Seconds may be JSONata; the specification says it may. */
const KNOWN = /\.Seconds is "\{%.*%\}" but should be an Integer/;

/** Runs statelint; returns its complaints. */
export function statelint(definition: object): string[] {
  const directory = mkdtempSync(join(tmpdir(), "statelint-"));
  try {
    // JSON has one kind of number; statelint wants to see 2 written as 2.0 where the specification says "float".
    const text = JSON.stringify(definition, null, 1).replace(
      /"BackoffRate": (\d+)(?=,)/g,
      '"BackoffRate": $1.0',
    );
    const file = join(directory, "definition.json");
    writeFileSync(file, text);
    const { stdout, stderr, error } = spawnSync(join(dirname(pythonPath()), "statelint"), [file], {
      encoding: "utf8",
    });
    assert.ifError(error);
    return `${stdout}${stderr}`.split("\n").filter((line) => line.startsWith(" ") && !KNOWN.test(line));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
