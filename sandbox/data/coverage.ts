/** What a data folder keeps, for docs/sandbox.md. */
export const KEPT: readonly { readonly what: string; readonly how: string }[] = [
  { what: "S3 objects", how: "with versions, delete markers, metadata, tags and uploads under way" },
  { what: "DynamoDB items, SQS messages", how: "as they were" },
  { what: "CloudWatch Logs", how: "groups, streams and events as they were" },
  { what: "KMS keys", how: "with their material: what they encrypted can be decrypted" },
  {
    what: "executions",
    how: "with input, output and history; one that was running is ABORTED. A changed machine gets its next version",
  },
  { what: "Glue job runs", how: "as they were; one that was running is STOPPED" },
  { what: "warehouse", how: "schemas, tables, rows, roles and grants; statements and their results" },
  { what: "endpoint", how: "the port, if it is free, and the operator's credentials" },
  {
    what: "buckets, tables, queues and log groups made through the API",
    how: "made again, with their settings and tags; a table's stream is empty",
  },
  {
    what: "topics, subscriptions, machines and their aliases made through the API",
    how: "not kept: to make one is refused with `501 NotModelled` while there is a data folder",
  },
  {
    what: "changes of a declared resource itself: its settings, tags or definition, or that it was deleted",
    how: "not kept: it is as the program declares it",
  },
  { what: "sessions of roles, environments of functions", how: "not kept" },
];

export const KEEPING: readonly string[] = [
  "It is saved every second in which something changed, and at the end. A crash loses what was done since: a second or so, and about ten while a request takes that long. A file is replaced as a whole, never half written.",
  "The warehouse is a DuckDB file, which has every transaction that was committed. After a crash it may be a second ahead of the rest.",
  "What has no place any more, because the program no longer declares its bucket or changed the keys of its table, is named at the start, stays in the folder and comes back with its place.",
  "A folder belongs to one sandbox at a time, to one project, stack, account and region, and to one version of moto; anything else is refused.",
];
