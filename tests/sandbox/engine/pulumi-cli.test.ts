import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { projectRoot } from "../../../sandbox/paths";
import { NoPulumiCli, pulumiCli } from "../../../sandbox/engine/pulumi-cli";

const CLI = "#!/bin/sh\necho v3.250.0\n";

describe("the Pulumi CLI", () => {
  let folder: string;
  let tools: string;
  let kept: string;
  const { PATH } = process.env;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-cli-"));
    tools = path.join(folder, "tools");
    kept = path.join(folder, "kept");
    fs.mkdirSync(tools);
    process.env.PATH = tools;
  });
  afterEach(() => {
    process.env.PATH = PATH;
    fs.rmSync(folder, { recursive: true, force: true });
  });
  const script = (file: string, text: string): void => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text, { mode: 0o755 });
  };
  const noNetwork = (): Promise<never> => Promise.reject(new Error("getaddrinfo ENOTFOUND"));
  /** Go that notes every build, and writes what it is told to. */
  const go = (built: string): void => {
    script(
      path.join(tools, "go"),
      `#!/bin/sh\ncase "$1" in build) echo build >> ${folder}/builds; while [ "$1" != -o ]; do shift; done; ` +
        `printf '%s' '${built}' > "$2"; /bin/chmod +x "$2";; esac\n`,
    );
  };

  it("is the one on the PATH, before one that was kept", async () => {
    script(path.join(tools, "pulumi"), CLI);
    script(path.join(kept, "pulumi-3.250.0", "bin", "pulumi"), "#!/bin/sh\nexit 1\n");
    assert.equal((await pulumiCli({ directory: kept, install: noNetwork })).folder, tools);
  });

  it("is the one that was kept, and nothing is said", async () => {
    const bin = path.join(kept, "pulumi-3.250.0", "bin");
    script(path.join(bin, "pulumi"), CLI);
    const lines: string[] = [];
    const say = (line: string): void => {
      lines.push(line);
    };
    const found = await pulumiCli({ directory: kept, install: noNetwork, say });
    assert.deepEqual(lines, []);
    assert.equal(found.folder, bin);
    assert.equal(String(found.command.version), "3.250.0");
  });

  it("is built once for two that need it at the same time, and one line says so", async () => {
    go(CLI);
    const lines: string[] = [];
    const find = (): ReturnType<typeof pulumiCli> =>
      pulumiCli({ directory: kept, install: noNetwork, say: (line) => lines.push(line) });
    const [one, other] = await Promise.all([find(), find()]);
    assert.equal(one.folder, other.folder);
    assert.equal(fs.readFileSync(path.join(folder, "builds"), "utf8"), "build\n");
    assert.deepEqual(lines, [
      "building the Pulumi CLI 3.250.0 from its Go modules, once: about three minutes",
    ]);
    assert.deepEqual(fs.readdirSync(path.dirname(one.folder)), ["bin"]);
  });

  it("is downloaded where there is no Go", async () => {
    const found = await pulumiCli({
      directory: kept,
      install: async (root) => {
        script(path.join(root, "bin", "pulumi"), CLI);
      },
    });
    assert.equal(found.folder, path.join(kept, "pulumi-3.250.0", "bin"));
  });

  it("is missing in one line with every reason, and a build that fails leaves nothing", async () => {
    script(
      path.join(tools, "go"),
      '#!/bin/sh\n[ "$1" = get ] && { echo "proxy: connection refused" >&2; exit 1; }\nexit 0\n',
    );
    await assert.rejects(pulumiCli({ directory: kept, install: noNetwork }), (error: Error) => {
      assert.ok(error instanceof NoPulumiCli);
      assert.match(
        error.message,
        /^There is no Pulumi CLI .*proxy: connection refused.*ENOTFOUND.*: install the Pulumi CLI 3\.\S+ or newer, or Go\.$/,
      );
      return true;
    });
    assert.deepEqual(fs.readdirSync(path.join(kept, "pulumi-3.250.0")), []);
  });

  it("leaves nothing in the user's folder when it is asked for its version", async () => {
    const { PULUMI_HOME } = process.env;
    script(path.join(tools, "pulumi"), `#!/bin/sh\necho "$PULUMI_HOME" > ${folder}/home\necho v3.250.0\n`);
    await pulumiCli({ directory: kept, install: noNetwork });
    const home = fs.readFileSync(path.join(folder, "home"), "utf8").trim();
    assert.ok(home.startsWith(os.tmpdir()), home);
    assert.equal(fs.existsSync(home), false);
    assert.equal(process.env.PULUMI_HOME, PULUMI_HOME);
  });

  const ofPath: Readonly<Record<string, readonly [string, number]>> = {
    "is broken": ["#!/bin/sh\necho broken >&2\nexit 1\n", 0o755],
    "is older than the SDK": ["#!/bin/sh\necho v3.100.0\n", 0o755],
    "tells no version": ["#!/bin/sh\necho hello\n", 0o755],
    "can't be executed": [CLI, 0o644],
  };
  for (const [what, [text, mode]] of Object.entries(ofPath)) {
    it(`is the one that was kept when that of the PATH ${what}`, async () => {
      script(path.join(tools, "pulumi"), text);
      fs.chmodSync(path.join(tools, "pulumi"), mode);
      const bin = path.join(kept, "pulumi-3.250.0", "bin");
      script(path.join(bin, "pulumi"), CLI);
      assert.equal((await pulumiCli({ directory: kept, install: noNetwork })).folder, bin);
    });
  }

  it("is missing with what is wrong with that of the PATH, in one line", async () => {
    script(path.join(tools, "pulumi"), "#!/bin/sh\necho v3.100.0\n");
    await assert.rejects(
      pulumiCli({ directory: kept, install: noNetwork }),
      /^NoPulumiCli: \S+tools\/pulumi is 3\.100\.0, older than the SDK, \d+\.\d+\.\d+, it can't be built \(go isn't installed\), .*: install the Pulumi CLI \d.* or newer, or Go\.$/,
    );
  });

  it("is named when the one that was kept doesn't run, with what to do", async () => {
    script(path.join(kept, "pulumi-3.250.0", "bin", "pulumi"), "#!/bin/sh\necho broken >&2\nexit 1\n");
    await assert.rejects(
      pulumiCli({ directory: kept, install: noNetwork }),
      /pulumi-3\.250\.0\/bin\/pulumi does not run \(broken\)\. Remove \S+pulumi-3\.250\.0, and try again/,
    );
  });

  it("is asked without the user's own settings of it", async () => {
    script(path.join(tools, "pulumi"), '#!/bin/sh\n[ -z "$PULUMI_OPTION_PARALLEL" ] && echo v3.250.0\n');
    process.env.PULUMI_OPTION_PARALLEL = "1";
    try {
      assert.equal((await pulumiCli({ directory: kept, install: noNetwork })).folder, tools);
      assert.equal(process.env.PULUMI_OPTION_PARALLEL, "1");
    } finally {
      delete process.env.PULUMI_OPTION_PARALLEL;
    }
  });

  it("isn't built any longer when whoever builds it is stopped", async function () {
    this.timeout(60_000);
    const started = path.join(folder, "started");
    // Says its own id and that of a compiler of its own, and waits.
    script(
      path.join(tools, "go"),
      `#!/bin/sh\n[ "$1" = build ] || exit 0\n/bin/sleep 600 &\necho "$$ $!" > ${started}.part; /bin/mv ${started}.part ${started}\nwait\n`,
    );
    const module = JSON.stringify(path.join(projectRoot, "sandbox", "engine", "build-cli"));
    fs.mkdirSync(kept);
    const owner = spawn(
      process.execPath,
      [
        "-r",
        "ts-node/register",
        "-e",
        `require(${module}).buildCli(${JSON.stringify(kept)}, "3.250.0", () => {})`,
      ],
      { cwd: projectRoot, stdio: "ignore" },
    );
    const ended = once(owner, "exit");
    await until(() => fs.existsSync(started));
    const ids = fs.readFileSync(started, "utf8").trim().split(" ").map(Number);
    owner.kill("SIGTERM");
    assert.equal((await ended)[1], "SIGTERM");
    await until(() => !ids.some(isRunning));
  });
});

/** Looks again and again, until the test's time is up. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A process that has ended but wasn't waited for doesn't count: whose child it is differs between machines. */
function isRunning(id: number): boolean {
  try {
    return !fs.readFileSync(`/proc/${id}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}
