import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { KeptPart } from "../data/kept-part";
import {
  AwsError,
  type CredentialIssuer,
  type LocalCall,
  type LocalService,
  type RecordedProgram,
  type SandboxEventSink,
} from "../types";
import { executeStatement } from "./execute";
import { isKept, keptStatement, restoredStatement, type KeptStatement } from "./kept-statements";
import { NamespaceFiles } from "./load-files";
import { describeTable, listDatabases, listSchemas, listTables } from "./metadata-operations";
import { page } from "./paging";
import * as request from "./request";
import { described, describedSub, listed, submitted } from "./responses";
import type { Field } from "./results";
import { Cancelled, type Session } from "./session";
import { endUnsuccessful, StatementRunner } from "./statement-runner";
import { isEnded, type StatementRecord } from "./statement-record";
import { StatementStore } from "./statement-store";
import { Warehouse, type Namespace, type Workgroup } from "./warehouse";

export interface RedshiftDataOptions {
  readonly program: RecordedProgram;
  /** URL of the sandbox's AWS endpoint: COPY reads S3 there. Asked when a COPY runs, as the gateway may start after the service. */
  readonly endpoint: () => string;
  readonly issuer: CredentialIssuer;
  readonly sink: SandboxEventSink;
  /** Folder that keeps the databases, one file a namespace. Absent: in memory. */
  readonly dataDir?: string;
  /** Rows GetStatementResult returns at once. Default 1000. */
  readonly resultPageRows?: number;
  /** Milliseconds since the epoch; for tests of what expires. */
  readonly now?: () => number;
}

export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** Redshift Serverless behind the Data API, on DuckDB. A statement it does not imitate fails and says so. */
export class RedshiftDataService implements LocalService, KeptPart {
  readonly service = "redshift-data";
  readonly part = "redshift-data";
  private readonly warehouse: Warehouse;
  private readonly store: StatementStore;
  private readonly runner: StatementRunner;
  private readonly scratch = mkdtempSync(path.join(tmpdir(), "stepline-redshift-"));
  private readonly now: () => number;
  private closing = false;

  constructor(private readonly options: RedshiftDataOptions) {
    const { program, dataDir, sink } = options;
    this.warehouse = new Warehouse(program);
    this.now = options.now ?? Date.now;
    this.store = new StatementStore(this.now);
    this.runner = new StatementRunner({
      file: ({ name, database }) =>
        dataDir === undefined ? undefined : path.join(dataDir, `${name}.${database}.duckdb`),
      files: (namespace) => this.filesOf(namespace),
      scratch: this.scratch,
      sink,
    });
  }

  async handle(call: LocalCall): Promise<unknown> {
    if (this.closing)
      throw new AwsError("InternalServerException", "The sandbox's warehouse is closing.", 500);
    request.refuseUnsupported(call);
    const { input } = call;
    switch (call.operation) {
      case "ExecuteStatement":
      case "BatchExecuteStatement":
        return this.submit(call);
      case "DescribeStatement":
        return this.describe(call);
      case "GetStatementResult":
        return this.result(call);
      case "CancelStatement":
        return this.cancel(call);
      case "ListStatements":
        return this.list(call);
      case "ListDatabases":
        return listDatabases(input, request.requireWorkgroup(input, this.warehouse).namespace.database);
      case "ListSchemas":
        return this.inSession(call, (session) => listSchemas(input, session));
      case "ListTables":
        return this.inSession(call, (session) => listTables(input, session));
      case "DescribeTable":
        return this.inSession(call, (session) => describeTable(input, session));
      default:
        throw new AwsError("NotModelled", `The sandbox does not model redshift-data:${call.operation}.`, 501);
    }
  }

  /**
   * Runs a statement as the namespace's admin and returns its rows: for the terminal and for tests, outside the Data API.
   *
   * @param workgroupName needed only when the program has several.
   */
  async query(sql: string, workgroupName?: string): Promise<Row[]> {
    const { namespace } = this.onlyWorkgroup(workgroupName);
    return this.runner.withSession(namespace, request.admin(namespace.adminUser), async (session) => {
      await session.begin();
      try {
        const { result } = await executeStatement(sql, this.filesOf(namespace), session, new Map());
        await session.commit();
        return (result?.records ?? []).map((record) =>
          rowOf(record, result?.columns.map(({ label }) => label) ?? []),
        );
      } catch (error) {
        await session.rollback();
        throw error;
      }
    });
  }

  /** Statements and their results; the databases are in their own files. */
  kept(): readonly KeptStatement[] {
    return this.store
      .withTokens()
      .filter(([record]) => isKept(record, this.now()))
      .map(([record, clientToken]) => keptStatement(record, clientToken));
  }

  restore(kept: unknown): void {
    for (const statement of kept as readonly KeptStatement[]) {
      const record = restoredStatement(statement, this.warehouse, this.now);
      if (record !== undefined) this.store.add(record, statement.clientToken);
    }
  }

  async close(): Promise<void> {
    this.closing = true;
    for (const record of this.store.all()) abort(record, "The sandbox was closed.");
    await this.runner.close();
    await rm(this.scratch, { recursive: true, force: true });
  }

  private async submit(call: LocalCall): Promise<unknown> {
    const seconds = request.waitSeconds(call.input);
    const submission = request.readSubmission(call, this.warehouse);
    const { record, isNew } = this.store.submit(submission, request.clientToken(call.input));
    if (isNew) this.runner.enqueue(record);
    const answer = submitted(record);
    if (seconds === undefined) return answer;
    await endOrTimeout(record, seconds);
    return submitted(record);
  }

  private async describe({ input, principal }: LocalCall): Promise<unknown> {
    const seconds = request.waitSeconds(input);
    const { record, subStatement } = this.store.find(request.requireText(input, "Id"), principal);
    if (seconds !== undefined) await endOrTimeout(record, seconds);
    return subStatement === undefined ? described(record) : describedSub(subStatement);
  }

  private async result({ input, principal }: LocalCall): Promise<unknown> {
    const seconds = request.waitSeconds(input);
    const { record, subStatement } = this.store.find(request.requireText(input, "Id"), principal);
    if (seconds !== undefined) await endOrTimeout(record, seconds);
    const source = subStatement ?? (record.submission.isBatch ? undefined : record.subStatements[0]);
    const result = record.status === "FINISHED" ? source?.result : undefined;
    if (source === undefined || result === undefined) {
      throw new AwsError(
        "ResourceNotFoundException",
        "Query does not have result. Please check query status with DescribeStatement.",
      );
    }
    const { items, nextToken } = page(
      result.records,
      source.id,
      this.options.resultPageRows ?? 1000,
      input.NextToken,
    );
    return {
      Records: items,
      ColumnMetadata: result.columns,
      TotalNumRows: result.records.length,
      NextToken: nextToken,
    };
  }

  private cancel({ input, principal }: LocalCall): unknown {
    const { record } = this.store.find(request.requireText(input, "Id"), principal);
    if (isEnded(record.status)) {
      throw request.invalid(`Could not cancel a query that is already in ${record.status} state.`);
    }
    abort(record, "Query cancelled on user's request");
    return { Status: true };
  }

  private list({ input, principal }: LocalCall): unknown {
    const status = request.optionalText(input, "Status") ?? "FINISHED";
    const prefix = request.optionalText(input, "StatementName");
    const sameSession = (record: StatementRecord) =>
      input.RoleLevel !== false || record.submission.principal.arn === principal.arn;
    const statements = this.store
      .all()
      .filter((record) => record.visibleTo(principal) && sameSession(record))
      .filter((record) => status === "ALL" || record.status === status)
      .filter(({ submission }) => prefix === undefined || submission.name?.startsWith(prefix) === true);
    const size = Number(input.MaxResults ?? 100) || 100;
    const { items, nextToken } = page(statements, "statements", size, input.NextToken);
    return { Statements: items.map(listed), NextToken: nextToken };
  }

  private filesOf(namespace: Namespace): NamespaceFiles {
    const { issuer, endpoint, program } = this.options;
    return new NamespaceFiles(namespace, issuer, endpoint, program.region, this.scratch);
  }

  private inSession<T>(call: LocalCall, work: (session: Session) => Promise<T>): Promise<T> {
    const workgroup = request.requireWorkgroup(call.input, this.warehouse);
    const user = request.login(call, workgroup, this.warehouse);
    return this.runner.withSession(workgroup.namespace, user, work);
  }

  private onlyWorkgroup(name: string | undefined): Workgroup {
    const found = name === undefined ? this.warehouse.workgroups[0] : this.warehouse.workgroup(name);
    if (found === undefined)
      throw new Error(
        `The program declares no Redshift Serverless workgroup${name === undefined ? "" : ` "${name}"`}.`,
      );
    return found;
  }
}

/** Stops a statement that runs; one that waits for its turn ends here. */
function abort(record: StatementRecord, reason: string): void {
  if (isEnded(record.status)) return;
  if (record.stop !== undefined) record.stop(reason);
  else endUnsuccessful(record, new Cancelled(reason));
}

async function endOrTimeout(record: StatementRecord, seconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000);
  });
  await Promise.race([record.ended, timeout]);
  clearTimeout(timer);
}

function rowOf(record: readonly Field[], labels: readonly string[]): Row {
  return Object.fromEntries(record.map((value, index) => [labels[index] ?? "", plain(value)]));
}

function plain(value: Field): string | number | boolean | null {
  if ("isNull" in value) return null;
  return Object.values(value)[0] as string | number | boolean;
}
