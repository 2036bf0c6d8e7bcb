import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { CompiledContract } from "../../contracts/compiled-contract";
import { checkFile, checkLookup, type FileCheck } from "../../contracts/schema-check";
import { describeProblems, type SchemaProblem } from "../../contracts/schema-problem";
import { InvalidEvent, SourceMissing } from "../errors";
import type {
  PinnedFile,
  RunManifest,
  S3Pointer,
  ValidateSchemaEvent,
  ValidateSchemaResult,
} from "../events";
import type { RunLog } from "../observed-handler";
import { readContract, readManifest } from "../run-files";
import { isDenied, isMissing, isPreconditionFailed, uri, writeJson } from "../s3-objects";

export interface ValidateSchemaTools {
  readonly s3: S3Client;
  readonly log: RunLog;
}

/**
 * Checks every pinned file and lookup against the contract, each read once as a stream. A batch that does not fit is no error:
 * the result says so, and the report with every problem lies in the quarantine bucket.
 *
 * @throws ContractInvalid, InvalidEvent, SourceMissing
 */
export async function validateSchema(
  event: ValidateSchemaEvent,
  { s3, log }: ValidateSchemaTools,
): Promise<ValidateSchemaResult> {
  const contract = await readContract(s3, event.contract);
  const manifest = await readManifest(s3, event.manifest, event);
  const data: FileCheck[] = [];
  for (const file of manifest.files) {
    const check = await checkFile(contract, nameInRun(file, event.manifest), await open(s3, file));
    log.info("Checked a file", { file: uri(file), rows: check.rows, problems: check.problems.length });
    data.push(check);
  }
  const lookups = await checkLookups(contract, manifest, event.manifest, s3);
  const rows = data.reduce((sum, check) => sum + check.rows, 0);
  const problems = [...dataProblems(contract, data, rows), ...lookups];
  if (problems.length === 0) return { schemaValid: true, rows, problems: 0, summary: "" };
  const report = { bucket: event.quarantine.bucket, key: `${event.quarantine.key}schema-report.json` };
  const counts = { rows, problems: problems.length, summary: describeProblems(problems, uri(report)) };
  await writeJson(s3, report, schemaReport(event, contract, manifest, rows, problems));
  log.warn("The batch does not fit its contract", counts);
  return { schemaValid: false, ...counts, report };
}

/** A file without rows is a problem only where the whole batch has none: the contract speaks of batches. */
function dataProblems(
  contract: CompiledContract,
  checks: readonly FileCheck[],
  rows: number,
): SchemaProblem[] {
  const problems = checks.flatMap((check) => check.problems);
  if (rows > 0) return problems.filter(({ kind }) => kind !== "no-rows");
  if (problems.length > 0 || contract.source.emptyBatch === "succeed") return problems;
  return [
    { kind: "no-rows", file: "batch", message: "the batch has no rows; the contract says a batch has rows" },
  ];
}

async function checkLookups(
  contract: CompiledContract,
  manifest: RunManifest,
  pointer: S3Pointer,
  s3: S3Client,
): Promise<SchemaProblem[]> {
  const problems: SchemaProblem[] = [];
  for (const { name } of contract.lookups) {
    const file = manifest.lookups.find((pinned) => pinned.name === name);
    if (file === undefined) {
      throw new InvalidEvent(
        `The run manifest ${uri(pointer)} pins no lookup "${name}": extract ran with another contract.`,
      );
    }
    const check = await checkLookup(contract, name, nameInRun(file, pointer), await open(s3, file));
    problems.push(...check.problems);
  }
  return problems;
}

/** `data/contacts.csv`: the key without the run's prefix, which is where the manifest lies. */
function nameInRun(file: PinnedFile, manifest: S3Pointer): string {
  const prefix = manifest.key.slice(0, manifest.key.lastIndexOf("/") + 1);
  return file.key.startsWith(prefix) ? file.key.slice(prefix.length) : file.key;
}

async function open(s3: S3Client, file: PinnedFile): Promise<AsyncIterable<Uint8Array>> {
  try {
    const { Body } = await s3.send(
      new GetObjectCommand({
        Bucket: file.bucket,
        Key: file.key,
        VersionId: file.versionId,
        IfMatch: file.etag,
      }),
    );
    return Body as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (isDenied(error)) {
      throw new SourceMissing(
        `The landed file ${uri(file)} is no longer there, or not readable (S3 answers 403 to both): run the date again; ` +
          "if that fails too, look at what the function's role and the bucket allow.",
        { cause: error },
      );
    }
    if (!isMissing(error) && !isPreconditionFailed(error)) throw error;
    throw new SourceMissing(
      `The landed file ${uri(file)} is no longer there as the run pinned it: run the date again.`,
    );
  }
}

function schemaReport(
  event: ValidateSchemaEvent,
  contract: CompiledContract,
  manifest: RunManifest,
  rows: number,
  problems: readonly SchemaProblem[],
): Record<string, unknown> {
  const { pipeline, logicalDate, runId } = event;
  return {
    formatVersion: 1,
    pipeline,
    logicalDate,
    runId,
    contract: { id: contract.id, version: contract.version },
    files: manifest.files.map(({ source, sha256, bytes }) => ({ source, sha256, bytes })),
    rows,
    problems,
  };
}
