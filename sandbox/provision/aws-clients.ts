import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { ClientSettings } from "../clients";

/** A client for each service that resources are made in, all at the sandbox's endpoint. */
export class AwsClients {
  public readonly cloudWatch: CloudWatchClient;
  public readonly dynamoDb: DynamoDBClient;
  public readonly events: EventBridgeClient;
  public readonly iam: IAMClient;
  public readonly kms: KMSClient;
  public readonly logs: CloudWatchLogsClient;
  public readonly redshiftData: RedshiftDataClient;
  public readonly s3: S3Client;
  public readonly scheduler: SchedulerClient;
  public readonly sfn: SFNClient;
  public readonly sns: SNSClient;
  public readonly sqs: SQSClient;

  constructor(config: ClientSettings) {
    this.cloudWatch = new CloudWatchClient(config);
    this.dynamoDb = new DynamoDBClient(config);
    this.events = new EventBridgeClient(config);
    this.iam = new IAMClient(config);
    this.kms = new KMSClient(config);
    this.logs = new CloudWatchLogsClient(config);
    this.redshiftData = new RedshiftDataClient(config);
    this.s3 = new S3Client({ ...config, forcePathStyle: true });
    this.scheduler = new SchedulerClient(config);
    this.sfn = new SFNClient(config);
    this.sns = new SNSClient(config);
    // A queue's URL names AWS; calls go to the endpoint all the same.
    this.sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
  }

  /** Closes their connections. */
  destroy(): void {
    Object.values(this as unknown as Record<string, { destroy(): void }>).forEach((client) => {
      client.destroy();
    });
  }
}
