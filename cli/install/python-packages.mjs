import fs from "node:fs";
import path from "node:path";
import { say, SetupError } from "./message.mjs";
import { probe, run } from "./run.mjs";

/** Where the sandbox's virtual environment has its Python. */
export function venvPython(stateDirectory) {
  return path.join(stateDirectory, "venv", "bin", "python");
}

/**
 * Makes the virtual environment with the pinned packages of `requirementFiles`, or what is missing of it. One that does not
 * work, or is of another Python, is made anew.
 */
export function installPythonPackages(root, stateDirectory, base, requirementFiles) {
  const venv = path.join(stateDirectory, "venv");
  const python = venvPython(stateDirectory);
  const pins = requirementFiles.flatMap((file) => pinned(path.join(root, file)));
  const missing = () => !isComplete(python, base.version, pins);
  if (missing() && works(python, base.version)) {
    pipInstall(root, python, base, requirementFiles);
  }
  if (missing()) {
    // pip takes a package for installed whose files are gone: only a new environment mends that.
    say(`Making a virtual environment of Python ${base.version} ...`);
    fs.rmSync(venv, { recursive: true, force: true });
    makeVenv(base, venv);
    pipInstall(root, python, base, requirementFiles);
  }
  if (missing()) {
    throw new SetupError(
      `The Python packages in ${venv} are not the ones of ${requirementFiles.join(", ")}.`,
    );
  }
}

function pipInstall(root, python, base, requirementFiles) {
  say("Installing Python packages ...");
  const constraints = path.join(root, "sandbox/install", `constraints-${base.version}.txt`);
  run(
    python,
    [
      ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"],
      ...requirementFiles.flatMap((file) => ["-r", path.join(root, file)]),
      // The packages below the pinned ones too, for the Python they were resolved for.
      ...(fs.existsSync(constraints) ? ["-c", constraints] : []),
    ],
    { what: "Installing the Python packages" },
  );
}

function makeVenv(base, venv) {
  try {
    run(base.command, ["-m", "venv", venv], { what: "Making the virtual environment" });
  } catch (error) {
    fs.rmSync(venv, { recursive: true, force: true });
    if (/ensurepip|No module named venv/.test(error.message)) {
      throw new SetupError(
        `Python ${base.version} is there, but its module "venv" is not.\n` +
          `  Debian, Ubuntu: sudo apt-get install python${base.version}-venv`,
      );
    }
    throw error;
  }
}

/** `[name, version]` of each pinned requirement. */
function pinned(file) {
  return fs
    .readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => {
      const match = /^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)$/.exec(line.trim());
      return match === null ? [] : [[match[1], match[2]]];
    });
}

function works(python, version) {
  return (
    (probe(python, ["--version"]) ?? "").includes(`Python ${version}.`) &&
    probe(python, ["-m", "pip", "--version"]) !== undefined
  );
}

/** Asks the environment itself: a marker file would outlive a half-deleted package. */
function isComplete(python, version, pins) {
  const program =
    "import sys, importlib.util as u, importlib.metadata as m\n" +
    "assert '%d.%d' % sys.version_info[:2] == sys.argv[1]\n" +
    "for pin in sys.argv[2:]:\n" +
    "    name, _, version = pin.partition('=')\n" +
    "    d = m.distribution(name)\n" +
    "    assert d.version == version, pin\n" +
    "    top = (d.read_text('top_level.txt') or '').split()\n" +
    "    assert all(u.find_spec(t) for t in top), pin\n";
  const args = ["-c", program, version, ...pins.map(([name, pin]) => `${name}=${pin}`)];
  return fs.existsSync(python) && probe(python, args) !== undefined;
}
