import { STOPPED_WITH_SANDBOX } from "../data/kept-part";
import { isEnded, StatementRecord, type StatementStatus, type Submission } from "./statement-record";
import type { QueryResult } from "./results";
import { endUnsuccessful } from "./statement-runner";
import { Cancelled } from "./session";
import type { Warehouse } from "./warehouse";

/** The Data API answers for a statement, and keeps its result, for 24 hours. */
const LIFE_SECONDS = 24 * 3600;

interface KeptProgress {
  readonly id: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly status: StatementStatus;
  readonly error?: string;
  readonly duration: number;
}

/** A statement as JSON has it. */
export interface KeptStatement extends KeptProgress {
  readonly submission: Omit<Submission, "workgroup"> & { readonly workgroup: string };
  readonly clientToken?: string;
  readonly pid: number;
  readonly subStatements: readonly (KeptProgress & {
    readonly queryId: number;
    readonly rows: number;
    readonly result?: QueryResult;
  })[];
}

export function isKept({ createdAt }: { readonly createdAt: number }, nowMs: number): boolean {
  return nowMs / 1000 - createdAt < LIFE_SECONDS;
}

export function keptStatement(record: StatementRecord, clientToken: string | undefined): KeptStatement {
  const { submission, pid, subStatements } = record;
  return {
    ...progress(record),
    submission: { ...submission, workgroup: submission.workgroup.name },
    clientToken,
    pid,
    subStatements: subStatements.map((sub) => ({
      ...progress(sub),
      queryId: sub.queryId,
      rows: sub.rows,
      result: sub.result,
    })),
  };
}

/** Undefined when its workgroup is no longer declared. One that was running is aborted. */
export function restoredStatement(
  kept: KeptStatement,
  warehouse: Warehouse,
  now: () => number,
): StatementRecord | undefined {
  const workgroup = warehouse.workgroup(kept.submission.workgroup);
  if (workgroup === undefined) return undefined;
  const record = new StatementRecord({ ...kept.submission, workgroup }, now, kept);
  record.pid = kept.pid;
  record.subStatements.forEach((sub, index) => {
    const { queryId, rows, result, ...ofSub } = kept.subStatements[index];
    sub.queryId = queryId;
    sub.rows = rows;
    sub.result = result;
    sub.resume(ofSub);
  });
  record.resume(kept);
  if (!isEnded(record.status)) endUnsuccessful(record, new Cancelled(STOPPED_WITH_SANDBOX));
  return record;
}

function progress({ id, createdAt, updatedAt, status, error, duration }: KeptProgress): KeptProgress {
  return { id, createdAt, updatedAt, status, error, duration };
}
