import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** The newest that the Go module proxy serves with everything it needs. */
const VERSION = "3.250.0";

/**
 * Folder with the Pulumi CLI: of the PATH, else built from its Go modules, once, into `cache`.
 *
 * @throws Error when there is neither a CLI nor Go
 */
export function pulumiFolder(cache: string, say: (line: string) => void): string {
  const onPath = (process.env.PATH ?? "")
    .split(path.delimiter)
    .find((folder) => fs.existsSync(path.join(folder, "pulumi")));
  if (onPath !== undefined) {
    return onPath;
  }
  const folder = path.join(cache, `pulumi-${VERSION}`);
  if (fs.existsSync(path.join(folder, "pulumi"))) {
    return folder;
  }
  say(`building the Pulumi CLI ${VERSION} from its Go modules, once: three minutes`);
  const module = path.join(folder, "module");
  fs.mkdirSync(module, { recursive: true });
  const go = (...args: string[]): void => {
    try {
      execFileSync("go", args, {
        cwd: module,
        stdio: ["ignore", "ignore", "pipe"],
        env: { ...process.env, CGO_ENABLED: "0" },
      });
    } catch (error) {
      const { code, stderr } = error as { code?: string; stderr?: Buffer };
      const reason = code === "ENOENT" ? "Go isn't installed" : String(stderr);
      throw new Error(
        `There is no Pulumi CLI on the PATH, and it can't be built (${reason}): install one of them.`,
      );
    }
  };
  fs.rmSync(path.join(module, "go.mod"), { force: true });
  go("mod", "init", "pulumi-cli");
  go("get", `github.com/pulumi/pulumi/pkg/v3/cmd/pulumi@v${VERSION}`);
  const flag = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${VERSION}`;
  const built = path.join(folder, "pulumi.new");
  go("build", "-ldflags", flag, "-o", built, "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi");
  fs.renameSync(built, path.join(folder, "pulumi"));
  return folder;
}
