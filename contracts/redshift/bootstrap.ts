import { ledgerColumns, ledgerSchema, ledgerTable } from "./load-ledger";
import { identifier, roleArnLiteral } from "./safe-text";

/** Database roles. An IAM role gets one by its tag RedshiftDbRoles (colon-separated), which GetCredentials reads. */
export const loaderRole = "stepline_loader";
/** Reads the load ledger, and nothing else: what reconciliation asks. */
export const readerRole = "stepline_reader";

export interface BootstrapOptions {
  readonly database: string;
  /** The role COPY reads the curated files with. */
  readonly loadRoleArn: string;
}

export interface BootstrapStatement {
  readonly sql: string;
  /** CREATE ROLE has no IF NOT EXISTS: these fail where they ran before. The others may be repeated. */
  readonly mayExist: boolean;
}

/**
 * What an administrator runs once on a new database, each statement on its own. Tables of contracts are not here: the first
 * load makes and owns them.
 */
export function bootstrapStatements({ database, loadRoleArn }: BootstrapOptions): BootstrapStatement[] {
  const loader = identifier(loaderRole);
  const reader = identifier(readerRole);
  const columns = Object.entries(ledgerColumns).map(([name, type]) => `  ${identifier(name)} ${type}`);
  const statements = [
    `CREATE SCHEMA IF NOT EXISTS ${identifier(ledgerSchema)}`,
    `CREATE TABLE IF NOT EXISTS ${ledgerTable} (\n${columns.join(",\n")}\n)\nDISTSTYLE AUTO\nENCODE AUTO`,
    // Makes and owns the schemas and tables of contracts; TEMPORARY is for staging.
    `GRANT CREATE, TEMPORARY ON DATABASE ${identifier(database)} TO ROLE ${loader}`,
    `GRANT USAGE ON SCHEMA ${identifier(ledgerSchema)} TO ROLE ${loader}`,
    `GRANT SELECT, INSERT, DELETE ON TABLE ${ledgerTable} TO ROLE ${loader}`,
    // Everyone may use an attached IAM role until this is said once; then only who is granted it.
    "REVOKE ASSUMEROLE ON ALL FROM PUBLIC FOR ALL",
    `GRANT ASSUMEROLE ON ${roleArnLiteral(loadRoleArn)} TO ROLE ${loader} FOR COPY`,
    `GRANT USAGE ON SCHEMA ${identifier(ledgerSchema)} TO ROLE ${reader}`,
    `GRANT SELECT ON TABLE ${ledgerTable} TO ROLE ${reader}`,
  ];
  return [
    { sql: `CREATE ROLE ${loader}`, mayExist: true },
    { sql: `CREATE ROLE ${reader}`, mayExist: true },
    ...statements.map((sql) => ({ sql, mayExist: false })),
  ];
}
