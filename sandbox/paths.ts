import * as fs from "node:fs";
import * as path from "node:path";

/** Root of the project, wherever the command is run from. */
export const projectRoot = path.resolve(__dirname, "..");

/** What the installer makes and the sandbox keeps between runs; disposable. */
export function stateDirectory(): string {
  return path.join(projectRoot, ".stepline");
}

/**
 * Python with moto and PySpark: `STEPLINE_PYTHON`, else the installer's virtual environment.
 *
 * @throws Error when it is not there.
 */
export function pythonPath(): string {
  return existing(
    process.env.STEPLINE_PYTHON ?? path.join(stateDirectory(), "venv", "bin", "python"),
    "Python of the sandbox",
    "STEPLINE_PYTHON",
  );
}

/**
 * Folder with the jars of Spark's S3A file system: `STEPLINE_JARS`, else the installer's.
 *
 * @throws Error when it is not there.
 */
export function jarsDirectory(): string {
  return existing(
    process.env.STEPLINE_JARS ?? path.join(stateDirectory(), "jars"),
    "folder of Spark's S3A jars",
    "STEPLINE_JARS",
  );
}

function existing(file: string, what: string, variable: string): string {
  if (!fs.existsSync(file)) {
    throw new Error(`The ${what} is not at ${file}: run "npm start", which installs it, or set ${variable}.`);
  }
  return file;
}
