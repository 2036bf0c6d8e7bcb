import type { SandboxEventSink } from "../types";
import { ensureUser } from "./catalog";
import { Database } from "./database";
import { executeStatement, type Outcome } from "./execute";
import type { LoadFiles } from "./load-files";
import { Cancelled, type DbUser, type Session } from "./session";
import { SqlError } from "./sql-error";
import { isEnded, type StatementRecord, type SubStatement } from "./statement-record";
import type { Namespace } from "./warehouse";

export interface RunnerOptions {
  /** File of a namespace's database; undefined: in memory. */
  readonly file: (namespace: Namespace) => string | undefined;
  readonly files: (namespace: Namespace) => LoadFiles;
  readonly scratch: string;
  readonly sink: SandboxEventSink;
}

/** Runs statements in the background, one at a time per database and in the order they came. */
export class StatementRunner {
  private readonly databases = new Map<string, Promise<Database>>();
  private readonly queues = new Map<string, Promise<void>>();
  private nextPid = 1_073_741_824;
  private nextQueryId = 1;

  constructor(private readonly options: RunnerOptions) {}

  enqueue(record: StatementRecord): void {
    const { namespace } = record.submission.workgroup;
    void this.inTurn(namespace, () => this.run(record));
  }

  /** Runs `work` with a session of the namespace's database when its turn comes. */
  async withSession<T>(
    namespace: Namespace,
    user: DbUser,
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    return this.inTurn(namespace, async () => {
      const session = await (await this.database(namespace)).session(user);
      try {
        return await work(session);
      } finally {
        session.close();
      }
    });
  }

  /** Waits for what is queued and closes the databases. The caller has cancelled what should not be waited for. */
  async close(): Promise<void> {
    await Promise.all(this.queues.values());
    for (const database of this.databases.values()) (await database).close();
    this.databases.clear();
  }

  private inTurn<T>(namespace: Namespace, work: () => Promise<T>): Promise<T> {
    const before = this.queues.get(namespace.name) ?? Promise.resolve();
    const turn = before.then(work);
    this.queues.set(
      namespace.name,
      turn.then(
        () => undefined,
        () => undefined,
      ),
    );
    return turn;
  }

  private database(namespace: Namespace): Promise<Database> {
    const known = this.databases.get(namespace.name);
    if (known !== undefined) return known;
    const opened = Database.open(namespace.database, this.options.file(namespace), this.options.scratch);
    this.databases.set(namespace.name, opened);
    return opened;
  }

  private async run(record: StatementRecord): Promise<void> {
    try {
      if (!isEnded(record.status)) await this.start(record);
    } catch (error) {
      endUnsuccessful(record, error);
    }
    const { error } = record;
    this.options.sink({
      kind: "sql",
      statementId: record.id,
      status: record.status,
      durationMs: record.duration / 1e6,
      ...(error === undefined ? {} : { error }),
    });
  }

  private async start(record: StatementRecord): Promise<void> {
    const { workgroup, database, user, mode } = record.submission;
    record.enter("PICKED");
    if (database !== workgroup.namespace.database)
      throw new Error(`FATAL: database "${database}" does not exist`);
    const session = await (await this.database(workgroup.namespace)).session(user);
    try {
      // Cancelled while the database opened.
      if (isEnded(record.status)) return;
      record.stop = (reason) => {
        session.cancel(reason);
      };
      record.pid = this.nextPid;
      this.nextPid += 1;
      record.enter("STARTED");
      await ensureUser(session);
      await (mode === "TRANSACTION" ? this.asTransaction(record, session) : this.eachAlone(record, session));
    } finally {
      record.stop = undefined;
      session.close();
    }
  }

  private async asTransaction(record: StatementRecord, session: Session): Promise<void> {
    await session.begin();
    try {
      for (const [index, subStatement] of record.subStatements.entries()) {
        await this.runOne(record, subStatement, index, session);
      }
      await session.commit();
      record.enter("FINISHED");
    } catch (error) {
      await session.rollback();
      throw error;
    }
  }

  private async eachAlone(record: StatementRecord, session: Session): Promise<void> {
    const failures: unknown[] = [];
    for (const [index, subStatement] of record.subStatements.entries()) {
      await session.begin();
      try {
        await this.runOne(record, subStatement, index, session);
        await session.commit();
      } catch (error) {
        await session.rollback();
        if (error instanceof Cancelled) throw error;
        failures.push(error);
      }
    }
    if (failures.length > 0) endUnsuccessful(record, failures[0]);
    else record.enter("FINISHED");
  }

  private async runOne(
    record: StatementRecord,
    sub: SubStatement,
    index: number,
    session: Session,
  ): Promise<void> {
    const { workgroup, isBatch, parameters } = record.submission;
    sub.queryId = this.nextQueryId;
    this.nextQueryId += 1;
    sub.enter("STARTED");
    const timer = limitTime(workgroup.parameters.get("max_query_execution_time"), sub.queryId, session);
    try {
      const values = new Map(parameters.map(({ name, value }) => [name, value]));
      const files = this.options.files(workgroup.namespace);
      const outcome: Outcome = await executeStatement(sub.sql, files, session, values);
      sub.finish(outcome.rows, outcome.result);
    } catch (error) {
      const text = errorText(error);
      sub.enter(error instanceof Cancelled ? "ABORTED" : "FAILED", text);
      if (!isBatch || error instanceof Cancelled) throw error;
      throw new Error(`Query #${index + 1} failed with ${text}`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The workgroup's `max_query_execution_time`, seconds; 0 or nothing is no limit. */
function limitTime(
  seconds: string | undefined,
  queryId: number,
  session: Session,
): NodeJS.Timeout | undefined {
  const limit = Number(seconds ?? 0);
  if (!(limit > 0)) return undefined;
  const rule = 'cancelled by WLM abort action of Query Monitoring Rule "max_query_execution_time"';
  return setTimeout(
    () => {
      session.expire(new SqlError(`Query (${queryId}) ${rule}`));
    },
    Math.min(limit * 1000, 2 ** 31 - 1),
  );
}

export function endUnsuccessful(record: StatementRecord, error: unknown): void {
  for (const sub of record.subStatements) {
    if (!isEnded(sub.status)) sub.enter("ABORTED", "Connection or an prior query failed.");
  }
  record.enter(error instanceof Cancelled ? "ABORTED" : "FAILED", errorText(error));
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
