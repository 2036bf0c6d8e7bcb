import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { projectRoot } from "../../sandbox/paths";

const VERSION = "1.7.12";

/** actionlint of the PATH, else built from its Go module, once; `undefined` where there is neither it nor Go. */
export function findActionlint(): string | undefined {
  const onPath = inPath("actionlint");
  if (onPath !== undefined) {
    return onPath;
  }
  const folder = path.join(projectRoot, ".stepline", `actionlint-${VERSION}`);
  const built = path.join(folder, "actionlint");
  if (fs.existsSync(built)) {
    return built;
  }
  const go = inPath("go");
  if (go === undefined) {
    return undefined;
  }
  const made = path.join(folder, `${process.pid}`);
  fs.mkdirSync(made, { recursive: true });
  const module = `github.com/rhysd/actionlint/cmd/actionlint@v${VERSION}`;
  execFileSync(go, ["install", module], {
    env: { ...process.env, GOBIN: made, CGO_ENABLED: "0" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  fs.renameSync(path.join(made, "actionlint"), built);
  fs.rmdirSync(made);
  return built;
}

function inPath(name: string): string | undefined {
  return (process.env.PATH ?? "")
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((file) => fs.existsSync(file));
}
