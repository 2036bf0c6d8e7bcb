import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { told, Workplace } from "./install-fixture";

/**
 * A Python that does what the installer asks of one, in shell: `-m venv` makes an environment, `-m pip install` puts the
 * pinned packages into it unless `offline` is there, and its check of them fails when `packages` is gone or `damaged` is there.
 */
const FAKE_PYTHON = `
root=__ROOT__
echo "$*" | head -n 1 >> "$root/calls"
case "$1 $2" in
  "--version "*) echo "Python $(cat "$0.version")" ;;
  "-m venv")
    test -e "$root/no-venv-module" && echo "No module named venv" >&2 && exit 1
    mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && cp "$0.version" "$3/bin/python.version" ;;
  "-m pip")
    test "$3" = install || exit 0
    test -e "$root/offline" && echo "Could not find a version of moto" >&2 && exit 1
    : > "$(dirname "$0")/../packages" ;;
  "-c "*)
    venv="$(dirname "$0")/.."
    test -e "$venv/packages" && ! test -e "$venv/damaged" && test "$(cut -d. -f1-2 "$0.version")" = "$3" ;;
esac`;

describe("the installer's Python packages", () => {
  let place: Workplace;
  let base: { command: string; version: string };

  beforeEach(() => {
    place = new Workplace();
    place.write("requirements.txt", "moto[server]==5.2.5\npyspark==3.5.6\n");
    base = { command: fakePython("python3.11", "3.11.7"), version: "3.11" };
  });
  afterEach(() => {
    place.remove();
  });

  function fakePython(name: string, version: string): string {
    place.write(`${name}.version`, version);
    return place.command(name, FAKE_PYTHON.replace("__ROOT__", place.directory));
  }

  /** Installs, and returns what the person was told. */
  async function install(files: readonly string[] = ["requirements.txt"]): Promise<string> {
    const { installPythonPackages } = await import("../../cli/install/python-packages.mjs");
    return told(() => {
      installPythonPackages(place.directory, place.path(".stepline"), base, files);
    });
  }

  const calls = (pattern: RegExp): number =>
    place
      .read("calls")
      .split("\n")
      .filter((line) => pattern.test(line)).length;

  it("are installed once, into an environment of their own", async () => {
    assert.equal(
      await install(),
      "Making a virtual environment of Python 3.11 ...\nInstalling Python packages ...\n",
    );
    assert.equal(await install(), "");
    assert.deepEqual([calls(/^-m venv/), calls(/^-m pip install/)], [1, 1]);
  });

  it("are pinned below the named ones too, for the Python they were resolved for", async () => {
    place.write("sandbox/install/constraints-3.11.txt", "");
    await install();
    assert.equal(calls(/^-m pip install .*-r \S*requirements\.txt -c \S*constraints-3\.11\.txt$/), 1);
  });

  it("are added to a working environment that lacks some", async () => {
    await install();
    place.write(".stepline/venv/kept", "");
    fs.rmSync(place.path(".stepline/venv/packages"));
    assert.equal(await install(), "Installing Python packages ...\n");
    assert.ok(place.has(".stepline/venv/kept"));
  });

  it("are made anew where pip takes a damaged package for installed", async () => {
    await install();
    place.write(".stepline/venv/damaged", "");
    assert.match(await install(), /Making a virtual environment/);
    assert.ok(!place.has(".stepline/venv/damaged"));
    assert.equal(await install(), "");
  });

  it("are made anew for another Python than the environment's", async () => {
    await install();
    base = { command: fakePython("python3.12", "3.12.1"), version: "3.12" };
    assert.equal(
      await install(),
      "Making a virtual environment of Python 3.12 ...\nInstalling Python packages ...\n",
    );
    assert.equal(place.read(".stepline/venv/bin/python.version"), "3.12.1");
  });

  it("that can't be fetched fail with pip's own words", async () => {
    place.write("offline", "");
    await assert.rejects(install(), (error: Error) => {
      assert.match(error.message, /^Installing the Python packages failed \(exit status 1\):/);
      assert.match(error.message, /Could not find a version of moto$/);
      return true;
    });
  });

  it("need Python's module venv: without it, the package that has it is named", async () => {
    place.write("no-venv-module", "");
    await assert.rejects(install(), /module "venv" is not\.\n.*sudo apt-get install python3\.11-venv/);
    assert.ok(!place.has(".stepline/venv"));
  });
});

describe("the installer's jars", () => {
  const GOOD = "the pinned jar";
  let place: Workplace;

  beforeEach(() => {
    place = new Workplace();
    const digest = createHash("sha256").update(GOOD).digest("hex");
    place.write("sandbox/install/jars.sha256", `${digest}  a-1.0.jar\n${digest}  b-2.0.jar\n`);
    place.write("pyspark/jars/ivy-2.5.1.jar", "");
    place.command(".stepline/venv/bin/python", `echo "${place.path("pyspark/jars")}"`);
    ivyFetches(GOOD);
  });
  afterEach(() => {
    place.remove();
  });

  /** A Java that writes both jars where Ivy is told to, and counts its calls. */
  function ivyFetches(contents: string): void {
    place.command(
      "java",
      `echo "$*" >> "${place.path("calls")}"
       while test $# -gt 0; do test "$1" = -retrieve && to="$(dirname "$2")"; shift; done
       mkdir -p "$to" && printf '%s' "${contents}" > "$to/a-1.0.jar" && printf '%s' "${contents}" > "$to/b-2.0.jar"`,
    );
  }

  async function install(): Promise<string> {
    const { installJars } = await import("../../cli/install/jars.mjs");
    return told(() => {
      installJars(place.directory, place.path(".stepline"), { command: place.path("java") });
    });
  }

  it("are fetched with PySpark's Ivy, and a complete folder is left alone", async () => {
    assert.equal(await install(), "Fetching 2 jars for Spark (9 MB) ...\n");
    assert.match(place.read("calls"), /^-jar \S+\/pyspark\/jars\/ivy-2\.5\.1\.jar -ivy /);
    assert.equal(place.read(".stepline/jars/b-2.0.jar"), GOOD);
    assert.equal(await install(), "");
    assert.equal(place.read("calls").trim().split("\n").length, 1);
    assert.ok(!place.has(".stepline/jars.incoming"));
  });

  it("are fetched again when one of them is damaged", async () => {
    await install();
    place.write(".stepline/jars/a-1.0.jar", "half a j");
    assert.match(await install(), /Fetching 2 jars/);
    assert.equal(place.read(".stepline/jars/a-1.0.jar"), GOOD);
  });

  it("that are not the pinned ones are refused and never used; the next start fetches again", async () => {
    ivyFetches("something else");
    await assert.rejects(
      install(),
      /The fetched a-1\.0\.jar is not the pinned one: its SHA-256 differs from sandbox\/install\/jars\.sha256/,
    );
    assert.ok(!place.has(".stepline/jars"));
    ivyFetches(GOOD);
    await install();
    assert.equal(place.read(".stepline/jars/a-1.0.jar"), GOOD);
  });
});

describe("the installer's preparation of Spark's start", () => {
  let place: Workplace;

  beforeEach(() => {
    place = new Workplace();
    place.write("sandbox/install/requirements.txt", "pyspark==3.5.6\n");
    place.write("sandbox/install/jars.sha256", "");
    place.write("node_modules/ts-node/register.js", "");
    place.write(".stepline/keep", "");
    javaIs("17.0.13");
  });
  afterEach(() => {
    place.remove();
  });

  function javaIs(version: string): void {
    place.command("java", `echo 'openjdk version "${version}"' >&2`);
  }

  function building(program: string): void {
    place.write("sandbox/glue/build-shared-archive.ts", program);
  }

  async function prepare(): Promise<string> {
    const { prepareSparkStart } = await import("../../cli/install/spark-archive.mjs");
    return told(() => {
      const java = { command: place.path("java") };
      prepareSparkStart(place.directory, place.path(".stepline"), java, process.env);
    });
  }

  it("is done once for a Java, and anew for another", async () => {
    building('require("node:fs").writeFileSync(process.argv[2], "classes");');
    assert.equal(await prepare(), "Preparing Spark's start (once) ...\n");
    assert.equal(place.read(".stepline/spark.jsa"), "classes");
    assert.equal(await prepare(), "");
    javaIs("11.0.25");
    assert.equal(await prepare(), "Preparing Spark's start (once) ...\n");
  });

  it("only warns when it fails, and is tried again at the next start", async () => {
    building('throw new Error("no room for the archive");');
    const warning = await prepare();
    assert.match(warning, /Spark will start slower: Preparing Spark's start failed \(exit status 1\)/);
    assert.match(warning, /no room for the archive/);
    assert.match(await prepare(), /Preparing Spark's start \(once\)/);
  });
});
