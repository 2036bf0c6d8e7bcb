import { S3Client } from "@aws-sdk/client-s3";
import { clientSettings } from "../client-settings";
import { parseValidateSchemaEvent } from "../event-schema";
import { observedHandler } from "../observed-handler";
import { validateSchema } from "./validate-schema";

const s3 = new S3Client(clientSettings);

export const handler = observedHandler({
  name: "validate-schema",
  parse: parseValidateSchemaEvent,
  run: (event, log) => validateSchema(event, { s3, log }),
  measure: ({ rows, problems }) => ({ ValidatedRows: rows, SchemaProblems: problems }),
});
