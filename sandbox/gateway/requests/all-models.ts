import { dynamodb } from "./dynamodb";
import { events } from "./events";
import { glue } from "./glue";
import { kms } from "./kms";
import { lambda } from "./lambda";
import { logs } from "./logs";
import type { ServiceModel } from "./model";
import { redshiftData } from "./redshift-data";
import { redshiftServerless } from "./redshift-serverless";
import { s3 } from "./s3";
import { scheduler } from "./scheduler";
import { sns } from "./sns";
import { sqs } from "./sqs";
import { states } from "./states";
import { sts } from "./sts";

/** Services whose requests the gateway understands, by signing name. */
export const SERVICE_MODELS: ReadonlyMap<string, ServiceModel> = new Map(
  [
    ...[dynamodb, events, glue, kms, lambda, logs, redshiftData, redshiftServerless],
    ...[s3, scheduler, sns, sqs, states, sts],
  ].map((model) => [model.service, model]),
);

/** What moto stands in for; the operator may use all of it. */
export const MOTO_SERVICES: ReadonlySet<string> = new Set([
  ...["s3", "dynamodb", "sns", "sqs", "iam", "kms", "logs", "events", "states", "scheduler", "monitoring"],
  ...["secretsmanager", "ssm", "ec2", "tagging"],
]);

/**
 * Operations moto doesn't have, or only pretends to: refused to everyone, rather than answered by luck. Versions and aliases of state machines
 * aren't here: the gateway serves them itself.
 */
export const NOT_MODELLED: ReadonlySet<string> = new Set(
  ["RedriveExecution", "TestState", "ValidateStateMachineDefinition", "StartSyncExecution"].map(
    (name) => `states:${name}`,
  ),
);
