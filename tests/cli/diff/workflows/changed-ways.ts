import { type Case, CHILD, PARENT } from "./changed-case";
import { added, type MutableState, put, renameKey } from "./snapshots";

/** States and where they lead. */
export const CHANGED_WAYS: readonly Case[] = [
  {
    what: "a state that is put in between",
    machine: CHILD,
    mutate: (states) => {
      states.PlanBatch.Next = "Pause";
      states.Pause = added({ Type: "Wait", Seconds: 5, Next: "Transform" });
    },
    told: ["transform-load PlanBatch: Next", "transform-load Pause is added"],
  },
  {
    what: "a state that is taken out",
    machine: PARENT,
    mutate: (states) => {
      states.ValidateSchema.Next = "TransformAndLoad";
      delete states.SchemaValid;
      delete states.QuarantineBatch;
    },
    told: [
      "ingest ValidateSchema: Next",
      "ingest SchemaValid is removed",
      "ingest QuarantineBatch is removed",
    ],
  },
  {
    what: "a new name of a state that others lead to",
    machine: PARENT,
    mutate: (states) => {
      renameKey(states, "NotifyFailure", "TellPeople");
      for (const state of Object.values(states)) {
        for (const way of [state, ...listOf(state, "Choices"), ...listOf(state, "Catch")]) {
          renameTarget(way);
        }
      }
    },
    told: ["ingest TellPeople is renamed from NotifyFailure"],
  },
  {
    what: "new names of two states that follow each other",
    machine: CHILD,
    mutate: (states, definition) => {
      renameKey(states, "PlanBatch", "Plan");
      renameKey(states, "Transform", "Spark");
      states.Plan.Next = "Spark";
      definition.StartAt = "Plan";
    },
    told: ["transform-load Plan is renamed from PlanBatch", "transform-load Spark is renamed from Transform"],
  },
  {
    what: "another next state",
    machine: PARENT,
    mutate: (states) => (states.QuarantineBatch.Next = "NotifyFailure"),
    told: ["ingest QuarantineBatch: Next"],
  },
  {
    what: "another default",
    machine: CHILD,
    mutate: (states) => (states.LoadIsCancelled.Default = "WaitForLoad"),
    told: ["transform-load LoadIsCancelled: Default"],
  },
  {
    what: "a rule that leads elsewhere",
    machine: CHILD,
    mutate: (states) => (states.TransformOutcome.Choices[0].Next = "Failed"),
    told: ["transform-load TransformOutcome: Choices[$failure.timedOut].Next"],
  },
  {
    what: "a rule with another condition",
    machine: CHILD,
    mutate: (states) => (states.TransformOutcome.Choices[0].Condition = "{% $failure.late %}"),
    told: ["transform-load TransformOutcome: Choices[AlertTransformTimeout].Condition"],
  },
  {
    what: "a further rule",
    machine: CHILD,
    mutate: (states) => {
      put(
        states.TransformOutcome,
        ["Choices"],
        [{ Condition: "{% $failure.silent %}", Next: "Failed" }, ...states.TransformOutcome.Choices],
      );
    },
    told: ["transform-load TransformOutcome: Choices[$failure.silent]"],
  },
  {
    what: "rules in another order",
    machine: CHILD,
    mutate: (states) => states.LoadFinished.Choices.reverse(),
    told: ["transform-load LoadFinished: Choices order"],
  },
  {
    what: "what a rule assigns",
    machine: CHILD,
    mutate: (states) => (states.LoadFinished.Choices[4].Assign.loadAttempt = 1),
    told: ["transform-load LoadFinished: Choices[RETRY].Assign.loadAttempt"],
  },
  {
    what: "a catcher that leads to another way of failing",
    machine: CHILD,
    mutate: (states) => (states.Transform.Catch[2].Next = "Failed"),
    told: ["transform-load Transform: Catch[States.ALL].Next"],
  },
  {
    what: "a catcher that ends green",
    machine: CHILD,
    mutate: (states) => (states.Reconcile.Catch[1].Next = "Loaded"),
    told: ["transform-load Reconcile: Catch[States.ALL].Next !"],
  },
  {
    what: "a failure that is recorded, and then succeeds",
    machine: PARENT,
    mutate: (states) => (states.NotifyFailure.Next = "Succeeded"),
    told: [
      "! ingest failure-ends-green: QuarantineBatch, RecordFailure, RecordRefusal, NotifyFailure",
      "ingest NotifyFailure: Next",
    ],
  },
  {
    what: "an end that is a success",
    machine: CHILD,
    mutate: (states) => (states.Failed = added({ Type: "Succeed" })),
    told: [
      "! transform-load failure-ends-green: TransformOutcome, AlertTransformTimeout, Failed",
      "transform-load Failed: Type !",
      "transform-load Failed: Cause",
      "transform-load Failed: Error",
    ],
  },
];

function listOf(state: MutableState, field: "Choices" | "Catch"): readonly Record<string, unknown>[] {
  return (state as Partial<MutableState>)[field] ?? [];
}

function renameTarget(way: Record<string, unknown>): void {
  for (const field of ["Next", "Default"]) {
    if (way[field] === "NotifyFailure") {
      way[field] = "TellPeople";
    }
  }
}
