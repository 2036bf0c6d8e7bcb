import { AwsError, type LocalCall, type Principal } from "../types";
import { tokenize } from "./sql/tokens";
import type { Parameter, Submission } from "./statement-record";
import type { DbUser } from "./session";
import type { Warehouse, Workgroup } from "./warehouse";

/** Limits of the Data API: bytes of one statement, and statements of a batch. */
const maxStatementBytes = 200 * 1024;
const maxBatch = 40;

/** Members of requests that would change what runs, and that the sandbox does not imitate. */
const unsupported = ["ClusterIdentifier", "DbUser", "SessionId", "SessionKeepAliveSeconds"];

export function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

export function refuseUnsupported({ operation, input }: LocalCall): void {
  const member = unsupported.find((name) => input[name] !== undefined);
  const event = input.WithEvent === true ? "WithEvent" : undefined;
  const format = input.ResultFormat === "CSV" ? "ResultFormat CSV" : undefined;
  const found = member ?? event ?? format;
  if (found === undefined) return;
  throw new AwsError(
    "NotModelled",
    `The sandbox does not model ${found} of redshift-data ${operation}.`,
    501,
  );
}

/** @throws AwsError ValidationException */
export function readSubmission(call: LocalCall, warehouse: Warehouse): Submission {
  const { operation, input, principal } = call;
  const isBatch = operation === "BatchExecuteStatement";
  const sqls = isBatch ? input.Sqls : [input.Sql];
  if (!Array.isArray(sqls) || sqls.length === 0 || sqls.length > maxBatch) {
    throw invalid(`Sqls must hold 1 to ${maxBatch} statements.`);
  }
  for (const sql of sqls) checkText(sql);
  const mode = optionalText(input, "ExecutionMode") ?? "TRANSACTION";
  if (mode !== "TRANSACTION" && mode !== "AUTO_COMMIT")
    throw invalid(`ExecutionMode "${mode}" is not TRANSACTION or AUTO_COMMIT.`);
  const workgroup = requireWorkgroup(input, warehouse);
  const name = optionalText(input, "StatementName");
  const parameters = readParameters(input.Parameters, sqls as string[]);
  return {
    principal,
    user: login(call, workgroup, warehouse),
    workgroup,
    database: requireText(input, "Database"),
    sqls: sqls as string[],
    isBatch,
    mode,
    parameters,
    ...(name === undefined ? {} : { name }),
  };
}

function checkText(sql: unknown): void {
  if (typeof sql !== "string" || sql.trim() === "") throw invalid("SQL statement must not be empty.");
  if (Buffer.byteLength(sql) > maxStatementBytes)
    throw invalid("Cannot exceed query statement length limit of 200 KB.");
}

export function clientToken(input: LocalCall["input"]): string | undefined {
  const token = optionalText(input, "ClientToken");
  if (token !== undefined && (token.length < 1 || token.length > 64))
    throw invalid("ClientToken must have 1 to 64 characters.");
  return token;
}

/** Seconds of long polling, 1 to 30. */
export function waitSeconds(input: LocalCall["input"]): number | undefined {
  const seconds = input.WaitTimeSeconds;
  if (seconds === undefined || seconds === null) return undefined;
  if (typeof seconds !== "number" || !Number.isInteger(seconds) || seconds < 1 || seconds > 30) {
    throw invalid("WaitTimeSeconds must be between 1 and 30.");
  }
  return seconds;
}

export function requireWorkgroup(input: LocalCall["input"], warehouse: Warehouse): Workgroup {
  const name = requireText(input, "WorkgroupName");
  const workgroup = warehouse.workgroup(name);
  if (workgroup === undefined)
    throw invalid(`Redshift endpoint doesn't exist in this region: workgroup ${name}.`);
  return workgroup;
}

/**
 * The database user of a call: with `SecretArn` the one whose password the secret holds, else the caller's own.
 *
 * @throws AwsError AccessDeniedException when the caller may not read the secret.
 */
export function login(call: LocalCall, workgroup: Workgroup, warehouse: Warehouse): DbUser {
  const secretArn = optionalText(call.input, "SecretArn");
  if (secretArn === undefined) return dbUser(call.principal, workgroup, warehouse);
  const { name, adminUser, adminSecretArn } = workgroup.namespace;
  if (secretArn !== adminSecretArn) {
    throw invalid(
      `The secret ${secretArn} is not the admin's of the namespace ${name}: the sandbox knows no other.`,
    );
  }
  call.authorize({ action: "secretsmanager:GetSecretValue", resource: secretArn, context: {} });
  return admin(adminUser);
}

export function admin(name: string): DbUser {
  return { name, superuser: true, roles: [] };
}

/** The database user of an IAM identity, as GetCredentials derives it. */
export function dbUser(principal: Principal, workgroup: Workgroup, warehouse: Warehouse): DbUser {
  if (principal.kind === "operator")
    return { name: workgroup.namespace.adminUser, superuser: true, roles: [] };
  return {
    name: `IAMR:${principal.roleName}`,
    superuser: false,
    roles: warehouse.dbRolesOf(principal.roleName),
  };
}

function readParameters(parameters: unknown, sqls: readonly string[]): readonly Parameter[] {
  if (parameters === undefined || parameters === null) return [];
  if (!Array.isArray(parameters) || parameters.length === 0)
    throw invalid("Parameters must hold at least one parameter.");
  for (const { name, value } of parameters as Partial<Parameter>[]) {
    if (typeof name !== "string" || !/^[0-9a-zA-Z_]+$/.test(name))
      throw invalid(`The parameter name "${name}" is not letters, digits and _.`);
    if (typeof value !== "string" || value === "")
      throw invalid(`The parameter ${name} must have at least one character.`);
  }
  const given = (parameters as Parameter[]).map(({ name }) => name);
  const used = new Set(sqls.flatMap(parameterNames));
  const unused = given.filter((name) => !used.has(name));
  if (unused.length > 0) {
    throw invalid(`Parameters list contains unused parameters. Unused parameters: [${unused.join(", ")}]`);
  }
  const missing = [...used].filter((name) => !given.includes(name));
  if (missing.length > 0) throw invalid(`Cannot find parameter: ${missing.join(", ")}`);
  return parameters as Parameter[];
}

function parameterNames(sql: string): string[] {
  try {
    return tokenize(sql).flatMap(({ kind, value }) => (kind === "parameter" ? [value] : []));
  } catch {
    // Text that cannot be read fails when it runs, with the database's own words.
    return [];
  }
}

export function requireText(input: LocalCall["input"], member: string): string {
  const value = optionalText(input, member);
  if (value === undefined || value === "") throw invalid(`${member} is required.`);
  return value;
}

export function optionalText(input: LocalCall["input"], member: string): string | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw invalid(`${member} must be text.`);
  return value;
}
