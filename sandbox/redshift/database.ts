import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { mkdirSync } from "node:fs";
import * as path from "node:path";
import { catalogTables } from "./catalog";
import { Session, type DbUser } from "./session";
import { macros, quoteLiteral, quoteName } from "./sql/translate";

/** One database of a namespace, as a DuckDB database. Each statement or batch of the Data API gets a session of its own. */
export class Database {
  private constructor(
    public readonly name: string,
    private readonly instance: DuckDBInstance,
    private readonly guard: DuckDBConnection,
  ) {}

  /**
   * @param file where it is kept; undefined: in memory.
   * @param scratch the only folder whose files SQL may read: what COPY downloads.
   */
  static async open(name: string, file: string | undefined, scratch: string): Promise<Database> {
    if (file !== undefined) mkdirSync(path.dirname(file), { recursive: true });
    const instance = await DuckDBInstance.create(":memory:");
    const guard = await instance.connect();
    await guard.run(`ATTACH ${quoteLiteral(file ?? ":memory:")} AS ${quoteName(name)}`);
    await guard.run(`SET allowed_directories = [${quoteLiteral(scratch)}]`);
    await guard.run("SET enable_external_access = false");
    await guard.run(`USE ${quoteName(name)}`);
    const made = await guard.runAndReadAll(
      `SELECT 1 FROM duckdb_schemas() WHERE database_name = ${quoteLiteral(name)} AND schema_name = 'public'`,
    );
    if (made.currentRowCount === 0) {
      for (const statement of ["BEGIN", "CREATE SCHEMA public", ...catalogTables, "COMMIT"])
        await guard.run(statement);
    }
    return new Database(name, instance, guard);
  }

  async session(user: DbUser): Promise<Session> {
    const connection = await this.instance.connect();
    await connection.run(`SET search_path = ${quoteLiteral(`${this.name}.public`)}`);
    await connection.run("SET integer_division = true");
    await connection.run("SET default_null_order = 'NULLS_LAST_ON_ASC_FIRST_ON_DESC'");
    for (const macro of macros) await connection.run(macro);
    return new Session(connection, this.name, user);
  }

  close(): void {
    this.guard.closeSync();
    this.instance.closeSync();
  }
}
