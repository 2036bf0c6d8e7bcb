import * as z from "zod";
import type {
  AttemptReport,
  ExecutionReport,
  GraphEdge,
  GraphState,
  IamReport,
  IamStatementReport,
  LogLine,
  NotificationReport,
  Payload,
  QualityRule,
  RowFlow,
  RunReport,
  StateGraph,
  VisitReport,
  WarehouseReport,
} from "./run-report";

/** Every member of the type must be there with a schema of its own: one that is forgotten is an error of the compiler. */
function object<T>(shape: { readonly [K in keyof T]-?: z.ZodType<T[K]> }): z.ZodType<T> {
  return z.object(shape) as unknown as z.ZodType<T>;
}

const text = z.string();
const number = z.number();
const texts = z.record(text, text);
const time = text.refine(
  (value) => !Number.isNaN(Date.parse(value)),
  "Invalid input: expected an ISO 8601 time",
);
const outcome = z.enum(["succeeded", "caught", "failed", "stopped", "running", "not entered"]);
const status = z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"]);

const payload = object<Payload>({ json: text, truncated: z.boolean() });

const edge = object<GraphEdge>({
  to: text,
  kind: z.enum(["next", "choice", "default", "catch"]),
  label: text,
  taken: number,
  caught: z.array(text).optional(),
});

const graph: z.ZodType<StateGraph> = object<StateGraph>({
  startAt: text,
  comment: text.optional(),
  states: z.array(
    object<GraphState>({
      name: text,
      type: text,
      comment: text.optional(),
      resource: text.optional(),
      outcome,
      entered: number,
      end: z.boolean(),
      edges: z.array(edge),
      inner: z.array(z.lazy(() => graph)),
    }),
  ),
});

const attempt = object<AttemptReport>({
  scheduledAt: time,
  startedAt: time.optional(),
  endedAt: time.optional(),
  outcome: z.enum(["succeeded", "failed", "timed out", "running"]),
  error: text.optional(),
  cause: text.optional(),
  parameters: payload.optional(),
  output: payload.optional(),
});

const visit = object<VisitReport>({
  state: text,
  type: text,
  enteredAt: time,
  exitedAt: time.optional(),
  outcome,
  input: payload.optional(),
  output: payload.optional(),
  assigned: texts,
  attempts: z.array(attempt),
  childExecutionArn: text.optional(),
  logs: z.array(object<LogLine>({ at: text, source: text, level: text.optional(), message: text })),
});

const execution = object<ExecutionReport>({
  executionArn: text,
  machineName: text,
  status,
  error: text.optional(),
  cause: text.optional(),
  startedAt: time,
  stoppedAt: time.optional(),
  input: payload.optional(),
  output: payload.optional(),
  startedBy: object<NonNullable<ExecutionReport["startedBy"]>>({
    executionArn: text,
    visit: number,
  }).optional(),
  graph,
  visits: z.array(visit),
});

const rows = object<RowFlow>({
  source: number,
  curated: number,
  duplicates: number,
  quarantined: number,
  inserted: number.optional(),
  updated: number.optional(),
  quarantineReasons: z.record(text, number),
});

const rule = object<QualityRule>({
  name: text,
  demands: text,
  scope: z.enum(["row", "set"]),
  column: text.optional(),
  observed: number.optional(),
  held: z.boolean().optional(),
});

const iamStatement = object<IamStatementReport>({
  role: text,
  policy: text,
  sid: text,
  actions: z.array(text),
  resources: z.array(text),
  status: z.enum(["used", "unused", "denied", "aws"]),
  uses: number,
  reason: text.optional(),
});

/** What a saved report must be to be drawn. Members it doesn't know are let pass: a later version may write more. */
export const runReportSchema = object<RunReport>({
  title: text,
  source: z.enum(["sandbox", "aws"]),
  pipeline: text.optional(),
  logicalDate: text.optional(),
  stack: text.optional(),
  generatedAt: text,
  executions: z.array(execution).min(1),
  rows: rows.optional(),
  rules: z.array(rule),
  notifications: z.array(
    object<NotificationReport>({ subject: text, message: text, sentAt: text.optional() }),
  ),
  ledger: texts.optional(),
  warehouse: object<WarehouseReport>({
    table: text,
    columns: z.array(text),
    rows: z.array(z.array(z.union([text, number]))),
    total: number,
  }).optional(),
  iam: object<IamReport>({ allowed: number, denied: number, statements: z.array(iamStatement) }).optional(),
  timings: z.record(text, number).optional(),
  notes: z.array(text),
});
