import type { DuckDBConnection, DuckDBResultReader } from "@duckdb/node-api";
import { SqlError } from "./sql-error";
import { redshiftError } from "./redshift-error";

/** Who runs a statement inside the database. */
export interface DbUser {
  /** `IAMR:<role name>` for a role, the namespace's admin for the operator. */
  readonly name: string;
  readonly superuser: boolean;
  /** Database roles that came with the login: the role's tag `RedshiftDbRoles`. */
  readonly roles: readonly string[];
}

/** The statement was cancelled while it ran. */
export class Cancelled extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Cancelled";
  }
}

/** A connection of one user. Temporary tables and the transaction live and die with it. */
export class Session {
  private readonly abort = new AbortController();
  private inTransaction = false;
  private transactionStart: Date | undefined;

  constructor(
    private readonly connection: DuckDBConnection,
    public readonly database: string,
    public readonly user: DbUser,
  ) {}

  /** Aborted when the statement is cancelled: for what runs outside the database, like downloads. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** Stops what runs now and refuses what would come next, but a rollback. */
  cancel(reason: string): void {
    this.expire(new Cancelled(reason));
  }

  /** Stops like `cancel`; the statement then fails with `error`. */
  expire(error: Error): void {
    this.abort.abort(error);
    this.connection.interrupt();
  }

  async begin(): Promise<void> {
    await this.run("BEGIN TRANSACTION");
    this.inTransaction = true;
    this.transactionStart = new Date();
  }

  async commit(): Promise<void> {
    if (!this.inTransaction) return;
    await this.run("COMMIT");
    this.inTransaction = false;
  }

  async rollback(): Promise<void> {
    if (!this.inTransaction) return;
    this.inTransaction = false;
    await this.connection.run("ROLLBACK");
  }

  /** When the transaction began; of a statement outside one: now. */
  get transactionTime(): Date {
    return this.inTransaction && this.transactionStart !== undefined ? this.transactionStart : new Date();
  }

  /**
   * Commits the transaction, does `work`, and begins a new one: what TRUNCATE does to the batch it is part of.
   */
  async outsideTransaction<T>(work: () => Promise<T>): Promise<T> {
    const wasInTransaction = this.inTransaction;
    await this.commit();
    const result = await work();
    if (wasInTransaction) await this.begin();
    return result;
  }

  /**
   * Runs DuckDB SQL.
   *
   * @throws SqlError in Redshift's words; Cancelled.
   */
  async run(sql: string): Promise<DuckDBResultReader> {
    this.signal.throwIfAborted();
    // An interrupt that comes before DuckDB has begun the query is lost: repeat it until the query has ended.
    const insist = () => {
      repeated = setInterval(() => {
        this.connection.interrupt();
      }, 20);
    };
    let repeated: NodeJS.Timeout | undefined;
    this.signal.addEventListener("abort", insist);
    try {
      return await this.connection.runAndReadAll(sql);
    } catch (error) {
      this.signal.throwIfAborted();
      throw redshiftError(error);
    } finally {
      this.signal.removeEventListener("abort", insist);
      clearInterval(repeated);
    }
  }

  /** Rows of a query of the sandbox's own, as objects of strings, numbers and booleans. */
  async rows<Row>(sql: string): Promise<Row[]> {
    return (await this.run(sql)).getRowObjectsJson() as Row[];
  }

  /** The first row of such a query. */
  async row<Row>(sql: string): Promise<Row | undefined> {
    return (await this.rows<Row>(sql)).at(0);
  }

  /** Tables that a DuckDB query reads, as `schema.table` or `table`; names of WITH queries are not among them. */
  tablesRead(query: string): string[] {
    try {
      return [...this.connection.getTableNames(query, true)];
    } catch (error) {
      throw redshiftError(error);
    }
  }

  close(): void {
    this.connection.closeSync();
  }
}

/** @throws SqlError unless the user may do anything. */
export function requireSuperuser(user: DbUser, action: string): void {
  if (!user.superuser) throw new SqlError(`permission denied: must be superuser to ${action}`);
}
