import { spawnSync } from "node:child_process";
import path from "node:path";
import { install, root } from "./install/install.mjs";
import { endWith } from "./install/message.mjs";
import { venvPython } from "./install/python-packages.mjs";

/** Every linter, type checker and format check over the whole tree; all are run, then the worst status counts. */
async function main() {
  await install({ tests: true });
  const bin = (name) => path.join(root, "node_modules", ".bin", name);
  const python = venvPython(path.join(root, ".stepline"));
  // Two calls: each has a conftest.py of its own, and mypy knows a module by its name alone.
  const job = [
    "glue",
    "tests/glue",
    "tests/contracts",
    "tests/program",
    "components/workflow/lint/integrations",
  ];
  const sandbox = ["sandbox/glue", "sandbox/moto", "tests/sandbox/moto"];
  const checks = [
    [bin("tsc"), ["-p", "."]],
    [bin("eslint"), ["--max-warnings", "0", "."]],
    [bin("prettier"), ["--check", "--log-level", "warn", "."]],
    [python, ["-m", "ruff", "check", "."]],
    [python, ["-m", "ruff", "format", "--check", "--quiet", "."]],
    [python, ["-m", "mypy", ...job]],
    [python, ["-m", "mypy", ...sandbox]],
    [process.execPath, ["cli/stepline.mjs", "lint", "--env", "dev", "--env", "prod"]],
  ];
  let failed = 0;
  for (const [command, args] of checks) {
    const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
    process.stdout.write(`${status === 0 ? "ok  " : "FAIL"} ${path.basename(command)} ${args.join(" ")}\n`);
    failed += status === 0 ? 0 : 1;
  }
  return failed === 0 ? 0 : 1;
}

await endWith(main);
