import { spawnSync } from "node:child_process";
import path from "node:path";
import { install, root } from "./install/install.mjs";
import { venvPython } from "./install/python-packages.mjs";

/** Every linter, type checker and format check over the whole tree; all are run, then the worst status counts. */
async function main() {
  await install({ tests: true });
  const bin = (name) => path.join(root, "node_modules", ".bin", name);
  const python = venvPython(path.join(root, ".stepline"));
  const sources = ["glue", "sandbox/glue", "sandbox/moto", "tests"];
  const checks = [
    [bin("tsc"), ["-p", "."]],
    [bin("eslint"), ["--max-warnings", "0", "."]],
    [bin("prettier"), ["--check", "--log-level", "warn", "."]],
    [python, ["-m", "ruff", "check", "."]],
    [python, ["-m", "ruff", "format", "--check", "--quiet", "."]],
    [python, ["-m", "mypy", ...sources]],
  ];
  let failed = 0;
  for (const [command, args] of checks) {
    const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
    process.stdout.write(`${status === 0 ? "ok  " : "FAIL"} ${path.basename(command)} ${args.join(" ")}\n`);
    failed += status === 0 ? 0 : 1;
  }
  return failed === 0 ? 0 : 1;
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  },
);
