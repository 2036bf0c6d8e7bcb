/** What the database answers to a statement it refuses; the Data API shows `message` as the statement's `Error`. */
export class SqlError extends Error {
  /** @param text without the `ERROR: ` that every database error begins with. */
  constructor(text: string) {
    super(`ERROR: ${text}`);
    this.name = "SqlError";
  }
}

/** A statement that Redshift may well run but the sandbox does not imitate: it fails rather than pretends. */
export function notModelled(what: string): SqlError {
  return new SqlError(`${what} is not modelled by the sandbox`);
}
