import { AwsError } from "../types";
import type { DeclaredJob } from "./declared-jobs";

/** What a run's arguments mean to Glue, and what of them the script gets. */
export interface RunArguments {
  /** Job's defaults, overridden by the run's, overridden by those no run may change. */
  readonly merged: Readonly<Record<string, string>>;
  /** `--conf`: Spark property -> value. */
  readonly sparkProperties: Readonly<Record<string, string>>;
  /** `--scriptLocation`, which overrides the job's own: an `s3://` URI. */
  readonly scriptLocation: string;
  /** `--extra-py-files`: `s3://` URIs. */
  readonly pyFiles: readonly string[];
  /** Group of the script's own output, and group of what Spark logs. */
  readonly logGroups: { readonly output: string; readonly error: string };
  /** Name of the log stream in both groups. */
  readonly logStreamPrefix?: string;
}

// Parameters that change what runs: https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html
const notModelled = new Set([
  "--additional-python-modules",
  "--python-modules-installer-option",
  "--datalake-formats",
  "--extra-jars",
  "--extra-files",
  "--user-jars-first",
  "--enable-glue-datacatalog",
  "--enable-spark-ui",
]);

/** @throws AwsError NotModelled for a parameter the sandbox cannot honour. */
export function runArguments(
  job: DeclaredJob,
  given: Readonly<Record<string, string>>,
  securityConfiguration?: string,
): RunArguments {
  const merged = { ...job.defaultArguments, ...given, ...job.nonOverridableArguments };
  for (const [name, value] of Object.entries(merged)) {
    if (
      (notModelled.has(name) && value !== "false") ||
      (name === "--job-bookmark-option" && value !== "job-bookmark-disable")
    ) {
      throw new AwsError(
        "NotModelled",
        `The sandbox does not model the Glue job parameter "${name}" ("${value}").`,
        501,
      );
    }
  }
  return {
    merged,
    sparkProperties: sparkProperties(merged["--conf"] ?? ""),
    scriptLocation: merged["--scriptLocation"] ?? job.scriptLocation,
    pyFiles: (merged["--extra-py-files"] ?? "").split(",").flatMap((uri) => uri.trim() || []),
    logGroups: logGroups(job, merged, securityConfiguration),
    logStreamPrefix: merged["--custom-logStream-prefix"],
  };
}

/**
 * `sys.argv` after the script's name. Glue puts its own arguments among the job's: a script must bear what it does not know, as
 * `getResolvedOptions` does.
 */
export function scriptArguments(jobName: string, runId: string, merged: RunArguments["merged"]): string[] {
  const all: Record<string, string> = { "--JOB_NAME": jobName, "--JOB_RUN_ID": runId, ...merged };
  // Read by Glue itself, before the script.
  delete all["--conf"];
  return Object.entries(all).flat();
}

/** `a=1 --conf b=2`, the form Glue takes several properties in. */
function sparkProperties(conf: string): Record<string, string> {
  const pairs = conf.split(/(?:^|\s+)--conf\s+/).flatMap((pair) => pair.trim() || []);
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf("=");
      if (equals < 1) {
        throw new AwsError("InvalidInputException", `The --conf argument "${pair}" is not property=value.`);
      }
      return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()];
    }),
  );
}

/**
 * Since Glue 5.0 by prefix, and below it by security configuration and role where logs are encrypted; the one group of earlier
 * continuous logging where that is declared.
 */
function logGroups(
  job: DeclaredJob,
  merged: RunArguments["merged"],
  securityConfiguration: string | undefined,
): RunArguments["logGroups"] {
  const given: Partial<Record<string, string>> = merged;
  const prefix = given["--custom-logGroup-prefix"];
  const continuous = given["--continuous-log-logGroup"];
  if (prefix === undefined && continuous !== undefined) {
    return { output: continuous, error: continuous };
  }
  const roleName = job.role.replace(/^.*\//, "");
  const encrypted = securityConfiguration === undefined ? "" : `/${securityConfiguration}-role/${roleName}`;
  const group = `${prefix ?? "/aws-glue/jobs"}${encrypted}`;
  return { output: `${group}/output`, error: `${group}/error` };
}
