import type { StatementRecord, SubStatement } from "./statement-record";

/** Answers of the Data API, members and units as in its service model: times in epoch seconds, durations in nanoseconds. */
export function submitted(record: StatementRecord): Record<string, unknown> {
  const { workgroup, database, user } = record.submission;
  return {
    Id: record.id,
    CreatedAt: record.createdAt,
    Database: database,
    DbUser: user.name,
    WorkgroupName: workgroup.name,
    Status: record.status,
    HasResultSet: record.hasResultSet,
  };
}

export function described(record: StatementRecord): Record<string, unknown> {
  const { workgroup, database, user, isBatch, mode, parameters } = record.submission;
  const [only] = record.subStatements as readonly [SubStatement];
  return {
    Id: record.id,
    Status: record.status,
    CreatedAt: record.createdAt,
    UpdatedAt: record.updatedAt,
    Duration: record.duration,
    Database: database,
    DbUser: user.name,
    WorkgroupName: workgroup.name,
    HasResultSet: record.hasResultSet,
    RedshiftPid: record.pid,
    ResultFormat: "JSON",
    ...(isBatch
      ? { QueryString: "", RedshiftQueryId: 0, ResultRows: -1, ResultSize: -1, ExecutionMode: mode }
      : {
          QueryString: only.sql,
          RedshiftQueryId: only.queryId,
          ResultRows: only.rows,
          ResultSize: only.resultSize,
        }),
    ...(isBatch ? { SubStatements: record.subStatements.map(describedSub) } : {}),
    ...(parameters.length > 0 ? { QueryParameters: parameters } : {}),
    ...(record.error === undefined ? {} : { Error: record.error }),
  };
}

export function describedSub(sub: SubStatement): Record<string, unknown> {
  return {
    Id: sub.id,
    Status: sub.status,
    CreatedAt: sub.createdAt,
    UpdatedAt: sub.updatedAt,
    Duration: sub.duration,
    QueryString: sub.sql,
    RedshiftQueryId: sub.queryId,
    HasResultSet: sub.result !== undefined,
    ResultRows: sub.rows,
    ResultSize: sub.resultSize,
    ...(sub.error === undefined ? {} : { Error: sub.error }),
  };
}

export function listed(record: StatementRecord): Record<string, unknown> {
  const { isBatch, sqls, name, parameters } = record.submission;
  return {
    Id: record.id,
    Status: record.status,
    CreatedAt: record.createdAt,
    UpdatedAt: record.updatedAt,
    IsBatchStatement: isBatch,
    ResultFormat: "JSON",
    ...(isBatch ? { QueryStrings: sqls } : { QueryString: sqls[0] }),
    ...(name === undefined ? {} : { StatementName: name }),
    ...(parameters.length > 0 ? { QueryParameters: parameters } : {}),
  };
}
