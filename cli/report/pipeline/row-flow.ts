import type { S3Client } from "@aws-sdk/client-s3";
import type { S3Pointer, TransformSummary } from "../../../handlers/events";
import { parseJson, readText, uri } from "../../../handlers/s3-objects";
import { member, parsed, textMember } from "../execution/payload";
import type { ReadExecution } from "../execution/read-executions";
import type { Attempt } from "../execution/attempts";
import type { RowFlow } from "../run-report";

const SUMMARY_FILE = "_summary.json";

/**
 * What the run's Glue job counted. It counts before it decides whether too many rows are bad: a run that fails by that has a
 * summary, too. Undefined where no job got as far.
 *
 * @throws Error when a job that succeeded left none
 */
export async function readSummary(
  s3: S3Client,
  executions: readonly ReadExecution[],
): Promise<TransformSummary | undefined> {
  const jobs = attemptsOf(executions).filter(
    (attempt) => attempt.service === "glue" && attempt.submitted !== undefined,
  );
  const last = jobs.at(-1);
  const output = textMember(parsed(last?.parameters?.json), "Arguments", "--output_uri");
  const place = output === undefined ? undefined : s3Pointer(`${output}${SUMMARY_FILE}`);
  if (last === undefined || place === undefined) {
    return undefined;
  }
  const { text, fault } = await readText(s3, place);
  const summary = parseJson(text ?? "");
  if (member(summary, "source") !== undefined) {
    return summary as TransformSummary;
  }
  if (last.outcome === "succeeded") {
    throw new Error(`${uri(place)} ${fault ?? "is no summary of a job"}`);
  }
  return undefined;
}

/** Undefined where the run did not get as far as to count rows. */
export function rowFlow(
  summary: TransformSummary | undefined,
  executions: readonly ReadExecution[],
): RowFlow | undefined {
  if (summary === undefined) {
    return undefined;
  }
  const { source, curated, duplicates, quarantined, quarantinedByRule } = summary;
  const counts = executions
    .map(({ description }) => member(parsed(description.output), "counts"))
    .find((found) => found !== undefined);
  const [inserted, updated] = [member(counts, "inserted"), member(counts, "updated")];
  return {
    source,
    curated,
    duplicates,
    quarantined,
    ...(typeof inserted === "number" && typeof updated === "number" ? { inserted, updated } : {}),
    quarantineReasons: quarantinedByRule,
  };
}

function attemptsOf(executions: readonly ReadExecution[]): readonly Attempt[] {
  return executions.flatMap(({ visits }) => visits.flatMap(({ attempts }) => attempts));
}

/** Of `s3://bucket/key`. */
function s3Pointer(text: string): S3Pointer | undefined {
  const found = /^s3:\/\/([^/]+)\/(.+)$/.exec(text);
  return found === null ? undefined : { bucket: found[1], key: found[2] };
}
