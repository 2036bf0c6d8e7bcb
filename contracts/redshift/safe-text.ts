/**
 * Texts that may stand in SQL. COPY takes no parameters, and no statement takes a name as one, so what goes into a statement
 * is held to the narrowest pattern that its kind needs; none of them lets a quote, a backslash, a space or a line break through.
 */
const identifierPattern = /^[a-z_][a-z0-9_]{0,126}$/;
const bucketPattern = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const keySegmentPattern = /^[A-Za-z0-9_=][A-Za-z0-9._=-]*$/;
const rolePattern =
  /^arn:aws(?:-cn|-us-gov)?:iam::\d{12}:role\/(?:[A-Za-z0-9_+=.@-]+\/)*[A-Za-z0-9_+=.@-]{1,64}$/;
const runIdPattern = /^[0-9A-Za-z_-]{1,80}$/;

/** `"marketing"`. Quoted, so that Redshift never reads it as a word of its own. */
export function identifier(name: string): string {
  if (!identifierPattern.test(name)) {
    throw unsafe("name", name, "use lower-case letters, digits and _, not a digit first, at most 127");
  }
  return `"${name}"`;
}

/** `"marketing"."campaign_contacts"` */
export function qualified(...names: readonly string[]): string {
  return names.map(identifier).join(".");
}

/** `'s3://bucket/key'`, the key of letters, digits and `. _ = -`, no segment empty or starting with a dot. */
export function s3UriLiteral(uri: string): string {
  const [scheme, bucket = "", ...segments] = uri.replace(/^s3:\/\//, "s3/").split("/");
  const safe =
    scheme === "s3" &&
    uri.length <= 1_024 &&
    bucketPattern.test(bucket) &&
    segments.length > 0 &&
    segments.every((segment) => keySegmentPattern.test(segment));
  if (!uri.startsWith("s3://") || !safe) {
    throw unsafe(
      "S3 URI",
      uri,
      "use s3://bucket/key with a key of letters, digits and . _ = - between single slashes",
    );
  }
  return `'${uri}'`;
}

/** One role: no comma, which in IAM_ROLE would chain to another. */
export function roleArnLiteral(arn: string): string {
  if (!rolePattern.test(arn)) throw unsafe("role ARN", arn, "use arn:aws:iam::<twelve digits>:role/<name>");
  return `'${arn}'`;
}

/** The characters of a Step Functions execution name that CloudWatch can show too. */
export function runIdLiteral(runId: string): string {
  if (!runIdPattern.test(runId)) throw unsafe("run id", runId, "use letters, digits, _ and -, at most 80");
  return `'${runId}'`;
}

/** `CAST('2008-11-21' AS DATE)`; the day has to exist. */
export function dateLiteral(date: string): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00Z`) : new Date(NaN);
  // A day the calendar lacks is none, or reads as one of the next month.
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(date))
    throw unsafe("date", date, "use a day of the calendar as YYYY-MM-DD");
  return `CAST('${date}' AS DATE)`;
}

export function countLiteral(count: number): string {
  if (!Number.isSafeInteger(count) || count < 0)
    throw unsafe("number", String(count), "use a whole number from 0");
  return String(count);
}

function unsafe(kind: string, value: string, fix: string): Error {
  const shown = JSON.stringify(value.slice(0, 80));
  const error = new Error(`The ${kind} ${shown} may not stand in SQL: ${fix}.`);
  error.name = "UnsafeSqlText";
  return error;
}
