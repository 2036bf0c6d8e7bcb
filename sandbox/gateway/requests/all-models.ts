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
