import { notModelled, SqlError } from "../sql-error";
import type { Cursor } from "./cursor";
import type { CopyStatement } from "./statement";

/** Parameters of COPY for text formats: with Parquet, Redshift refuses them (Database Developer Guide, "COPY from columnar data formats"). */
const textOnly = new Set(
  (
    "acceptanydate blanksasnull bzip2 comprows compupdate dateformat delimiter emptyasnull encoding escape explicit_ids gzip " +
    "ignoreblanklines ignoreheader lzop maxerror noload null quote readratio region removequotes roundec timeformat " +
    "trimblanks truncatecolumns zstd"
  ).split(" "),
);

/** `COPY table ...`, read from after `COPY`. Only Parquet from S3 with a role is imitated. */
export function parseCopy(cursor: Cursor): CopyStatement {
  const table = cursor.tableName();
  const columns = cursor.atOperator("(") ? cursor.identifierList() : undefined;
  cursor.expect("from");
  const from = cursor.string();
  if (!/^s3:\/\/[^/]+\/.+$/.test(from)) throw notModelled(`COPY from "${from}" (s3://bucket/key only)`);
  const options = copyOptions(cursor);
  if (options.iamRole === undefined) {
    throw new SqlError("CREDENTIALS argument is required but not found.");
  }
  if (!options.parquet) throw notModelled("COPY from a format other than PARQUET");
  if (options.textOnly !== undefined) {
    throw new SqlError(`${options.textOnly.toUpperCase()} argument is not supported for PARQUET based COPY`);
  }
  const { iamRole, manifest, fillRecord } = options;
  return {
    kind: "copy",
    table,
    from,
    iamRole,
    manifest,
    fillRecord,
    ...(columns === undefined ? {} : { columns }),
  };
}

interface CopyOptions {
  iamRole?: string;
  parquet: boolean;
  manifest: boolean;
  fillRecord: boolean;
  textOnly?: string;
}

function copyOptions(cursor: Cursor): CopyOptions {
  const options: CopyOptions = { parquet: false, manifest: false, fillRecord: false };
  while (!cursor.done) {
    if (cursor.take("iam_role")) {
      options.iamRole = cursor.take("default") ? "default" : cursor.string();
    } else if (cursor.take("format") || cursor.at("parquet")) {
      cursor.take("as");
      options.parquet = cursor.word() === "parquet";
      if (!options.parquet) throw notModelled("COPY from a format other than PARQUET");
    } else if (cursor.take("manifest")) {
      options.manifest = true;
    } else if (cursor.take("fillrecord")) {
      options.fillRecord = true;
    } else if (cursor.take("statupdate")) {
      if (cursor.at("on") || cursor.at("off") || cursor.at("true") || cursor.at("false")) cursor.next();
    } else {
      const word = cursor.word();
      if (!textOnly.has(word)) throw notModelled(`COPY ${word.toUpperCase()}`);
      options.textOnly ??= word;
      skipValue(cursor);
    }
  }
  return options;
}

/** `AS ','`, `10`, `ON`: what follows the name of a parameter that is refused anyway. */
function skipValue(cursor: Cursor): void {
  for (const value of ["on", "off", "as", "true", "false", "auto"]) cursor.take(value);
  cursor.until((at) => at.peek()?.kind === "word");
}
