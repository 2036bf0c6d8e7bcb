import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import aslValidator from "asl-validator";
import { pythonPath } from "../../../../sandbox/paths";

/**
 * Reads definitions, one a line; writes each one's problems, one list a line: those of both its modes, with and without a look
 * into JSONata. JSON has one kind of number, so its wish to see 2 written as 2.0 is switched off, as its own option does.
 */
const STATELINT = `
import json, sys
from statelint.config import Config
from statelint.linter import Linter
from statelint.problem import ProblemType

modes = [Config({ProblemType.FLOAT}, False, look) for look in (False, True)]
for line in sys.stdin:
    definition = json.loads(line)
    print(json.dumps([problem for mode in modes for problem in Linter.validate(definition, mode)]))
`;

/** statelint 3.1 does not know that Seconds may be JSONata; the specification says it may. */
const KNOWN = /\.Seconds is "\{%.*%\}" but should be an Integer/;

/** What statelint complains about in each definition. One process for all. */
export function statelintAll(definitions: readonly unknown[]): readonly (readonly string[])[] {
  const { stdout, stderr, status } = spawnSync(pythonPath(), ["-c", STATELINT], {
    input: definitions.map((definition) => `${JSON.stringify(definition)}\n`).join(""),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.equal(status, 0, stderr);
  const lists = stdout.trimEnd().split("\n");
  assert.equal(lists.length, definitions.length);
  return lists.map((list) => (JSON.parse(list) as string[]).filter((problem) => !KNOWN.test(problem)));
}

/** Whether asl-validator refuses a definition. One it breaks down over is refused, too. */
export function aslValidatorRefuses(definition: unknown): boolean {
  try {
    return !aslValidator(definition as object).isValid;
  } catch {
    return true;
  }
}
