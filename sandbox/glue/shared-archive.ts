import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { SparkProcess } from "./spark-process";
import type { SparkInstallation } from "./spark-settings";

/**
 * Writes the archive of the classes Spark loads (Java's application class data sharing): a JVM that maps it starts and runs its
 * first job in about half the time. Takes some ten seconds and 160 MB; to be done once for an installation.
 *
 * @throws Error when Spark does not start or writes no archive.
 */
export async function buildSharedArchive(installation: SparkInstallation, file: string): Promise<void> {
  await fs.mkdir(path.dirname(file), { recursive: true });
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), "stepline-spark-"));
  // Beside the file and renamed at the end: a half-written archive is never used.
  const unfinished = `${file}.${process.pid}`;
  const spark = await SparkProcess.start(installation, directory, { warmUp: true, writeArchive: unfinished });
  try {
    await spark.ready;
    await spark.finish();
    await fs.rename(unfinished, file);
  } finally {
    await spark.kill();
    await fs.rm(unfinished, { force: true });
  }
}
