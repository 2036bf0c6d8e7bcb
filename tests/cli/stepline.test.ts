import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { projectRoot } from "../../sandbox/paths";
import { stepline } from "./run-stepline";

describe("stepline", function () {
  this.timeout(60_000);

  const names = fs.readdirSync(path.join(projectRoot, "cli/commands")).map((file) => path.parse(file).name);

  it("lists the commands whose module is there, in 80 columns", () => {
    const { status, stdout, stderr } = stepline(["--help"]);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.deepEqual(
      [...stdout.matchAll(/^ {2}(\w+) {2,}\w/gm)].map(([, name]) => name).sort(),
      names.sort(),
    );
    assert.match(stdout, /Exit status: 0 [\s\S]*1 [\s\S]*2 /);
    assert.ok(stdout.split("\n").every((line) => line.length <= 80));
  });

  it("without a command shows the same on stderr and ends with 2", () => {
    const { status, stdout, stderr } = stepline([]);
    assert.deepEqual([status, stdout, stderr], [2, "", stepline(["--help"]).stdout]);
  });

  it("tells the version of package.json", () => {
    const { version } = JSON.parse(fs.readFileSync(path.join(projectRoot, "package.json"), "utf8")) as {
      version: string;
    };
    assert.deepEqual(stepline(["--version"]), { status: 0, stdout: `${version}\n`, stderr: "" });
  });

  const unknown: readonly (readonly [string, string])[] = [
    ["syth", 'stepline has no command "syth". Did you mean "synth"?\n'],
    ["snyth", 'stepline has no command "snyth". Did you mean "synth"?\n'],
    ["deploy-everything", 'stepline has no command "deploy-everything".\n'],
    ["--verbose", 'stepline has no option "--verbose".\n'],
  ];
  for (const [given, message] of unknown) {
    it(`refuses ${given} with status 2, the list, and the nearest one if there is a near one`, () => {
      const { status, stdout, stderr } = stepline([given]);
      assert.deepEqual([status, stdout], [2, ""]);
      assert.ok(stderr.startsWith(message), stderr);
      assert.match(stderr, /\nCommands: .*\bsynth\b.*\. stepline --help explains them\.\n$/);
    });
  }

  for (const name of names) {
    it(`explains ${name} in 80 columns, with its exit statuses, and from any folder`, () => {
      const { status, stdout, stderr } = stepline([name, "--help"], { cwd: os.tmpdir() });
      assert.equal(status, 0, stderr);
      assert.match(stdout, new RegExp(`^(stepline|npm run) ${name}\\b`));
      assert.match(stdout, /Exit status/);
      assert.ok(stdout.split("\n").every((line) => line.length <= 80));
    });
  }

  it("names an unknown option of a command and where its options are explained, without a stack", () => {
    const { status, stdout, stderr } = stepline(["synth", "--outt", "x"]);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, /^Unknown option '--outt'.*\nstepline synth --help explains its options\.\n$/);
  });
});
