import { DuckDBInstance } from "@duckdb/node-api";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import * as path from "node:path";

const SEED = 42;
const CAMPAIGNS = 5000;
/** No factor in common with a number of rows that is a power of ten: row -> row * STRIDE % rows takes each value once. */
const STRIDE = 7368787;

/** Contacts as delivered, and the lookup they are joined to. */
export interface GeneratedContacts {
  /** Folder with `contacts/part-00.csv` ... and `campaigns.csv`. */
  readonly folder: string;
  readonly files: readonly string[];
  readonly lookup: string;
}

/**
 * Rows of the same shape whatever their number: four files up to two million rows, then a million rows a file, about 120 MB.
 * Made once; the same number of rows gives the same bytes as long as DuckDB keeps its hash function.
 */
export async function generateContacts(rows: number, cache: string): Promise<GeneratedContacts> {
  const folder = path.join(cache, `contacts-${rows}-${SEED}`);
  const perFile = rows <= 2_000_000 ? Math.ceil(rows / 4) : 1_000_000;
  const files = Array.from({ length: Math.ceil(rows / perFile) }, (_, part) =>
    path.join(folder, "contacts", `part-${String(part).padStart(2, "0")}.csv`),
  );
  const generated = { folder, files, lookup: path.join(folder, "campaigns.csv") };
  if (existsSync(folder)) return generated;
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(path.join(unfinished, "contacts"), { recursive: true });
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  try {
    await connection.run(
      `CREATE MACRO uniform(i, k) AS (hash(hash(i, ${SEED}, k)) >> 11)::DOUBLE / 9007199254740992`,
    );
    await connection.run("CREATE MACRO below(i, k, n) AS floor(uniform(i, k) * n)::BIGINT");
    await connection.run(`COPY (${campaigns}) TO '${unfinished}/campaigns.csv' (HEADER)`);
    for (const [part, file] of files.entries()) {
      const own = contacts(part * perFile, Math.min(rows, (part + 1) * perFile), rows);
      await connection.run(`COPY (${own}) TO '${unfinished}/${path.relative(folder, file)}' (HEADER)`);
    }
    renameSync(unfinished, folder);
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(unfinished, { recursive: true, force: true });
  }
  return generated;
}

const campaigns = `
SELECT format('C{:05d}', i) AS campaign_id,
  'Campaign ' || i AS campaign_name,
  'Advertiser ' || below(i, 1, 400) AS advertiser,
  ['awareness', 'traffic', 'leads', 'sales'][below(i, 2, 4) + 1] AS objective,
  50 + below(i, 3, 4950) AS daily_budget_usd,
  ['USD', 'EUR', 'GBP', 'JPY'][below(i, 4, 4) + 1] AS default_currency,
  DATE '2025-11-01' + below(i, 5, 90)::INTEGER AS start_date,
  DATE '2025-11-21' + (below(i, 5, 90) + below(i, 6, 100))::INTEGER AS end_date
FROM range(${CAMPAIGNS}) AS campaigns(i)`;

/** Numbers behind `i` name independent draws. Shares of what is wrong or missing are those of the table in semantics.md. */
function contacts(from: number, to: number, rows: number): string {
  return `
WITH drawn AS (
  SELECT i,
    CASE WHEN uniform(i, 1) < 0.03 AND i > 0 THEN below(i, 2, i) ELSE i END AS event,
    floor(pow(uniform(i, 4), 1.7) * ${CAMPAIGNS})::BIGINT AS campaign,
    ['search', 'social', 'display', 'email', 'video', 'affiliate'][below(i, 7, 6) + 1] AS channel,
    uniform(i, 8) AS channel_form,
    TIMESTAMP '2026-01-01' + to_seconds(below(i, 10, 31 * 86400)) AS moment,
    uniform(i, 11) AS moment_form,
    below(i, 12, 20000) AS impressions,
    CASE WHEN uniform(i, 18) < 0.02 THEN 10000000 + below(i, 19, 90000000) ELSE below(i, 19, 5000000) END AS cost_e4,
    ['USD', 'EUR', 'GBP', 'JPY'][below(i, 21, 4) + 1] AS currency,
    ['US','DE','FR','GB','ES','IT','NL','PL','SE','CA','BR','MX','JP','IN','AU','ZA'][below(i, 24, 16) + 1] AS country
  FROM range(${from}, ${to}) AS contacts(i)
), clicked AS (
  SELECT *, floor(impressions * uniform(i, 13) * 0.08)::BIGINT AS clicks FROM drawn
)
SELECT
  CASE WHEN uniform(i, 3) >= 0.005 THEN format('E{:012d}', event) END AS event_id,
  CASE WHEN uniform(i, 6) >= 0.01
    THEN format('C{:05d}', campaign + CASE WHEN uniform(i, 5) < 0.02 THEN 90000 ELSE 0 END) END AS campaign_id,
  CASE WHEN uniform(i, 9) < 0.005 THEN 'n/a' WHEN channel_form < 0.10 THEN upper(channel)
    WHEN channel_form < 0.15 THEN ' ' || upper(channel[1]) || channel[2:] ELSE channel END AS channel,
  CASE WHEN moment_form < 0.60 THEN strftime(moment, '%Y-%m-%dT%H:%M:%SZ') WHEN moment_form < 0.80 THEN strftime(moment, '%Y-%m-%d %H:%M:%S')
    WHEN moment_form < 0.95 THEN strftime(moment, '%d/%m/%Y %H:%M') WHEN moment_form < 0.99 THEN epoch(moment)::BIGINT::VARCHAR
    WHEN moment_form < 0.995 THEN NULL ELSE 'not-a-date' END AS event_ts,
  CASE WHEN uniform(i, 14) >= 0.01 THEN impressions END AS impressions,
  CASE WHEN uniform(i, 15) >= 0.01 THEN CASE WHEN uniform(i, 16) < 0.003 THEN -1 - clicks ELSE clicks END END AS clicks,
  CASE WHEN uniform(i, 17) >= 0.01 THEN floor(clicks * uniform(i, 27) * 0.2)::BIGINT END AS conversions,
  CASE WHEN uniform(i, 20) >= 0.01 THEN
    CASE WHEN cost_e4 >= 10000000 THEN format('{:,}', cost_e4 // 10000) ELSE (cost_e4 // 10000)::VARCHAR END
    || format('.{:04d}', cost_e4 % 10000) END AS cost,
  CASE WHEN uniform(i, 23) >= 0.005 THEN CASE WHEN uniform(i, 22) < 0.01 THEN lower(currency) ELSE currency END END AS currency,
  CASE WHEN uniform(i, 26) >= 0.01 THEN CASE WHEN uniform(i, 25) < 0.02 THEN lower(country) ELSE country END END AS country,
  CASE WHEN uniform(i, 29) >= 0.02 THEN ['mobile', 'desktop', 'tablet', 'ctv'][below(i, 28, 4) + 1] END AS device,
  strftime(TIMESTAMP '2026-02-01' + to_milliseconds((i * ${STRIDE}) % ${rows}), '%Y-%m-%dT%H:%M:%S.%gZ') AS ingested_at
FROM clicked`;
}
