import * as os from "node:os";

import type { RoleCredentials } from "../types";

/** Where Spark is and how its JVM starts; the same for every run. */
export interface SparkInstallation {
  /** Python with PySpark. */
  readonly python: string;
  /** Folder with the jars of the S3A file system. */
  readonly jars: string;
  /** Class data archive that halves the JVM's start: see `shared-archive.ts`. Left out, or stale: the JVM starts without. */
  readonly sharedArchive?: string;
}

export const sparkCores = Math.min(4, os.availableParallelism());

/** Arguments of spark-submit that only count when the JVM starts. */
export function submitArguments(jars: string, javaOptions: readonly string[]): string {
  return [
    `--master local[${sparkCores}]`,
    "--driver-memory 2g",
    // The same jars by --jars would be copied and fetched for every context.
    `--driver-class-path ${quoted(`${jars}/*`)}`,
    `--driver-java-options ${quoted(javaOptions.join(" "))}`,
    "pyspark-shell",
  ].join(" ");
}

/** A sandbox run is seconds of small tasks: the quick compiler and the simplest collector win. Times are UTC, as on Glue. */
export function javaOptions(settings: {
  readonly temporaryDirectory: string;
  readonly sharedArchive?: string;
  /** Where to write such an archive when the JVM ends. */
  readonly writeArchive?: string;
}): string[] {
  const { temporaryDirectory, sharedArchive, writeArchive } = settings;
  return [
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",
    "-Duser.timezone=UTC",
    `-Djava.io.tmpdir=${temporaryDirectory}`,
    // An archive of another JVM is ignored; without a word in the job's log.
    "-Xlog:disable",
    ...(sharedArchive === undefined ? [] : [`-XX:SharedArchiveFile=${sharedArchive}`]),
    ...(writeArchive === undefined ? [] : [`-XX:ArchiveClassesAtExit=${writeArchive}`]),
  ];
}

/** Spark's conf of one run: S3 through the gateway as the job's role, and what Glue sets. */
export function sparkProperties(run: {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: RoleCredentials;
  readonly directory: string;
  readonly pyFiles: readonly string[];
  /** `--conf` of the job: has the last word. */
  readonly declared: Readonly<Record<string, string>>;
}): Record<string, string> {
  const { credentials } = run;
  const s3a: Record<string, string> = {
    "aws.credentials.provider": "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider",
    "access.key": credentials.accessKeyId,
    "secret.key": credentials.secretAccessKey,
    "session.token": credentials.sessionToken,
    endpoint: run.endpoint,
    "endpoint.region": run.region,
    "path.style.access": "true",
    "connection.ssl.enabled": "false",
    // Nothing here is far away: a refused or missing object shall fail the run at once.
    "attempts.maximum": "2",
    "retry.limit": "1",
    "connection.establish.timeout": "5000",
    // A marker of a parent folder is left alone, instead of deleted with every object written below it.
    "directory.marker.retention": "keep",
    "fast.upload.buffer": "bytebuffer",
  };
  return {
    ...Object.fromEntries(Object.entries(s3a).map(([name, value]) => [`spark.hadoop.fs.s3a.${name}`, value])),
    "spark.hadoop.fs.s3.impl": "org.apache.hadoop.fs.s3a.S3AFileSystem",
    // One rename a file, when its task ends, instead of two: readers go by the manifest written after all of them.
    "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "2",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": String(sparkCores),
    "spark.sql.warehouse.dir": `${run.directory}/warehouse`,
    ...(run.pyFiles.length === 0 ? {} : { "spark.submit.pyFiles": run.pyFiles.join(",") }),
    ...run.declared,
  };
}

/** For Python's `shlex`, which reads the arguments. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}
