import type { TableName } from "./cursor";
import type { RedshiftType } from "./column-type";
import type { Token } from "./tokens";

/** A statement of the kinds the sandbox imitates. Token lists are SQL that still has to be translated. */
export type Statement =
  | { readonly kind: "select"; readonly tokens: readonly Token[] }
  | InsertStatement
  | UpdateStatement
  | DeleteStatement
  | MergeStatement
  | CopyStatement
  | CreateTableStatement
  | { readonly kind: "createTableAs"; readonly target: NewTable; readonly query: readonly Token[] }
  | { readonly kind: "truncate"; readonly table: TableName }
  | { readonly kind: "dropTable"; readonly tables: readonly TableName[]; readonly ifExists: boolean }
  | {
      readonly kind: "createSchema";
      readonly schema: string;
      readonly ifNotExists: boolean;
      readonly owner?: string;
    }
  | {
      readonly kind: "dropSchema";
      readonly schema: string;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | { readonly kind: "alterOwner"; readonly object: GrantObject; readonly owner: string }
  | { readonly kind: "createRole" | "dropRole"; readonly role: string }
  | { readonly kind: "createUser" | "dropUser"; readonly user: string; readonly ifExists?: boolean }
  | {
      readonly kind: "grantRole" | "revokeRole";
      readonly roles: readonly string[];
      readonly grantees: readonly Grantee[];
    }
  | PrivilegeStatement
  | DefaultPrivilegesStatement
  /** Statistics and comments: read, and nothing to do here. */
  | { readonly kind: "analyze"; readonly table?: TableName }
  | { readonly kind: "comment" };

export interface InsertStatement {
  readonly kind: "insert";
  readonly table: TableName;
  readonly columns?: readonly string[];
  /** `VALUES ...`, a query, or `DEFAULT VALUES`. */
  readonly source: readonly Token[];
}

export interface UpdateStatement {
  readonly kind: "update";
  readonly table: TableName;
  readonly assignments: readonly Token[];
  readonly from?: readonly Token[];
  readonly where?: readonly Token[];
  readonly tokens: readonly Token[];
}

export interface DeleteStatement {
  readonly kind: "delete";
  readonly table: TableName;
  readonly using?: readonly Token[];
  readonly where?: readonly Token[];
}

export interface MergeStatement {
  readonly kind: "merge";
  readonly target: TableName;
  readonly source: { readonly table: TableName } | { readonly query: readonly Token[] };
  readonly alias?: string;
  readonly condition: readonly Token[];
  readonly action:
    | { readonly kind: "removeDuplicates" }
    | {
        readonly kind: "upsert";
        readonly matched: "delete" | { readonly update: readonly Token[] };
        readonly insertColumns?: readonly string[];
        readonly insertValues: readonly Token[];
      };
}

export interface CopyStatement {
  readonly kind: "copy";
  readonly table: TableName;
  readonly columns?: readonly string[];
  /** `s3://bucket/key`: a manifest, or a prefix of files. */
  readonly from: string;
  /** A role's ARN; `default` is the namespace's default role. */
  readonly iamRole: string;
  readonly manifest: boolean;
  readonly fillRecord: boolean;
}

export interface NewTable {
  readonly name: TableName;
  readonly temporary: boolean;
  readonly ifNotExists: boolean;
}

export interface ColumnDefinition {
  readonly name: string;
  readonly type: RedshiftType;
  readonly notNull: boolean;
  readonly default?: readonly Token[];
}

export interface CreateTableStatement {
  readonly kind: "createTable";
  readonly target: NewTable;
  readonly columns: readonly (
    ColumnDefinition | { readonly like: TableName; readonly includingDefaults: boolean }
  )[];
}

export interface Grantee {
  readonly kind: "user" | "role" | "public";
  /** Empty for `public`. */
  readonly name: string;
}

export type GrantObject =
  | { readonly kind: "database"; readonly name: string }
  | { readonly kind: "schema"; readonly name: string }
  | { readonly kind: "table"; readonly name: TableName }
  | { readonly kind: "allTables"; readonly schema: string }
  /** Scoped permissions: of objects there are and will be. */
  | { readonly kind: "everySchema"; readonly database?: string }
  | { readonly kind: "everyTable"; readonly database?: string; readonly schema?: string }
  /** An IAM role's ARN, `default`, or `ALL`. */
  | { readonly kind: "assumeRole"; readonly role: string };

export interface PrivilegeStatement {
  readonly kind: "grant" | "revoke";
  /** Lower case; `all` is spelled out. */
  readonly privileges: readonly string[];
  readonly objects: readonly GrantObject[];
  readonly grantees: readonly Grantee[];
}

export interface DefaultPrivilegesStatement {
  readonly kind: "alterDefaultPrivileges";
  readonly action: "grant" | "revoke";
  /** Whose new tables; absent: the one who runs the statement. */
  readonly users?: readonly string[];
  readonly schemas?: readonly string[];
  readonly privileges: readonly string[];
  readonly grantees: readonly Grantee[];
}
