import { randomUUID } from "node:crypto";
import type { Principal } from "../types";
import { resultBytes, type QueryResult } from "./results";
import type { DbUser } from "./session";
import type { Workgroup } from "./warehouse";

export type StatementStatus = "SUBMITTED" | "PICKED" | "STARTED" | "FINISHED" | "FAILED" | "ABORTED";

export type Parameter = { readonly name: string; readonly value: string };

/** What a caller of ExecuteStatement or BatchExecuteStatement asked for. */
export interface Submission {
  readonly principal: Principal;
  readonly user: DbUser;
  readonly workgroup: Workgroup;
  readonly database: string;
  readonly sqls: readonly string[];
  readonly isBatch: boolean;
  readonly mode: "TRANSACTION" | "AUTO_COMMIT";
  readonly parameters: readonly Parameter[];
  readonly name?: string;
}

export function isEnded(status: StatementStatus): boolean {
  return status === "FINISHED" || status === "FAILED" || status === "ABORTED";
}

/** Anything that has a status and times: a statement, or one of a batch. */
class Progress {
  status: StatementStatus = "SUBMITTED";
  error: string | undefined;
  updatedAt: number;
  private startedAt: bigint | undefined;
  /** Nanoseconds; -1 before the end. */
  duration = -1;

  constructor(
    public readonly id: string,
    public readonly createdAt: number,
    private readonly now: () => number,
  ) {
    this.updatedAt = createdAt;
  }

  /** Takes up where an earlier start of the sandbox left it. */
  resume({
    status,
    error,
    updatedAt,
    duration,
  }: Pick<Progress, "status" | "updatedAt" | "duration"> & { readonly error?: string }): void {
    this.status = status;
    this.error = error;
    this.updatedAt = updatedAt;
    this.duration = duration;
  }

  enter(status: StatementStatus, error?: string): void {
    this.status = status;
    this.error = error;
    this.updatedAt = this.now() / 1000;
    if (status === "STARTED") this.startedAt = process.hrtime.bigint();
    if (isEnded(status)) {
      this.duration = this.startedAt === undefined ? 0 : Number(process.hrtime.bigint() - this.startedAt);
    }
  }
}

/** One SQL text and what came of it. */
export class SubStatement extends Progress {
  queryId = 0;
  rows = -1;
  result: QueryResult | undefined;

  constructor(
    public readonly sql: string,
    id: string,
    createdAt: number,
    now: () => number,
  ) {
    super(id, createdAt, now);
  }

  finish(rows: number, result: QueryResult | undefined): void {
    this.rows = rows;
    this.result = result;
    this.enter("FINISHED");
  }

  get resultSize(): number {
    if (this.status !== "FINISHED") return -1;
    return this.result === undefined ? 0 : resultBytes(this.result);
  }
}

/** A statement or batch from its submission on. */
export class StatementRecord extends Progress {
  readonly subStatements: readonly SubStatement[];
  /** Process id in the database; 0 before it runs. */
  pid = 0;
  /** Set while it runs. */
  stop: ((reason: string) => void) | undefined;
  readonly ended: Promise<void>;
  private resolveEnded: () => void = () => undefined;

  constructor(
    public readonly submission: Submission,
    now: () => number,
    { id, createdAt }: { readonly id: string; readonly createdAt: number } = {
      id: randomUUID(),
      createdAt: now() / 1000,
    },
  ) {
    super(id, createdAt, now);
    this.subStatements = submission.sqls.map(
      (sql, index) => new SubStatement(sql, `${this.id}:${index + 1}`, createdAt, now),
    );
    this.ended = new Promise((resolve) => {
      this.resolveEnded = resolve;
    });
  }

  override resume(state: Parameters<Progress["resume"]>[0]): void {
    super.resume(state);
    if (isEnded(state.status)) this.resolveEnded();
  }

  override enter(status: StatementStatus, error?: string): void {
    super.enter(status, error);
    if (isEnded(status)) this.resolveEnded();
  }

  get hasResultSet(): boolean {
    return this.subStatements.some(({ result }) => result !== undefined);
  }

  /** A role sees what the role ran, in any of its sessions; the operator sees all. */
  visibleTo(principal: Principal): boolean {
    const { principal: owner } = this.submission;
    if (principal.kind === "operator") return true;
    return owner.kind === "role" && owner.roleArn === principal.roleArn;
  }
}
