import { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { S3Client } from "@aws-sdk/client-s3";
import { clientSettings } from "../client-settings";
import { requireEnvironment } from "../environment";
import { parseStartLoadEvent } from "../event-schema";
import { observedHandler } from "../observed-handler";
import { startLoad } from "./start-load";

const environment = requireEnvironment(["WORKGROUP_NAME", "DATABASE_NAME", "LOAD_ROLE_ARN"]);
const s3 = new S3Client(clientSettings);
const redshift = new RedshiftDataClient(clientSettings);

export const handler = observedHandler({
  name: "start-load",
  parse: parseStartLoadEvent,
  run: (event, log) =>
    startLoad(event, {
      s3,
      redshift,
      log,
      workgroupName: environment.WORKGROUP_NAME,
      database: environment.DATABASE_NAME,
      loadRoleArn: environment.LOAD_ROLE_ARN,
    }),
  measure: () => ({ StartedLoads: 1 }),
});
