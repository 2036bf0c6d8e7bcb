import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { told, Workplace } from "./install-fixture";

describe("the installer", () => {
  let place: Workplace;

  beforeEach(() => {
    place = new Workplace();
  });
  afterEach(() => {
    place.remove();
  });

  describe("looking for tools", () => {
    const toolchain = () => import("../../cli/install/toolchain.mjs");
    const onPath = (): { PATH: string } => ({ PATH: place.path("bin") });
    const python = (name: string, version: string) =>
      place.command(`bin/${name}`, `echo "Python ${version}"`);
    // Java tells its version on stderr.
    const java = (name: string, version: string) =>
      place.command(name, `echo 'openjdk version "${version}" 2024-10-15' >&2`);

    it("takes the Python of AWS Glue before any other that would do", async () => {
      const { findPython } = await toolchain();
      python("python3", "3.12.1");
      python("python3.10", "3.10.13");
      python("python3.11", "3.11.7");
      assert.deepEqual(findPython(onPath()), { command: "python3.11", version: "3.11" });
    });

    it("goes past a Python that won't do", async () => {
      const { findPython } = await toolchain();
      python("python3", "3.13.0");
      python("python3.10", "3.10.13");
      assert.deepEqual(findPython(onPath()), { command: "python3.10", version: "3.10" });
    });

    it("refuses other Pythons, naming them, what to install, and how to name one", async () => {
      const { findPython } = await toolchain();
      python("python3", "3.13.0");
      python("python", "2.7.18");
      assert.throws(
        () => findPython(onPath()),
        (error: Error) => {
          assert.match(error.message, /^Python 3\.11 isn't there \(3\.10, 3\.11, 3\.12 would do; /);
          assert.match(error.message, /python3 is 3\.13, python is 2\.7\)/);
          assert.match(error.message, /sudo apt-get install python3\.11 python3\.11-venv/);
          assert.match(error.message, /STEPLINE_BASE_PYTHON=\/path\/to\/python3\.11 npm start/);
          return true;
        },
      );
    });

    it("takes the Python it is told, and no other even when that won't do", async () => {
      const { findPython } = await toolchain();
      python("python3.11", "3.11.7");
      const given = place.command("elsewhere/python", 'echo "Python 3.12.1"');
      assert.deepEqual(findPython({ ...onPath(), STEPLINE_BASE_PYTHON: given }), {
        command: given,
        version: "3.12",
      });
      const STEPLINE_BASE_PYTHON = place.path("not-there");
      assert.throws(() => findPython({ ...onPath(), STEPLINE_BASE_PYTHON }), /Python 3\.11 isn't there/);
    });

    it("takes Java 17 or 11 from PATH, and JAVA_HOME's before it", async () => {
      const { findJava } = await toolchain();
      java("bin/java", "17.0.13");
      assert.deepEqual(findJava(onPath()), { command: "java", version: 17 });
      const command = java("jdk/bin/java", "11.0.25");
      assert.deepEqual(findJava({ ...onPath(), JAVA_HOME: place.path("jdk") }), { command, version: 11 });
    });

    for (const [version, found] of [
      ["1.8.0_432", "java is version 8"],
      ["21.0.5", "java is version 21"],
    ]) {
      it(`refuses Java ${version} with what to install`, async () => {
        const { findJava } = await toolchain();
        java("bin/java", version);
        assert.throws(
          () => findJava(onPath()),
          (error: Error) => {
            assert.ok(
              error.message.startsWith(`Java 17 isn't there (${found}; 11 would do).`),
              error.message,
            );
            assert.match(error.message, /sudo apt-get install openjdk-17-jre-headless/);
            assert.match(error.message, /JAVA_HOME=\/path\/to\/jdk-17 npm start/);
            return true;
          },
        );
      });
    }

    it("says when there is no Java at all", async () => {
      const { findJava } = await toolchain();
      assert.throws(() => findJava(onPath()), /Java 17 isn't there \(java does not run; 11 would do\)/);
    });

    it("warns where this machine differs from AWS Glue, and only there", async () => {
      const { warnAboutDifferences } = await toolchain();
      assert.equal(
        told(() => {
          warnAboutDifferences({ version: "3.11" }, { version: 17 });
        }),
        "",
      );
      const warnings = told(() => {
        warnAboutDifferences({ version: "3.12" }, { version: 11 });
      }).split("\n");
      assert.match(warnings[0], /^Note: Python 3\.12 here, 3\.11 in AWS Glue/);
      assert.match(warnings[1], /^Note: Java 11 here, 17 in AWS Glue/);
    });

    it("refuses an old Node.js with what to install", async () => {
      const { checkNode } = await toolchain();
      checkNode("20.0.0");
      checkNode("24.1.0");
      assert.throws(() => {
        checkNode("18.20.4");
      }, /Node\.js 18\.20\.4 is too old, Stepline needs 20 or newer\.\n.*nvm install 22/);
    });
  });

  describe("checking node modules", () => {
    const locked = {
      "": { name: "project", version: "1.0.0" },
      "node_modules/a": { version: "1.2.3" },
      "node_modules/@scope/b": { version: "2.0.0" },
      "node_modules/a/node_modules/c": { version: "3.0.0" },
      "node_modules/windows-only": { version: "4.0.0", optional: true },
      "node_modules/workspace": { resolved: "packages/workspace", link: true },
    };
    const there = ["node_modules/a", "node_modules/@scope/b", "node_modules/a/node_modules/c"] as const;

    async function difference(
      change: (installed: Record<string, { version: string }>) => void = () => undefined,
    ) {
      const { firstDifference } = await import("../../cli/install/node-modules.mjs");
      const installed = Object.fromEntries(there.map((name) => [name, { version: locked[name].version }]));
      change(installed);
      place.write("package-lock.json", JSON.stringify({ packages: locked }));
      place.write("node_modules/.package-lock.json", JSON.stringify({ packages: installed }));
      return firstDifference(place.directory);
    }

    beforeEach(() => {
      there.forEach((name) => place.write(`${name}/package.json`, "{}"));
    });

    it("finds nothing when every package is there, other platforms' and links left out", async () => {
      assert.equal(await difference(), undefined);
    });

    it("finds that none was ever installed, and a record that can't be read", async () => {
      const { firstDifference } = await import("../../cli/install/node-modules.mjs");
      place.write("package-lock.json", JSON.stringify({ packages: locked }));
      assert.equal(firstDifference(place.directory), "none there");
      place.write("node_modules/.package-lock.json", '{"packages": {');
      assert.equal(firstDifference(place.directory), "none there");
    });

    it("finds a missing package and one of another version, also of an optional one", async () => {
      const without = await difference((installed) => {
        delete installed["node_modules/a/node_modules/c"];
      });
      assert.equal(without, "c 3.0.0 is missing");
      const old = await difference((installed) => {
        installed["node_modules/@scope/b"] = { version: "1.9.0" };
      });
      assert.equal(old, "@scope/b 2.0.0 is 1.9.0");
      const optional = await difference((installed) => {
        installed["node_modules/windows-only"] = { version: "3.0.0" };
      });
      assert.equal(optional, "windows-only 4.0.0 is 3.0.0");
    });

    it("finds a package whose folder was deleted or emptied by hand", async () => {
      const emptied = new Workplace();
      place.remove();
      place = emptied;
      there.slice(1).forEach((name) => place.write(`${name}/package.json`, "{}"));
      assert.equal(await difference(), "node_modules/a is damaged");
    });
  });

  describe("the lock", () => {
    const lock = () => import("../../cli/install/lock.mjs");

    it("lets a second installation wait for the first, and tells so", async () => {
      const { withLock } = await lock();
      const file = place.path("install.lock");
      const order: string[] = [];
      const first = withLock(file, async () => {
        order.push("first begins");
        // Longer than the second takes to look twice.
        await sleep(300);
        order.push("first ends");
      });
      let second: Promise<number> | undefined;
      const message = told(() => {
        second = withLock(file, () => order.push("second"));
      });
      await Promise.all([first, second]);
      assert.equal(message, "Another Stepline command is installing; waiting for it ...\n");
      assert.deepEqual(order, ["first begins", "first ends", "second"]);
      assert.ok(!place.has("install.lock"));
    });

    it("takes the lock of a process that is gone", async () => {
      const { withLock } = await lock();
      const { pid } = spawnSync(process.execPath, ["--version"]);
      const file = place.write("install.lock", String(pid));
      assert.equal(await withLock(file, () => place.read("install.lock")), String(process.pid));
    });

    it("is given back when the work fails", async () => {
      const { withLock } = await lock();
      const failing = withLock(place.path("install.lock"), () => {
        throw new Error("disk full");
      });
      await assert.rejects(failing, /disk full/);
      assert.ok(!place.has("install.lock"));
    });
  });
});
