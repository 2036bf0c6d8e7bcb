import type { CompiledContract, TargetTable } from "../compiled-contract";
import { createStagingStatement, createTableStatement } from "./ddl";
import { ledgerColumns, ledgerTable } from "./load-ledger";
import {
  countLiteral,
  dateLiteral,
  identifier,
  qualified,
  roleArnLiteral,
  runIdLiteral,
  s3UriLiteral,
} from "./safe-text";

export interface LoadOptions {
  readonly contract: CompiledContract;
  /** Name of the parent execution. */
  readonly runId: string;
  /** `2008-11-21` */
  readonly logicalDate: string;
  /** Number of the load's attempt in its run. */
  readonly attempt: number;
  /** `s3://bucket/.../_copy_manifest.json` */
  readonly copyManifestUri: string;
  /** The role COPY reads the curated files with. */
  readonly loadRoleArn: string;
}

/** Temporary: every load makes it anew. */
export const stagingTable = "stepline_staging";
const staging = identifier(stagingTable);

/** Limits of the Redshift Data API: a statement has at most 200 KB, a batch 40 statements. */
const maxStatementBytes = 200_000;
const maxStatements = 40;

/**
 * The statements of one load, for one BatchExecuteStatement: they commit together or not at all. No TRUNCATE, which would
 * commit halfway. Repeating a load, in the same run or another, gives the same rows in the target and one ledger row a run.
 *
 * @throws Error named UnsafeSqlText for text that may not stand in SQL.
 */
export function loadStatements(options: LoadOptions): string[] {
  const { contract, logicalDate } = options;
  const { target } = contract;
  const statements = [
    `CREATE SCHEMA IF NOT EXISTS ${identifier(target.schema)}`,
    createTableStatement(target),
    createStagingStatement(target, stagingTable),
    copyStatement(options),
    `DELETE FROM ${ledgerTable}\nWHERE ${ledgerRow(options)}`,
    ...(target.loadMode === "merge"
      ? [mergeLedgerStatement(options), mergeStatement(target)]
      : [appendLedgerStatement(options), replaceDateStatement(target, logicalDate), insertStatement(target)]),
  ];
  checkLimits(statements, contract);
  return statements;
}

/** What the last load of the run counted: one row of `staged`, `inserted`, `updated`, or none when nothing was committed. */
export function reconcileStatement(options: Pick<LoadOptions, "contract" | "runId" | "logicalDate">): string {
  return [
    'SELECT "staged", "inserted", "updated"',
    `FROM ${ledgerTable}`,
    `WHERE ${ledgerRow(options)} AND "logical_date" = ${dateLiteral(options.logicalDate)}`,
  ].join("\n");
}

/** Columns map by position; the manifest pins the files, each with `mandatory: true`. */
function copyStatement({ copyManifestUri, loadRoleArn }: LoadOptions): string {
  return [
    `COPY ${staging}`,
    `FROM ${s3UriLiteral(copyManifestUri)}`,
    `IAM_ROLE ${roleArnLiteral(loadRoleArn)}`,
    "FORMAT AS PARQUET",
    "MANIFEST",
  ].join("\n");
}

/** Counted before the MERGE: afterwards every staged row has its match. */
function mergeLedgerStatement(options: LoadOptions): string {
  const { target } = options.contract;
  const keys = target.key.map(identifier);
  const matched = `COUNT("existing".${keys[0]})`;
  return [
    `INSERT INTO ${ledgerTable} (${Object.keys(ledgerColumns).map(identifier).join(", ")})`,
    `SELECT ${ledgerValues(options)}, COUNT(*), COUNT(*) - ${matched}, ${matched}, GETDATE()`,
    `FROM ${staging}`,
    // DISTINCT, because nothing stops others from writing a key twice, and each staged row counts once.
    `LEFT JOIN (SELECT DISTINCT ${keys.join(", ")} FROM ${tableName(target)}) AS "existing"`,
    `ON ${keys.map((key) => `"existing".${key} = ${staging}.${key}`).join(" AND ")}`,
  ].join("\n");
}

function appendLedgerStatement(options: LoadOptions): string {
  return [
    `INSERT INTO ${ledgerTable} (${Object.keys(ledgerColumns).map(identifier).join(", ")})`,
    `SELECT ${ledgerValues(options)}, COUNT(*), COUNT(*), 0, GETDATE()`,
    `FROM ${staging}`,
  ].join("\n");
}

/** Redshift's MERGE takes no alias for the target, and the columns to set without the table's name. */
function mergeStatement(target: TargetTable): string {
  const table = tableName(target);
  const names = target.columns.map(({ name }) => identifier(name));
  const values = names.map((name) => `${staging}.${name}`);
  const updates = target.columns
    .filter(({ name }) => !target.key.includes(name))
    .map(({ name }) => `  ${identifier(name)} = ${staging}.${identifier(name)}`);
  const match = target.key.map((name) => `${table}.${identifier(name)} = ${staging}.${identifier(name)}`);
  return [
    `MERGE INTO ${table}`,
    `USING ${staging}`,
    `ON ${match.join(" AND ")}`,
    "WHEN MATCHED THEN UPDATE SET",
    updates.join(",\n"),
    `WHEN NOT MATCHED THEN INSERT (${names.join(", ")})`,
    `VALUES (${values.join(", ")})`,
  ].join("\n");
}

/** Append means: the rows of the date are those of its last run. Deleting them first makes a replay harmless. */
function replaceDateStatement(target: TargetTable, logicalDate: string): string {
  const column = target.columns.find(({ expression }) => expression === ":logical_date");
  if (column === undefined) {
    throw new Error(
      `${target.schema}.${target.table} has no logical date column: append needs one, compile the contract.`,
    );
  }
  return `DELETE FROM ${tableName(target)}\nWHERE ${identifier(column.name)} = ${dateLiteral(logicalDate)}`;
}

function insertStatement(target: TargetTable): string {
  const names = target.columns.map(({ name }) => identifier(name)).join(", ");
  return `INSERT INTO ${tableName(target)} (${names})\nSELECT ${names}\nFROM ${staging}`;
}

function ledgerValues({ contract, runId, attempt, logicalDate }: LoadOptions): string {
  const values = [
    runIdLiteral(runId),
    countLiteral(attempt),
    dateLiteral(logicalDate),
    targetLiteral(contract.target),
  ];
  return values.join(", ");
}

function ledgerRow({ contract, runId }: Pick<LoadOptions, "contract" | "runId">): string {
  return `"run_id" = ${runIdLiteral(runId)} AND "target" = ${targetLiteral(contract.target)}`;
}

function targetLiteral(target: TargetTable): string {
  return `'${tableName(target).replaceAll('"', "")}'`;
}

function tableName(target: TargetTable): string {
  return qualified(target.schema, target.table);
}

function checkLimits(statements: readonly string[], contract: CompiledContract): void {
  if (statements.length > maxStatements) {
    throw new Error(
      `The load has ${statements.length} statements, the Redshift Data API takes ${maxStatements} in a batch.`,
    );
  }
  const longest = Math.max(...statements.map((statement) => Buffer.byteLength(statement, "utf8")));
  if (longest > maxStatementBytes) {
    throw new Error(
      `A statement of contract ${contract.id} has ${longest} bytes, the Redshift Data API takes ${maxStatementBytes}: ` +
        "give the table fewer columns or shorter names.",
    );
  }
}
