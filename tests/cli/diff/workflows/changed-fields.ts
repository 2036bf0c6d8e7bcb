import { type Case, CHILD, PARENT } from "./changed-case";
import { put } from "./snapshots";

const LAMBDA =
  "Lambda.AWSLambdaException, Lambda.ClientExecutionTimeoutException, Lambda.SdkClientException, Lambda.ServiceException, Lambda.TooManyRequestsException";

/** How states handle errors, what they call and with what, and the machine around them. */
export const CHANGED_FIELDS: readonly Case[] = [
  {
    what: "a catch-all that is gone",
    machine: CHILD,
    mutate: (states) => states.Transform.Catch.pop(),
    told: ["transform-load Transform: Catch[States.ALL] !"],
  },
  {
    what: "a catcher that is gone, when the catch-all takes its errors",
    machine: CHILD,
    mutate: (states) => states.Transform.Catch.splice(1, 1),
    told: ["transform-load Transform: Catch[States.Timeout]"],
  },
  {
    what: "catchers in another order",
    machine: CHILD,
    mutate: (states) => states.Transform.Catch.unshift(states.Transform.Catch.splice(1, 1)[0]),
    told: ["transform-load Transform: Catch order"],
  },
  {
    what: "what a catcher assigns",
    machine: CHILD,
    mutate: (states) => (states.CancelLoad.Catch[1].Assign.polls = 1),
    told: ["transform-load CancelLoad: Catch[States.ALL].Assign.polls"],
  },
  {
    what: "more attempts",
    machine: PARENT,
    mutate: (states) => (states.Extract.Retry[0].MaxAttempts = 9),
    told: [`ingest Extract: Retry[${LAMBDA}].MaxAttempts`],
  },
  {
    what: "no attempts",
    machine: PARENT,
    mutate: (states) => (states.Extract.Retry[0].MaxAttempts = 0),
    told: [`ingest Extract: Retry[${LAMBDA}].MaxAttempts !`],
  },
  {
    what: "a longer first wait and a steeper backoff",
    machine: PARENT,
    mutate: (states) => Object.assign(states.Extract.Retry[0], { IntervalSeconds: 4, BackoffRate: 3 }),
    told: [
      `ingest Extract: Retry[${LAMBDA}].BackoffRate`,
      `ingest Extract: Retry[${LAMBDA}].IntervalSeconds`,
    ],
  },
  {
    what: "a further error that is retried",
    machine: CHILD,
    mutate: (states) =>
      states.CancelLoad.Retry[0].ErrorEquals.push("RedshiftData.ActiveSessionsExceededException"),
    told: [
      "transform-load CancelLoad: Retry[RedshiftData.ActiveSessionsExceededException, RedshiftData.DatabaseConnectionException, RedshiftData.InternalServerException, RedshiftData.SdkClientException, RedshiftData.ThrottlingException].ErrorEquals",
    ],
  },
  {
    what: "a retrier that is gone",
    machine: CHILD,
    mutate: (states) => states.StartLoad.Retry.shift(),
    told: [`transform-load StartLoad: Retry[${LAMBDA}] !`],
  },
  {
    what: "retriers in another order",
    machine: CHILD,
    mutate: (states) => states.StartLoad.Retry.reverse(),
    told: ["transform-load StartLoad: Retry order"],
  },
  {
    what: "a little more time",
    machine: CHILD,
    mutate: (states) => (states.Transform.TimeoutSeconds = 3000),
    told: ["transform-load Transform: TimeoutSeconds"],
  },
  {
    what: "three times the time",
    machine: CHILD,
    mutate: (states) => (states.Transform.TimeoutSeconds = 7200),
    told: ["transform-load Transform: TimeoutSeconds !"],
  },
  {
    what: "no time limit",
    machine: CHILD,
    mutate: (states) => delete states.Transform.TimeoutSeconds,
    told: ["transform-load Transform: TimeoutSeconds !"],
  },
  {
    what: "another time limit and comment of the machine",
    machine: PARENT,
    mutate: (_, definition) => Object.assign(definition, { TimeoutSeconds: 20_000, Comment: "Other" }),
    told: ["ingest: TimeoutSeconds", "ingest: Comment"],
  },
  {
    what: "another start",
    machine: CHILD,
    mutate: (_, definition) => (definition.StartAt = "Transform"),
    told: ["! transform-load unreachable: PlanBatch", "transform-load: StartAt"],
  },
  {
    what: "a job that nobody waits for",
    machine: CHILD,
    mutate: (states) => (states.Transform.Resource = "arn:aws:states:::glue:startJobRun"),
    told: ["transform-load Transform: Resource !"],
  },
  {
    what: "a child that answers as text",
    machine: PARENT,
    mutate: (states) => (states.TransformAndLoad.Resource = "arn:aws:states:::states:startExecution.sync"),
    told: ["ingest TransformAndLoad: Resource"],
  },
  {
    what: "an argument deep inside",
    machine: PARENT,
    mutate: (states) => {
      put(
        states.RecordSuccess,
        ["Arguments", "TransactItems", 1, "Delete", "Key", "logicalDate", "S"],
        "#other",
      );
    },
    told: ["ingest RecordSuccess: Arguments.TransactItems[1].Delete.Key.logicalDate.S"],
  },
  {
    what: "an argument more, and one less",
    machine: CHILD,
    mutate: (states) => {
      put(states.Transform, ["Arguments", "Arguments", "--pipeline"], undefined);
      put(states.Transform, ["Arguments", "WorkerType"], "G.2X");
    },
    told: [
      "transform-load Transform: Arguments.Arguments.--pipeline",
      "transform-load Transform: Arguments.WorkerType",
    ],
  },
  {
    what: "another role for one call",
    machine: CHILD,
    mutate: (states) => delete states.CancelLoad.Credentials,
    told: ["transform-load CancelLoad: Credentials"],
  },
  {
    what: "output, variables, comment and a wait",
    machine: CHILD,
    mutate: (states) => {
      states.Reconcile.Output = "{% $states.result.Payload.counts %}";
      states.DescribeLoad.Assign.polls = "{% $polls + 2 %}";
      states.TransformOutcome.Comment = "Other";
      states.WaitForLoad.Seconds = 30;
    },
    told: [
      "transform-load TransformOutcome: Comment",
      "transform-load WaitForLoad: Seconds",
      "transform-load DescribeLoad: Assign.polls",
      "transform-load Reconcile: Output",
    ],
  },
  {
    what: "logging that is off, and tracing",
    machine: PARENT,
    mutate: (_states, _definition, inputs) => {
      put(inputs, ["loggingConfiguration", "level"], "OFF");
      delete inputs.tracingConfiguration;
    },
    told: ["ingest: loggingConfiguration.level !", "ingest: tracingConfiguration.enabled"],
  },
  {
    what: "another name of a machine with the same states",
    machine: CHILD,
    mutate: (_states, _definition, inputs) => (inputs.name = "stepline-dev-marketing-load"),
    told: ["load is renamed from stepline-dev-marketing-transform-load"],
  },
];
