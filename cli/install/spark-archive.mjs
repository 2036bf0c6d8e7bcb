import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { say, SetupError } from "./message.mjs";
import { probe, run } from "./run.mjs";

/**
 * Prepares Spark's start: an archive of the classes it loads halves the time its JVM takes, at every start. Made anew for
 * another Java, PySpark or set of jars. Only speed depends on it, so a failure is told and nothing more.
 */
export function prepareSparkStart(root, stateDirectory, java, environment) {
  const archive = path.join(stateDirectory, "spark.jsa");
  const keyFile = `${archive}.key`;
  const key = installationKey(root, java);
  if (fs.existsSync(archive) && fs.existsSync(keyFile) && fs.readFileSync(keyFile, "utf8") === key) {
    return;
  }
  say("Preparing Spark's start (once) ...");
  fs.rmSync(keyFile, { force: true });
  try {
    const args = ["-r", "ts-node/register", "sandbox/glue/build-shared-archive.ts", archive];
    run(process.execPath, args, { cwd: root, env: environment, what: "Preparing Spark's start" });
    fs.writeFileSync(keyFile, key);
  } catch (error) {
    if (!(error instanceof SetupError)) {
      throw error;
    }
    say(`Spark will start slower: ${error.message}`);
  }
}

function installationKey(root, java) {
  const hash = createHash("sha256").update(probe(java.command, ["-version"]) ?? "");
  for (const file of ["requirements.txt", "jars.sha256"]) {
    hash.update(fs.readFileSync(path.join(root, "sandbox/install", file)));
  }
  return hash.digest("hex");
}
