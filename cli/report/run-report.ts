/**
 * Everything the run page shows of one run, as plain JSON: gathered through the AWS API, of the sandbox or of an account, and
 * drawn by `page/`. Times are ISO 8601 in UTC, with milliseconds. What could not be read is absent, and `notes` says why.
 */
export interface RunReport {
  /** `marketing 2008-11-21`, or the execution's name where the run is none of a pipeline of ours. */
  readonly title: string;
  readonly source: "sandbox" | "aws";
  /** Pipeline's name, logical date and stack, where the execution is one of ours. */
  readonly pipeline?: string;
  readonly logicalDate?: string;
  readonly stack?: string;
  readonly generatedAt: string;
  /** The parent first, then what it started, in order of start. */
  readonly executions: readonly ExecutionReport[];
  readonly rows?: RowFlow;
  readonly rules: readonly QualityRule[];
  readonly notifications: readonly NotificationReport[];
  /** Attribute -> text of the run ledger's item. */
  readonly ledger?: Readonly<Record<string, string>>;
  readonly warehouse?: WarehouseReport;
  /** Only the sandbox decides IAM itself; an account doesn't tell. */
  readonly iam?: IamReport;
  /** Phase of `npm start` -> ms, in order. */
  readonly timings?: Readonly<Record<string, number>>;
  /** What is missing from this report, and why. */
  readonly notes: readonly string[];
}

export type ExecutionStatus =
  "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED" | "PENDING_REDRIVE";

export interface ExecutionReport {
  readonly executionArn: string;
  readonly machineName: string;
  readonly status: ExecutionStatus;
  readonly error?: string;
  readonly cause?: string;
  readonly startedAt: string;
  readonly stoppedAt?: string;
  readonly input?: Payload;
  readonly output?: Payload;
  /** The execution that started this one, and the index of the visit it did so in. */
  readonly startedBy?: { readonly executionArn: string; readonly visit: number };
  readonly graph: StateGraph;
  /** In order of entry, those of branches and iterations among them. */
  readonly visits: readonly VisitReport[];
}

/** JSON text, pretty-printed. `truncated`: AWS left it out or cut it. */
export interface Payload {
  readonly json: string;
  readonly truncated: boolean;
}

/** The states of a definition, or of a branch or an item processor inside one. */
export interface StateGraph {
  readonly startAt: string;
  readonly comment?: string;
  readonly states: readonly GraphState[];
}

/**
 * How a state fared: `caught` is an error that a Catch took over; `failed` one that ended the execution, and the Fail state
 * that did; `stopped` is where an aborted or timed-out execution stood.
 */
export type StateOutcome = "succeeded" | "caught" | "failed" | "stopped" | "running" | "not entered";

export interface GraphState {
  readonly name: string;
  /** `Task`, `Choice`, `Pass`, `Wait`, `Succeed`, `Fail`, `Parallel`, `Map` */
  readonly type: string;
  readonly comment?: string;
  /** Of a Task: `arn:aws:states:::glue:startJobRun.sync`. */
  readonly resource?: string;
  readonly outcome: StateOutcome;
  /** Times entered. */
  readonly entered: number;
  /** Ends its graph: a Succeed, a Fail, or `End: true`. */
  readonly end: boolean;
  readonly edges: readonly GraphEdge[];
  /** Of a Parallel its branches, of a Map its item processor. */
  readonly inner: readonly StateGraph[];
}

export interface GraphEdge {
  readonly to: string;
  readonly kind: "next" | "choice" | "default" | "catch";
  /** A Choice's condition, without `{% %}`; the errors of a Catch. Empty for `next`. */
  readonly label: string;
  /** Times the run took it. */
  readonly taken: number;
  /** Of a Catch that was taken, the errors it caught, each once; absent where the history doesn't tell them all. */
  readonly caught?: readonly string[];
}

/** One stay of the execution in a state. */
export interface VisitReport {
  readonly state: string;
  readonly type: string;
  readonly enteredAt: string;
  /** Absent while the execution is in the state, or when it ended there. */
  readonly exitedAt?: string;
  readonly outcome: StateOutcome;
  readonly input?: Payload;
  readonly output?: Payload;
  /** Variable -> JSON text of what the state assigned. */
  readonly assigned: Readonly<Record<string, string>>;
  readonly attempts: readonly AttemptReport[];
  readonly childExecutionArn?: string;
  readonly logs: readonly LogLine[];
}

/** One call of a Task. The wait before it is the time since the attempt before ended. */
export interface AttemptReport {
  readonly scheduledAt: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly outcome: "succeeded" | "failed" | "timed out" | "running";
  readonly error?: string;
  readonly cause?: string;
  /** What was sent, and what came back. */
  readonly parameters?: Payload;
  readonly output?: Payload;
}

export interface LogLine {
  readonly at: string;
  /** Log group, or the job's or function's name where the line did not come from one. */
  readonly source: string;
  /** `INFO`, `WARN`, `ERROR`, ..., where the line says so. */
  readonly level?: string;
  readonly message: string;
}

/** Where the rows went: source = curated + quarantined + duplicates, curated = staged, staged = inserted + updated. */
export interface RowFlow {
  readonly source: number;
  readonly curated: number;
  readonly duplicates: number;
  readonly quarantined: number;
  /** Absent where the run did not get as far as the load. */
  readonly inserted?: number;
  readonly updated?: number;
  /** Rule -> rows it quarantined. A row may break several. */
  readonly quarantineReasons: Readonly<Record<string, number>>;
}

/** A rule of the contract: what it demands, and how this run held. */
export interface QualityRule {
  readonly name: string;
  /** In words, for a person. */
  readonly demands: string;
  /** `row`: breaking rows are quarantined; `set`: the run fails. */
  readonly scope: "row" | "set";
  /** Column, where the rule is one column's. */
  readonly column?: string;
  /** Rows that broke it, or, for a rule of the set, what was measured. Absent: the run did not get there. */
  readonly observed?: number;
  readonly held?: boolean;
}

/** A notice as its reader gets it. */
export interface NotificationReport {
  readonly subject: string;
  readonly message: string;
  readonly sentAt?: string;
}

export interface WarehouseReport {
  /** `marketing.campaign_contacts` */
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** Rows of this run's date in the table. */
  readonly total: number;
}

export interface IamReport {
  /** Calls of roles. */
  readonly allowed: number;
  readonly denied: number;
  readonly statements: readonly IamStatementReport[];
}

export interface IamStatementReport {
  readonly role: string;
  /** Policy and Sid; both empty where no statement decided: a refusal. */
  readonly policy: string;
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `aws`: only AWS itself uses it, nothing offline can. */
  readonly status: "used" | "unused" | "denied" | "aws";
  readonly uses: number;
  readonly reason?: string;
}
