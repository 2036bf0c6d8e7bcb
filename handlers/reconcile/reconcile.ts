import type { S3Client } from "@aws-sdk/client-s3";
import { reconcileStatement } from "../../contracts/redshift/load";
import { ReconciliationFailed } from "../errors";
import type { ReconcileEvent, ReconcileResult, RowCounts } from "../events";
import type { RunLog } from "../observed-handler";
import { readContract, readTransformSummary } from "../run-files";
import { queryCounts, type QueryTools } from "./query-counts";

export interface ReconcileTools extends QueryTools {
  readonly s3: S3Client;
  readonly log: RunLog;
}

/**
 * Compares what schema validation, the Glue job and the load counted.
 *
 * @throws ReconciliationFailed naming every equation that does not hold; ContractInvalid, TransformOutputInvalid, WarehouseBusy
 */
export async function reconcile(event: ReconcileEvent, tools: ReconcileTools): Promise<ReconcileResult> {
  const { s3, log } = tools;
  const { pipeline, logicalDate, runId, loadAttempt } = event;
  const contract = await readContract(s3, event.contract);
  const summary = await readTransformSummary(s3, event.summary, event);
  const loaded = await queryCounts(
    reconcileStatement({ contract, runId, logicalDate }),
    `${pipeline}/${logicalDate}/${runId}/reconcile-${loadAttempt}`,
    tools,
  );
  if (loaded === undefined) {
    throw new ReconciliationFailed(
      `The warehouse's load ledger has no row of run ${runId}: nothing of ${logicalDate} is committed. Run the date again.`,
    );
  }
  const { source, curated, quarantined, duplicates, quarantinedByRule } = summary;
  const counts: RowCounts = {
    source,
    curated,
    quarantined,
    duplicates,
    staged: loaded.staged ?? NaN,
    inserted: loaded.inserted ?? NaN,
    updated: loaded.updated ?? NaN,
  };
  const broken = brokenEquations(counts, event.sourceRows);
  if (broken.length > 0) {
    throw new ReconciliationFailed(
      `The rows of ${logicalDate} do not add up: ${broken.join("; ")}. Run the date again; a second mismatch is a fault of the pipeline.`,
    );
  }
  log.info("Every row is accounted for", { counts });
  return { counts, quarantinedByRule };
}

/**
 * Of a load that adds up; one that does not throws, so it publishes none. The alarm for a load that is overdue counts
 * `LoadSucceeded`: rows would be 0 for an empty batch that loaded well.
 */
export function loadMetrics({ counts }: ReconcileResult): Readonly<Record<string, number>> {
  return {
    LoadSucceeded: 1,
    SourceRows: counts.source,
    CuratedRows: counts.curated,
    QuarantinedRows: counts.quarantined,
    DuplicateRows: counts.duplicates,
    InsertedRows: counts.inserted,
    UpdatedRows: counts.updated,
  };
}

/** Each as text with its numbers, `curated 800 = staged 799`; none when every row is accounted for. */
export function brokenEquations(counts: RowCounts, validatedRows: number): string[] {
  const { source, curated, quarantined, duplicates, staged, inserted, updated } = counts;
  const equations: readonly (readonly [boolean, string])[] = [
    [source === validatedRows, `source ${source} = rows validated ${validatedRows}`],
    [
      source === curated + quarantined + duplicates,
      `source ${source} = curated ${curated} + quarantined ${quarantined} + duplicates ${duplicates}`,
    ],
    [curated === staged, `curated ${curated} = staged ${staged}`],
    [staged === inserted + updated, `staged ${staged} = inserted ${inserted} + updated ${updated}`],
  ];
  return equations.filter(([holds]) => !holds).map(([, text]) => text);
}
