import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import type { Lookup, SourceColumn } from "../../contracts/compiled-contract";
import { checkFile } from "../../contracts/schema-check";
import { contract } from "./contract-fixture";

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const lookupFolder = join(__dirname, "../../contracts/lookups");

interface Contact {
  readonly date: string;
  readonly fields: readonly string[];
}

/** The 45,211 contacts as they are landed. The source has no year: it starts in 2008 and goes up when the month falls by six. */
function contacts(): Contact[] {
  const text = gunzipSync(readFileSync(join(__dirname, "../../data/bank-marketing.csv.gz"))).toString("utf8");
  let [year, previous] = [2008, 0];
  return text
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line, position) => {
      const fields = [String(position + 1), ...line.split(",")];
      const month = months.indexOf(fields[11]) + 1;
      if (month <= previous - 6) year++;
      previous = month;
      const date = `${year}-${String(month).padStart(2, "0")}-${fields[10].padStart(2, "0")}`;
      return { date, fields };
    });
}

/** A delivered column as its type, nulls and booleans read as the contract says. */
function typed({ name, type, nullValues, booleanValues }: SourceColumn): string {
  const list = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(", ");
  const text = `CASE WHEN trim("${name}") IN (${list(nullValues)}) THEN NULL ELSE trim("${name}") END`;
  if (booleanValues !== undefined) {
    return `CASE WHEN ${text} IN (${list(booleanValues.true)}) THEN true WHEN ${text} IN (${list(booleanValues.false)}) THEN false END AS "${name}"`;
  }
  const sqlType =
    type.kind === "integer" ? { 16: "SMALLINT", 32: "INTEGER", 64: "BIGINT" }[type.bits] : "VARCHAR";
  return `TRY_CAST(${text} AS ${sqlType}) AS "${name}"`;
}

async function insertRows(
  connection: DuckDBConnection,
  table: string,
  names: readonly string[],
  rows: Iterable<readonly string[]>,
): Promise<void> {
  await connection.run(`CREATE TABLE ${table} (${names.map((name) => `"${name}" VARCHAR`).join(", ")})`);
  const appender = await connection.createAppender(table);
  for (const row of rows) {
    for (const value of row) appender.appendVarchar(value);
    appender.endRow();
  }
  appender.closeSync();
}

async function readLookup(connection: DuckDBConnection, { name, file, columns }: Lookup): Promise<void> {
  const lines = readFileSync(join(lookupFolder, file), "utf8").trimEnd().split("\n");
  await insertRows(
    connection,
    `${name}_text`,
    lines[0].split(","),
    lines.slice(1).map((line) => line.split(",")),
  );
  await connection.run(`CREATE TABLE ${name} AS SELECT ${columns.map(typed).join(", ")} FROM ${name}_text`);
}

describe("the 45,211 real contacts", function () {
  this.timeout(60_000);
  let instance: DuckDBInstance;
  let connection: DuckDBConnection;
  const all = contacts();

  before(async () => {
    instance = await DuckDBInstance.create(":memory:");
    connection = await instance.connect();
    // Spark's date_format, for the one pattern the rules use.
    await connection.run("CREATE MACRO date_format(day, pattern) AS strftime(day, '%b')");
    const names = ["logical_date", ...contract.source.columns.map(({ name }) => name)];
    await insertRows(
      connection,
      "landed",
      names,
      all.map(({ date, fields }) => [date, ...fields]),
    );
    const columns = contract.source.columns.map(typed).join(", ");
    await connection.run(
      `CREATE TABLE contacts AS SELECT CAST(logical_date AS DATE) AS logical_date, ${columns} FROM landed`,
    );
    for (const lookup of contract.lookups) await readLookup(connection, lookup);
  });
  after(() => {
    connection.closeSync();
    instance.closeSync();
  });

  async function count(condition: string, joins = ""): Promise<number> {
    const reader = await connection.runAndReadAll(
      `SELECT COUNT(*) FROM contacts ${joins} WHERE ${condition}`,
    );
    return Number(reader.getRows()[0][0]);
  }

  it("are all there, on 561 days", async () => {
    assert.equal(all.length, 45_211);
    assert.equal(new Set(all.map(({ date }) => date)).size, 561);
    assert.equal(await count("true"), 45_211);
  });

  for (const { id, expression } of contract.rules) {
    it(`meet the rule ${id}`, async () => {
      // DuckDB reserves the one column name that Spark does not.
      const sql = expression
        .replaceAll(":logical_date", "contacts.logical_date")
        .replaceAll("contacts.default", 'contacts."default"');
      assert.equal(await count(`(${sql}) IS NOT TRUE`), 0);
    });
  }

  it("have every required value, of its type", async () => {
    for (const { name, required } of contract.source.columns) {
      if (required) assert.equal(await count(`contacts."${name}" IS NULL`), 0, name);
    }
  });

  it("have as many nulls as the source writes sentinels", async () => {
    const nulls = { job: 288, education: 1_857, contact: 13_020, poutcome: 36_959, pdays: 36_954 };
    for (const [name, expected] of Object.entries(nulls))
      assert.equal(await count(`contacts."${name}" IS NULL`), expected, name);
  });

  for (const { name, on } of contract.lookups) {
    it(`have a match in ${name} for every ${on.source}`, async () => {
      const joins = `LEFT JOIN ${name} ON contacts.${on.source} = ${name}.${on.lookup}`;
      assert.equal(
        await count(`contacts.${on.source} IS NOT NULL AND ${name}.${on.lookup} IS NULL`, joins),
        0,
      );
      assert.equal(await count("true", joins), 45_211);
    });
  }

  it("of the busiest day pass the schema check as one file", async () => {
    const day = all.filter(({ date }) => date === "2008-11-21");
    const header = contract.source.columns.map(({ name }) => name).join(",");
    const text = [header, ...day.map(({ fields }) => fields.join(","))].join("\n");
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${text}\n`);
    }
    assert.deepEqual(await checkFile(contract, "contacts.csv", chunks()), { rows: 825, problems: [] });
  });
});
