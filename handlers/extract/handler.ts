import { S3Client } from "@aws-sdk/client-s3";
import { clientSettings } from "../client-settings";
import { parseExtractEvent } from "../event-schema";
import { observedHandler } from "../observed-handler";
import { realPace } from "../pace";
import { extract } from "./extract";
import { httpsTransport } from "./https-transport";

const s3 = new S3Client(clientSettings);
const transport = httpsTransport();

export const handler = observedHandler({
  name: "extract",
  parse: parseExtractEvent,
  run: (event, log, remainingMilliseconds) =>
    extract(event, { s3, transport, pace: realPace, log, remainingMilliseconds }),
  measure: ({ files, bytes }) => ({ ExtractedFiles: files, ExtractedBytes: bytes }),
});
