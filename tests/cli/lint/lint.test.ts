import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Finding } from "../../../components/workflow/lint/finding";
import { ORDER } from "../../components/workflow/lint/good-definitions";
import { stepline } from "../run-stepline";

describe("stepline lint", function () {
  this.timeout(120_000);
  let place: string;

  before(() => {
    place = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-lint-"));
  });
  after(() => {
    fs.rmSync(place, { recursive: true, force: true });
  });

  const write = (name: string, value: unknown): string => {
    const file = path.join(place, name);
    fs.writeFileSync(file, typeof value === "string" ? value : JSON.stringify(value));
    return file;
  };
  const endsGreen = {
    ...ORDER.definition,
    States: { ...(ORDER.definition.States as object), Failed: { Type: "Succeed" } },
  };

  it("finds nothing wrong with what the program declares, in either environment", () => {
    const { status, stdout, stderr } = stepline(["lint", "--env", "dev", "--env", "prod"]);
    assert.deepEqual(
      { status, stdout, stderr },
      { status: 0, stdout: "4 workflows, 0 findings\n", stderr: "" },
    );
  });

  it("ends with 0 for a good file and 1 for a broken one, a line for each finding", () => {
    const good = stepline(["lint", "--file", write("order.asl.json", ORDER.definition)]);
    assert.deepEqual([good.status, good.stdout], [0, "1 workflow, 0 findings\n"]);
    const broken = stepline(["lint", "--file", write("broken.asl.json", endsGreen)]);
    assert.equal(broken.status, 1);
    const lines = broken.stdout.trimEnd().split("\n");
    assert.equal(lines.pop(), `1 workflow, ${lines.length} findings`);
    for (const line of lines) {
      assert.match(line, /^Workflow "broken", state "[^"]+", Catch\[\d\]\.Next: .*\[failure-ends-green\]$/);
    }
  });

  it("gives the findings as JSON, under the name that is asked for", () => {
    const { status, stdout } = stepline([
      "lint",
      "--file",
      write("one.asl.json", endsGreen),
      "--name",
      "orders",
      "--json",
    ]);
    assert.equal(status, 1);
    const findings = JSON.parse(stdout) as readonly Finding[];
    assert.ok(findings.length > 0 && findings.every(({ workflow }) => workflow === "orders"));
    assert.deepEqual(Object.keys(findings[0]).sort(), [
      "field",
      "fix",
      "message",
      "rule",
      "state",
      "workflow",
    ]);
  });

  it("takes exemptions with their reasons from a file", () => {
    const states = Object.keys(ORDER.definition.States as object).filter(
      (state) => "Catch" in ((ORDER.definition.States as Record<string, object>)[state] ?? {}),
    );
    const exemptions = states.map((state) => ({ rule: "failure-ends-green", state, reason: "A test." }));
    const file = write("exempted.asl.json", endsGreen);
    const { status, stdout } = stepline([
      "lint",
      "--file",
      file,
      "--options",
      write("options.json", { exemptions }),
    ]);
    assert.equal(status, 0, stdout);
  });

  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["a stack that is not there", ["--env", "staging"], /--env "staging" is not a stack/],
    ["a file that is not there", ["--file", "nowhere.asl.json"], /--file nowhere\.asl\.json can't be read/],
    ["a name without a file", ["--name", "orders"], /--name is about a file/],
    ["a file and a stack", ["--file", "a", "--env", "dev"], /exclude each other/],
    ["an option that does not exist", ["--strict"], /Unknown option '--strict'/],
  ];
  for (const [what, args, message] of refused) {
    it(`ends with 2 for ${what}`, () => {
      const { status, stdout, stderr } = stepline(["lint", ...args]);
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, message);
    });
  }

  it("ends with 2 for a file that is no JSON, and for options that are none of the linter's", () => {
    const file = write("good.asl.json", ORDER.definition);
    assert.match(stepline(["lint", "--file", write("text.asl.json", "{")]).stderr, /is no JSON/);
    const { status, stderr } = stepline([
      "lint",
      "--file",
      file,
      "--options",
      write("odd.json", { exempt: [] }),
    ]);
    assert.equal(status, 2);
    assert.match(stderr, /exempt/);
  });
});
