// The reference transform (semantics.md) for DuckDB on two threads: `duckdb.mjs <contacts/> <campaigns.csv> <out/> <quarantine/>`.
import { DuckDBInstance } from "@duckdb/node-api";
import { mkdirSync } from "node:fs";

const [contacts, campaigns, out, quarantine] = process.argv.slice(2);
const texts = [
  ...[
    "event_id",
    "campaign_id",
    "channel",
    "event_ts",
    "impressions",
    "clicks",
    "conversions",
    "cost",
    "currency",
  ],
  ...["country", "device", "ingested_at"],
];
const time = `
CASE WHEN regexp_full_match(event_ts, '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ') THEN strptime(event_ts, '%Y-%m-%dT%H:%M:%SZ')
  WHEN regexp_full_match(event_ts, '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d') THEN strptime(event_ts, '%Y-%m-%d %H:%M:%S')
  WHEN regexp_full_match(event_ts, '\\d\\d/\\d\\d/\\d{4} \\d\\d:\\d\\d') THEN strptime(event_ts, '%d/%m/%Y %H:%M')
  WHEN regexp_full_match(event_ts, '\\d{10}') THEN make_timestamp(event_ts::BIGINT * 1000000) END`;
const checked = `
CREATE TEMP TABLE checked AS
WITH delivered AS (
  SELECT * FROM read_csv('${contacts}/*.csv', header = true, all_varchar = true, nullstr = '', filename = true)
), cleaned AS (
  SELECT ${texts.map((name) => `nullif(trim(${name}), '') AS ${name}`).join(", ")}, filename,
    struct_pack(${texts.map((name) => `${name} := ${name}`).join(", ")}) AS original FROM delivered
), parsed AS (
  SELECT event_id, campaign_id, lower(channel) AS channel, ${time} AS event_ts,
    coalesce(impressions::BIGINT, 0) AS impressions, coalesce(clicks::BIGINT, 0) AS clicks,
    coalesce(conversions::BIGINT, 0) AS conversions,
    coalesce(round(replace(cost, ',', '')::DOUBLE * 10000)::BIGINT, 0) AS cost_e4,
    upper(currency) AS currency, upper(country) AS country, device, ingested_at, filename, original FROM cleaned
), judged AS (
  SELECT *, CASE WHEN event_id IS NULL THEN 'no_event_id' WHEN event_ts IS NULL THEN 'bad_ts'
    WHEN channel IS NULL OR channel NOT IN ('search', 'social', 'display', 'email', 'video', 'affiliate') THEN 'bad_channel'
    WHEN least(impressions, clicks, conversions, cost_e4) < 0 THEN 'negative'
    WHEN campaign_id IS NULL THEN 'no_campaign' END AS reason FROM parsed
)
SELECT * EXCLUDE (filename, original), CASE WHEN reason IS NOT NULL THEN filename END AS source_file,
  CASE WHEN reason IS NOT NULL THEN original END AS original FROM judged`;
const curated = `
COPY (
  WITH single AS (
    SELECT * FROM checked WHERE reason IS NULL
    QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY ingested_at DESC) = 1
  ), joined AS (
    SELECT single.* EXCLUDE (currency), campaign_name, advertiser, objective, campaigns.campaign_id IS NOT NULL AS campaign_known,
      start_date::DATE AS start_date, end_date::DATE AS end_date, coalesce(currency, default_currency, 'USD') AS currency
    FROM single LEFT JOIN read_csv('${campaigns}', header = true, all_varchar = true) AS campaigns USING (campaign_id)
  )
  SELECT event_id, campaign_id, campaign_name, advertiser, objective, channel, event_ts, hour(event_ts)::INTEGER AS event_hour,
    coalesce(country, 'ZZ') AS country, coalesce(device, 'unknown') AS device, impressions, clicks, conversions, currency, cost_e4,
    (cost_e4 * CASE currency WHEN 'USD' THEN 10000 WHEN 'EUR' THEN 10800 WHEN 'GBP' THEN 12700 WHEN 'JPY' THEN 67 END + 50) // 100
      AS cost_usd_micros,
    CASE WHEN impressions > 0 THEN clicks / impressions::DOUBLE END AS ctr, campaign_known,
    coalesce(event_ts::DATE BETWEEN start_date AND end_date, false) AS in_flight, event_ts::DATE AS event_date FROM joined
) TO '${out}' (FORMAT parquet, COMPRESSION snappy, PARTITION_BY (event_date))`;

mkdirSync(quarantine, { recursive: true });
const instance = await DuckDBInstance.create(":memory:", { threads: "2", preserve_insertion_order: "false" });
const connection = await instance.connect();
await connection.run("SET TimeZone = 'UTC'");
await connection.run(checked);
await connection.run(curated);
await connection.run(
  `COPY (SELECT reason AS rule, source_file, original AS row FROM checked WHERE reason IS NOT NULL) TO '${quarantine}/part-00.json'`,
);
const counts = await connection.runAndReadAll(
  "SELECT reason, count(*)::INTEGER FROM checked GROUP BY ALL ORDER BY ALL",
);
console.log(JSON.stringify(counts.getRowsJson()));
