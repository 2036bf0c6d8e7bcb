import { DuckDBInstance } from "@duckdb/node-api";
import type { ColumnType, CompiledContract } from "../../contracts/compiled-contract";
import { redshiftType } from "../../contracts/redshift/ddl";

/**
 * What a load does, by hand: staging from the Parquet file, counts, MERGE, in one transaction, in memory as the sandbox has it.
 * Seconds of the first load, into an empty table, and of the second, over the same keys.
 */
export async function bareLoad({ target }: CompiledContract, parquet: string): Promise<[number, number]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const columns = target.columns.map(({ name, type }) => `"${name}" ${duckdbType(type)}`).join(", ");
  const match = target.key.map((name) => `target."${name}" = staging."${name}"`).join(" AND ");
  const set = target.columns
    .filter(({ name }) => !target.key.includes(name))
    .map(({ name }) => `"${name}" = staging."${name}"`)
    .join(", ");
  const names = target.columns.map(({ name }) => `"${name}"`).join(", ");
  const values = target.columns.map(({ name }) => `staging."${name}"`).join(", ");
  await connection.run(`CREATE TABLE target (${columns})`);
  await connection.run("CREATE TABLE ledger (staged BIGINT, inserted BIGINT, updated BIGINT)");
  const load = async (): Promise<number> => {
    const started = performance.now();
    await connection.run("BEGIN");
    await connection.run(`CREATE TEMP TABLE staging (${columns})`);
    await connection.run(`INSERT INTO staging SELECT * FROM read_parquet('${parquet}')`);
    await connection.run(
      `INSERT INTO ledger SELECT count(*), count(*) - count(target."${target.key[0]}"), count(target."${target.key[0]}")
       FROM staging LEFT JOIN target ON ${match}`,
    );
    await connection.run(
      `MERGE INTO target USING staging ON ${match} WHEN MATCHED THEN UPDATE SET ${set}
       WHEN NOT MATCHED THEN INSERT (${names}) VALUES (${values})`,
    );
    await connection.run("DROP TABLE staging");
    await connection.run("COMMIT");
    return (performance.now() - started) / 1000;
  };
  try {
    return [await load(), await load()];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

export function duckdbType(type: ColumnType): string {
  return redshiftType(type).replace("DOUBLE PRECISION", "DOUBLE");
}
