import { open } from "node:fs/promises";
import { accessTable, requireAssumeRole } from "./access";
import { findTable, type Column, type Table } from "./catalog";
import type { StatementContext } from "./execute";
import { readManifest } from "./copy-manifest";
import { s3Text, type RoleFiles, type S3Location } from "./load-files";
import { isCompatible, parquetText, type ParquetColumn } from "./parquet-column";
import type { Session } from "./session";
import { typeText } from "./sql/column-type";
import type { CopyStatement } from "./sql/statement";
import { quoteLiteral, quoteName, quoteTable } from "./sql/translate";
import { notModelled, SqlError } from "./sql-error";

/** COPY of Parquet files from S3. Returns the number of rows. Any file that does not fit fails the whole statement. */
export async function executeCopy(
  { session, files }: StatementContext,
  statement: CopyStatement,
): Promise<number> {
  if (statement.fillRecord) throw notModelled("COPY FILLRECORD");
  const known =
    statement.table.schema !== undefined || (await findTable(session, statement.table)) !== undefined;
  if (!known) throw new SqlError(`Cannot COPY into nonexistent table ${statement.table.table}`);
  const table = await accessTable(session, statement.table, ["insert"]);
  const columns = targetColumns(table, statement.columns);
  await requireAssumeRole(session, statement.iamRole, "copy");
  const reader = await files.as(statement.iamRole, session.user.name, session.signal);
  try {
    const from = s3Location(statement.from);
    const sources = statement.manifest ? await fromManifest(reader, from) : await fromPrefix(reader, from);
    let rows = 0;
    for (const source of sources) rows += await loadFile(session, table, columns, source);
    return rows;
  } finally {
    await reader.release();
  }
}

interface Source {
  readonly location: S3Location;
  /** On this machine. */
  readonly file: string;
}

export function s3Location(url: string): S3Location {
  const match = /^s3:\/\/([^/]+)\/(.+)$/.exec(url);
  if (match === null) throw new SqlError(`The S3 path "${url}" is not s3://bucket/key`);
  return { bucket: match[1], key: match[2] };
}

function targetColumns(table: Table, names: readonly string[] | undefined): readonly Column[] {
  if (names === undefined) return table.columns;
  return names.map((name) => {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (column === undefined)
      throw new SqlError(`column "${name}" of relation "${table.name.table}" does not exist`);
    return column;
  });
}

async function fromManifest(reader: RoleFiles, location: S3Location): Promise<Source[]> {
  const text = await reader.text(location);
  if (text === undefined) {
    throw new SqlError(
      `Problem reading manifest file - ${s3Text("The specified key does not exist.", 404, "NoSuchKey")}`,
    );
  }
  const sources: Source[] = [];
  for (const entry of readManifest(text)) {
    const source = s3Location(entry.url);
    const download = await reader.download(source);
    if (download === undefined) {
      if (entry.mandatory)
        throw new SqlError(`Mandatory url is not present in manifest file. ${entry.url} does not exist.`);
      continue;
    }
    if (download.bytes !== entry.contentLength) {
      const lengths = `has ${download.bytes} bytes, its manifest entry says content_length ${entry.contentLength}`;
      throw scanError(`File ${httpUrl(source)} ${lengths}`);
    }
    sources.push({ location: source, file: download.file });
  }
  if (sources.length === 0)
    throw new SqlError("The manifest names no file that exists: COPY found nothing to load.");
  return sources;
}

async function fromPrefix(reader: RoleFiles, prefix: S3Location): Promise<Source[]> {
  const sources: Source[] = [];
  for (const location of await reader.list(prefix)) {
    const download = await reader.download(location);
    if (download !== undefined) sources.push({ location, file: download.file });
  }
  if (sources.length === 0) {
    throw new SqlError(`The specified S3 prefix '${prefix.key}' does not exist`);
  }
  return sources;
}

async function loadFile(
  session: Session,
  table: Table,
  columns: readonly Column[],
  source: Source,
): Promise<number> {
  const url = httpUrl(source.location);
  if (!(await isParquet(source.file))) throw scanError(`File '${url}' has an invalid version number: `);
  const file = quoteLiteral(source.file);
  const schema = await session.rows<ParquetColumn>(`SELECT * FROM parquet_schema(${file})`);
  const leaves = topLevel(schema);
  if (leaves.length !== columns.length) {
    throw scanError(
      "Unmatched number of columns between table and file. " +
        `Table columns: ${columns.length}, Data columns: ${leaves.length}, File name: ${url}`,
    );
  }
  for (const [index, column] of columns.entries()) {
    const leaf = leaves[index];
    if (isCompatible(leaf, column.type)) continue;
    const name = `s3://${source.location.bucket}/${source.location.key}.${column.name}`;
    const schemas = `Column type: ${typeText(column.type).toUpperCase()}, Parquet schema: ${parquetText(leaf)}`;
    throw scanError(`File '${url}' has an incompatible Parquet schema for column '${name}'. ${schemas}`);
  }
  const data = `(SELECT * FROM read_parquet(${file}, hive_partitioning = false)) AS data(${aliases(columns)})`;
  await checkLengths(session, columns, data);
  const names = columns.map((column) => quoteName(column.name)).join(", ");
  const loaded = await session.run(`INSERT INTO ${quoteTable(table.name)} (${names}) SELECT * FROM ${data}`);
  return loaded.rowsChanged;
}

/** Columns of a file are taken by position, whatever they are called: `c0, c1, ...`. */
function aliases(columns: readonly Column[]): string {
  return columns.map((_column, index) => `c${index}`).join(", ");
}

async function checkLengths(session: Session, columns: readonly Column[], data: string): Promise<void> {
  const limited = columns.flatMap(({ name, type }, index) =>
    "length" in type ? [{ name, index, length: type.length }] : [],
  );
  if (limited.length === 0) return;
  const longest = limited.map(({ index }) => `max(strlen(c${index})) AS c${index}`).join(", ");
  const found = await session.row<Record<string, string | null>>(`SELECT ${longest} FROM ${data}`);
  for (const { name, index, length } of limited) {
    const bytes = Number(found?.[`c${index}`] ?? 0);
    if (bytes > length) {
      const lengths = `Table: ${length}, Data: ${bytes}`;
      throw scanError(
        `The length of the data column ${name} is longer than the length defined in the table. ${lengths}`,
      );
    }
  }
}

/** The schema comes as a tree in depth-first order, its root first: columns are the root's children. */
function topLevel(schema: readonly ParquetColumn[]): ParquetColumn[] {
  const columns: ParquetColumn[] = [];
  let pending = 0;
  for (const node of schema.slice(1)) {
    if (pending === 0) columns.push(node);
    else pending -= 1;
    pending += Number(node.num_children ?? 0);
  }
  return columns;
}

async function isParquet(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size < 12) return false;
    const magic = Buffer.alloc(4);
    await handle.read(magic, 0, 4, size - 4);
    return magic.toString("latin1") === "PAR1";
  } finally {
    await handle.close();
  }
}

function httpUrl({ bucket, key }: S3Location): string {
  return `https://s3.amazonaws.com/${bucket}/${key}`;
}

/** Parquet is read by the Spectrum layer, which wraps every complaint so. */
function scanError(context: string): SqlError {
  return new SqlError(
    `Spectrum Scan Error\n  Detail:\n  error:  Spectrum Scan Error\n  code:      15007\n  context:   ${context}`,
  );
}
