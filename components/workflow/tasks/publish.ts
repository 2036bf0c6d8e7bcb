import type { PermittedTask, Wiring } from "../asl";
import { SNS_RETRIES } from "../retries";
import { task } from "./task";

export interface PublishArgs {
  readonly topicArn: string;
  /** Under 100 characters, no line breaks (SNS's rule): built from constants and checked values only. */
  readonly subject: string;
  readonly message: string;
  /** `SUCCEEDED`, `FAILED`, ...: a message attribute, so that subscriptions can filter. */
  readonly status: string;
  readonly pipeline: string;
}

/** Publishes one notice to the topic. */
export function publish(args: PublishArgs, wiring: Wiring): PermittedTask {
  return task(
    {
      integration: "sns:publish",
      arguments: {
        TopicArn: args.topicArn,
        Subject: args.subject,
        Message: args.message,
        MessageAttributes: {
          status: { DataType: "String", StringValue: args.status },
          pipeline: { DataType: "String", StringValue: args.pipeline },
        },
      },
      retries: SNS_RETRIES,
      permissions: [{ sid: "Notify", actions: ["sns:Publish"], resources: [args.topicArn] }],
    },
    wiring,
  );
}
