import { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { S3Client } from "@aws-sdk/client-s3";
import { clientSettings } from "../client-settings";
import { requireEnvironment } from "../environment";
import { parseReconcileEvent } from "../event-schema";
import { observedHandler } from "../observed-handler";
import { realPace } from "../pace";
import { loadMetrics, reconcile } from "./reconcile";

const environment = requireEnvironment(["WORKGROUP_NAME", "DATABASE_NAME"]);
const s3 = new S3Client(clientSettings);
const redshift = new RedshiftDataClient(clientSettings);

export const handler = observedHandler({
  name: "reconcile",
  parse: parseReconcileEvent,
  run: (event, log, remainingMilliseconds) =>
    reconcile(event, {
      s3,
      redshift,
      log,
      remainingMilliseconds,
      pace: realPace,
      workgroupName: environment.WORKGROUP_NAME,
      database: environment.DATABASE_NAME,
    }),
  measure: loadMetrics,
});
