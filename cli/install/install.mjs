import fs from "node:fs";
import path from "node:path";
import { sandboxEnvironment } from "./child.mjs";
import { installJars } from "./jars.mjs";
import { withLock } from "./lock.mjs";
import { firstDifference, installNodeModules } from "./node-modules.mjs";
import { installPythonPackages } from "./python-packages.mjs";
import { root } from "./root.mjs";
import { prepareSparkStart } from "./spark-archive.mjs";
import { checkNode, findJava, findPython, warnAboutDifferences } from "./toolchain.mjs";

export { root };

/**
 * Brings this checkout to where its commands run: node modules, a virtual environment, Spark's jars. Each part is checked by
 * what is really there, so a second call is quick and a broken or half-made installation is mended.
 *
 * @param {{ tests: boolean }} options whether the tools of the tests are needed too
 * @returns {Promise<{ environment: Record<string, string> }>} environment variables of the commands that run on it
 * @throws SetupError when something is missing that only a person can install
 */
export async function install({ tests }) {
  checkNode();
  const python = findPython();
  const java = findJava();
  warnAboutDifferences(python, java);
  const environment = sandboxEnvironment(java);
  const stateDirectory = path.join(root, ".stepline");
  fs.mkdirSync(stateDirectory, { recursive: true });
  await withLock(path.join(stateDirectory, "install.lock"), () => {
    installNodeModules(root);
    const requirements = ["sandbox/install/requirements.txt"];
    if (tests) {
      requirements.push("sandbox/install/requirements-test.txt");
    }
    installPythonPackages(root, stateDirectory, python, requirements);
    installJars(root, stateDirectory, java);
    prepareSparkStart(root, stateDirectory, java, environment);
  });
  return { environment };
}

/**
 * Brings this checkout to where the program can be evaluated: its node modules, nothing else.
 *
 * @throws SetupError when they can't be installed
 */
export async function installForProgram() {
  checkNode();
  if (firstDifference(root) === undefined) {
    return;
  }
  const stateDirectory = path.join(root, ".stepline");
  fs.mkdirSync(stateDirectory, { recursive: true });
  await withLock(path.join(stateDirectory, "install.lock"), () => {
    installNodeModules(root);
  });
}
