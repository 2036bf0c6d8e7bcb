import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GlueClient } from "@aws-sdk/client-glue";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { ClientSettings } from "../../sandbox/clients";

/** Where a run is: an account, or what answers at an endpoint. Without credentials the SDK's default chain finds them. */
export interface AwsPlace extends Partial<Omit<ClientSettings, "region">> {
  readonly region: string;
}

/** One client of each service that a report reads. */
export class ReportClients {
  readonly sfn: SFNClient;
  readonly logs: CloudWatchLogsClient;
  readonly lambda: LambdaClient;
  readonly glue: GlueClient;
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly redshift: RedshiftDataClient;
  readonly s3: S3Client;

  constructor(place: AwsPlace) {
    this.sfn = new SFNClient(place);
    this.logs = new CloudWatchLogsClient(place);
    this.lambda = new LambdaClient(place);
    this.glue = new GlueClient(place);
    this.dynamodb = new DynamoDBClient(place);
    this.sqs = new SQSClient(place);
    this.redshift = new RedshiftDataClient(place);
    // A bucket's name before an endpoint's is no host of this machine.
    this.s3 = new S3Client({ ...place, forcePathStyle: place.endpoint !== undefined });
  }

  close(): void {
    for (const client of [this.sfn, this.logs, this.lambda, this.glue, this.dynamodb, this.sqs]) {
      client.destroy();
    }
    this.redshift.destroy();
    this.s3.destroy();
  }
}
