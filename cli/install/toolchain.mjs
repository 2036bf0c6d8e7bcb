import path from "node:path";
import { say, SetupError } from "./message.mjs";
import { probe } from "./run.mjs";

/** What AWS Glue 5.1 runs: the sandbox wants the same, and takes its neighbours with a warning. */
const GLUE_PYTHON = "3.11";
const GLUE_JAVA = 17;
const PYTHONS = ["3.10", "3.11", "3.12"];
const JAVAS = [11, 17];
const NODE_MAJOR = 20;

/** @throws SetupError when this Node.js is too old. */
export function checkNode(version = process.versions.node) {
  if (Number.parseInt(version, 10) < NODE_MAJOR) {
    throw new SetupError(
      `Node.js ${version} is too old, Stepline needs ${NODE_MAJOR} or newer.\n` +
        "  any system: nvm install 22    macOS: brew install node@22    Debian 13: sudo apt-get install nodejs npm",
    );
  }
}

/**
 * The first fitting Python: `$STEPLINE_BASE_PYTHON`, then the ones on PATH, Glue's own version before the others.
 *
 * @returns {{ command: string, version: string }}
 * @throws SetupError when there is none.
 */
export function findPython(environment = process.env) {
  const given = environment.STEPLINE_BASE_PYTHON;
  const candidates =
    given === undefined ? [`python${GLUE_PYTHON}`, "python3", "python3.12", "python3.10", "python"] : [given];
  const seen = [];
  for (const command of candidates) {
    const version = /Python (\d+\.\d+)\.\d+/.exec(probe(command, ["--version"], environment) ?? "")?.[1];
    if (version !== undefined && PYTHONS.includes(version)) {
      return { command, version };
    }
    if (version !== undefined) {
      seen.push(`${command} is ${version}`);
    }
  }
  throw new SetupError(
    `Python ${GLUE_PYTHON} isn't there (${PYTHONS.join(", ")} would do${seen.length > 0 ? `; ${seen.join(", ")}` : ""}).\n` +
      "  Debian, Ubuntu: sudo apt-get install python3.11 python3.11-venv    macOS: brew install python@3.11\n" +
      "  or name one: STEPLINE_BASE_PYTHON=/path/to/python3.11 npm start",
  );
}

/**
 * Java from `$JAVA_HOME`, else from PATH.
 *
 * @returns {{ command: string, version: number }}
 * @throws SetupError when there is none that Spark 3.5 runs on.
 */
export function findJava(environment = process.env) {
  const home = environment.JAVA_HOME;
  const command = home ? path.join(home, "bin", "java") : "java";
  const text = probe(command, ["-version"], environment);
  const version = Number(/version "(?:1\.)?(\d+)/.exec(text ?? "")?.[1]);
  if (JAVAS.includes(version)) {
    return { command, version };
  }
  const found =
    text === undefined ? `${command} does not run` : `${command} is version ${version || "unknown"}`;
  throw new SetupError(
    `Java ${GLUE_JAVA} isn't there (${found}; 11 would do).\n` +
      "  Debian, Ubuntu: sudo apt-get install openjdk-17-jre-headless    macOS: brew install openjdk@17\n" +
      "  or name one: JAVA_HOME=/path/to/jdk-17 npm start",
  );
}

/** Says where this machine differs from AWS Glue. */
export function warnAboutDifferences(python, java) {
  if (python.version !== GLUE_PYTHON) {
    say(
      `Note: Python ${python.version} here, ${GLUE_PYTHON} in AWS Glue 5.1: the job may behave differently there.`,
    );
  }
  if (java.version !== GLUE_JAVA) {
    say(
      `Note: Java ${java.version} here, ${GLUE_JAVA} in AWS Glue 5.1: the job may behave differently there.`,
    );
  }
}
