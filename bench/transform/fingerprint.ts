import { DuckDBInstance } from "@duckdb/node-api";

/** What the job calls a reason that semantics.md calls otherwise. */
const RULES = new Map([["event_id.required", "no_event_id"]]);

const COLUMNS = [
  ...["event_id", "campaign_id", "campaign_name", "advertiser", "objective", "channel"],
  "strftime(event_ts::TIMESTAMP, '%Y-%m-%d %H:%M:%S')",
  ...[
    "event_hour",
    "country",
    "device",
    "impressions",
    "clicks",
    "conversions",
    "currency",
    "cost_e4",
    "cost_usd_micros",
  ],
  "printf('%.9f', ctr)",
  ...["campaign_known", "in_flight", "event_date"],
];

/** Text that is equal for outputs with equal content, whatever their files and order: rows, sums, hashes; bad rows by rule. */
export async function fingerprint(curated: string, quarantine: string | undefined): Promise<string> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    const hash = `hash(concat_ws('|', ${COLUMNS.map((one) => `coalesce((${one})::VARCHAR, '~')`).join(", ")}))`;
    const rows = await connection.runAndReadAll(
      `SELECT count(*), count(DISTINCT event_id), sum(cost_usd_micros), bit_xor(${hash}), sum(${hash} % 1000003)
       FROM read_parquet('${curated}/**/*.parquet', hive_partitioning = true)`,
    );
    if (quarantine === undefined) return JSON.stringify(rows.getRowsJson());
    const bad = await connection.runAndReadAll(
      `SELECT rule, count(*), bit_xor(hash(concat_ws('|', coalesce("row".event_id, ''), coalesce("row".event_ts, ''), "row".ingested_at)))
       FROM read_json('${quarantine}/*.json', format = 'newline_delimited', columns = {rule: 'VARCHAR',
         "row": 'STRUCT(event_id VARCHAR, event_ts VARCHAR, ingested_at VARCHAR)'}) GROUP BY rule`,
    );
    const byRule = (bad.getRowsJson() as [string, ...unknown[]][])
      .map(([rule, ...rest]) => [RULES.get(rule) ?? rule, ...rest] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1));
    return JSON.stringify([rows.getRowsJson(), byRule]);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
