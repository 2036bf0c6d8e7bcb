import { createHash } from "node:crypto";
import { BatchExecuteStatementCommand } from "@aws-sdk/client-redshift-data";
import type { S3Client } from "@aws-sdk/client-s3";
import { loadStatements } from "../../contracts/redshift/load";
import { TransformOutputInvalid } from "../errors";
import type { S3Pointer, StartLoadEvent, StartLoadResult } from "../events";
import type { RunLog } from "../observed-handler";
import { readContract } from "../run-files";
import { parseJson, readText, uri } from "../s3-objects";
import { warehouseError, type Warehouse } from "../warehouse";

export interface StartLoadTools extends Warehouse {
  readonly s3: S3Client;
  readonly log: RunLog;
  /** The role that COPY reads the curated files with. */
  readonly loadRoleArn: string;
}

/**
 * Starts the load as one transaction and returns without waiting for it. Repeating it with the same event starts nothing new:
 * the Data API answers with the statement that has the same ClientToken.
 *
 * @throws ContractInvalid, TransformOutputInvalid, WarehouseBusy
 */
export async function startLoad(event: StartLoadEvent, tools: StartLoadTools): Promise<StartLoadResult> {
  const { s3, redshift, workgroupName, database, loadRoleArn, log } = tools;
  const contract = await readContract(s3, event.contract);
  const copyManifest = await readCopyManifest(s3, event.copyManifest);
  const { pipeline, logicalDate, runId, loadAttempt } = event;
  const statements = loadStatements({
    contract,
    runId,
    logicalDate,
    attempt: loadAttempt,
    copyManifestUri: uri(event.copyManifest),
    loadRoleArn,
  });
  const clientToken = loadToken(event, copyManifest);
  try {
    const started = await redshift.send(
      new BatchExecuteStatementCommand({
        WorkgroupName: workgroupName,
        Database: database,
        Sqls: [...statements],
        ClientToken: clientToken,
        StatementName: `${pipeline}/${logicalDate}/${runId}/load-${loadAttempt}`,
      }),
    );
    const statementId = started.Id!;
    log.info("Started the load", { statementId, clientToken, statements: statements.length });
    return { statementId, clientToken };
  } catch (error) {
    throw warehouseError(error, workgroupName);
  }
}

/**
 * 64 characters, the most that a ClientToken may have. Equal for repeated calls of one attempt. Another attempt, redrive or
 * batch has its own: with the token of a failed statement, the Data API would answer with that statement for 8 hours.
 */
export function loadToken(event: StartLoadEvent, copyManifest: string): string {
  const { pipeline, logicalDate, runId, loadAttempt, redriveCount } = event;
  const parts = [pipeline, logicalDate, runId, "load", loadAttempt, redriveCount, copyManifest];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/**
 * The text of the COPY manifest. It is written last, so it proves that the transform ended; COPY itself would report a bad one
 * only after the statement has started, in words about the cluster.
 */
async function readCopyManifest(s3: S3Client, pointer: S3Pointer): Promise<string> {
  const { text, fault = manifestFault(text!) } = await readText(s3, pointer);
  if (fault !== undefined) {
    throw new TransformOutputInvalid(
      `The COPY manifest ${uri(pointer)} ${fault}: look at the Glue job run that should have written it.`,
    );
  }
  return text!;
}

function manifestFault(text: string): string | undefined {
  const entries = (parseJson(text) as { entries?: unknown } | null | undefined)?.entries;
  if (!Array.isArray(entries)) return 'has no list "entries"';
  if (entries.length === 0) return "names no file";
  const bad = entries.findIndex((entry) => !isEntry(entry));
  return bad === -1 ? undefined : `has entry ${bad} without an s3 url, mandatory true and a content_length`;
}

function isEntry(entry: unknown): boolean {
  const { url, mandatory, meta } = (entry ?? {}) as {
    url?: unknown;
    mandatory?: unknown;
    meta?: { content_length?: unknown };
  };
  return (
    typeof url === "string" &&
    url.startsWith("s3://") &&
    mandatory === true &&
    Number.isSafeInteger(meta?.content_length)
  );
}
