import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { say, SetupError } from "./message.mjs";
import { run } from "./run.mjs";
import { venvPython } from "./python-packages.mjs";

/** Fetches the jars of Spark's S3A file system with Ivy, which PySpark brings along, unless exactly they are there. */
export function installJars(root, stateDirectory, java) {
  const directory = path.join(stateDirectory, "jars");
  const digests = readDigests(path.join(root, "sandbox/install/jars.sha256"));
  if (differing(directory, digests).length === 0) {
    return;
  }
  say(`Fetching ${digests.size} jars for Spark (9 MB) ...`);
  const incoming = path.join(stateDirectory, "jars.incoming");
  fs.rmSync(incoming, { recursive: true, force: true });
  const ivyFile = path.join(root, "sandbox/install/ivy.xml");
  run(
    java.command,
    [
      ...["-jar", ivyJar(stateDirectory), "-ivy", ivyFile, "-cache", path.join(incoming, "cache")],
      ...["-retrieve", path.join(incoming, "jars", "[artifact]-[revision].[ext]"), "-warn"],
    ],
    { what: "Fetching Spark's jars" },
  );
  const wrong = differing(path.join(incoming, "jars"), digests);
  if (wrong.length > 0) {
    throw new SetupError(
      `The fetched ${wrong[0]} is not the pinned one: its SHA-256 differs from sandbox/install/jars.sha256.`,
    );
  }
  fs.rmSync(directory, { recursive: true, force: true });
  fs.renameSync(path.join(incoming, "jars"), directory);
  fs.rmSync(incoming, { recursive: true, force: true });
}

function readDigests(file) {
  const lines = fs.readFileSync(file, "utf8").trim().split("\n");
  return new Map(lines.map((line) => line.split(/\s+/)).map(([digest, name]) => [name, digest]));
}

/** Names of the jars that are missing or have other contents. */
function differing(directory, digests) {
  return [...digests].flatMap(([name, digest]) => {
    const file = path.join(directory, name);
    const there = fs.existsSync(file)
      ? createHash("sha256").update(fs.readFileSync(file)).digest("hex")
      : undefined;
    return there === digest ? [] : [name];
  });
}

function ivyJar(stateDirectory) {
  const program = "import os, pyspark; print(os.path.join(os.path.dirname(pyspark.__file__), 'jars'))";
  const jars = run(venvPython(stateDirectory), ["-c", program], { what: "Looking for PySpark" }).trim();
  const name = fs.readdirSync(jars).find((file) => /^ivy-.*\.jar$/.test(file));
  if (name === undefined) {
    throw new SetupError(`PySpark in ${jars} has no Ivy: delete .stepline/venv and start again.`);
  }
  return path.join(jars, name);
}
