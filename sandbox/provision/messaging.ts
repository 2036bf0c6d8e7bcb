import { PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateScheduleCommand, CreateScheduleGroupCommand } from "@aws-sdk/client-scheduler";
import { CreateTopicCommand, SetTopicAttributesCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, type QueueAttributeName, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { Provisioners } from "./provisioner";
import type { ResourceInputs } from "./resource-inputs";

interface ScheduleTarget {
  readonly arn: string;
  readonly roleArn: string;
  readonly input?: string;
  readonly retryPolicy?: {
    readonly maximumEventAgeInSeconds?: number;
    readonly maximumRetryAttempts?: number;
  };
  readonly deadLetterConfig?: { readonly arn: string };
}

interface InputTransformer {
  readonly inputPaths?: Record<string, string>;
  readonly inputTemplate: string;
}

/** Topics, queues, rules and schedules. */
export const messaging: Provisioners = {
  "aws:sns/topic:Topic": async ({ sns }, inputs) => {
    const Attributes = texts(inputs, {
      displayName: "DisplayName",
      kmsMasterKeyId: "KmsMasterKeyId",
      policy: "Policy",
    });
    await sns.send(
      new CreateTopicCommand({ Name: inputs.text("name"), Attributes, Tags: [...inputs.tags()] }),
    );
  },
  "aws:sns/topicPolicy:TopicPolicy": async ({ sns }, inputs) => {
    const policy = { AttributeName: "Policy", AttributeValue: inputs.text("policy") };
    await sns.send(new SetTopicAttributesCommand({ TopicArn: inputs.text("arn"), ...policy }));
  },
  "aws:sns/topicSubscription:TopicSubscription": async ({ sns }, inputs) => {
    // moto takes an address for confirmed: nobody could click a link that was never sent.
    await sns.send(
      new SubscribeCommand({
        TopicArn: inputs.text("topic"),
        Protocol: inputs.text("protocol"),
        Endpoint: inputs.text("endpoint"),
        Attributes: {
          ...texts(inputs, { redrivePolicy: "RedrivePolicy", filterPolicy: "FilterPolicy" }),
          ...(inputs.is("rawMessageDelivery") ? { RawMessageDelivery: "true" } : {}),
        },
      }),
    );
  },
  "aws:sqs/queue:Queue": async ({ sqs }, inputs) => {
    await sqs.send(
      new CreateQueueCommand({ QueueName: inputs.text("name"), Attributes: queueAttributes(inputs) }),
    );
  },
  "aws:sqs/queuePolicy:QueuePolicy": async ({ sqs }, inputs) => {
    const Attributes = { Policy: inputs.text("policy") };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: inputs.text("queueUrl"), Attributes }));
  },
  "aws:cloudwatch/eventRule:EventRule": async ({ events }, inputs) => {
    await events.send(
      new PutRuleCommand({
        Name: inputs.text("name"),
        Description: inputs.optionalText("description"),
        EventPattern: inputs.optionalText("eventPattern"),
        ScheduleExpression: inputs.optionalText("scheduleExpression"),
        State: inputs.optionalText("state") === "DISABLED" ? "DISABLED" : "ENABLED",
      }),
    );
  },
  "aws:cloudwatch/eventTarget:EventTarget": async ({ events }, inputs) => {
    const transformer = inputs.object<InputTransformer>("inputTransformer");
    const target = {
      Id: inputs.text("targetId"),
      Arn: inputs.text("arn"),
      RoleArn: inputs.optionalText("roleArn"),
      Input: inputs.optionalText("input"),
      ...(transformer === undefined
        ? {}
        : {
            InputTransformer: {
              InputPathsMap: transformer.inputPaths,
              InputTemplate: transformer.inputTemplate,
            },
          }),
    };
    await events.send(new PutTargetsCommand({ Rule: inputs.text("rule"), Targets: [target] }));
  },
  "aws:scheduler/scheduleGroup:ScheduleGroup": async ({ scheduler }, inputs) => {
    await scheduler.send(
      new CreateScheduleGroupCommand({ Name: inputs.text("name"), Tags: [...inputs.tags()] }),
    );
  },
  "aws:scheduler/schedule:Schedule": async ({ scheduler }, inputs) => {
    const target = inputs.object<ScheduleTarget>("target")!;
    await scheduler.send(
      new CreateScheduleCommand({
        Name: inputs.text("name"),
        GroupName: inputs.text("groupName"),
        State: inputs.optionalText("state") === "DISABLED" ? "DISABLED" : "ENABLED",
        ScheduleExpression: inputs.text("scheduleExpression"),
        ScheduleExpressionTimezone: inputs.optionalText("scheduleExpressionTimezone"),
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: {
          Arn: target.arn,
          RoleArn: target.roleArn,
          Input: target.input,
          RetryPolicy: {
            MaximumEventAgeInSeconds: target.retryPolicy?.maximumEventAgeInSeconds,
            MaximumRetryAttempts: target.retryPolicy?.maximumRetryAttempts,
          },
          ...(target.deadLetterConfig === undefined
            ? {}
            : { DeadLetterConfig: { Arn: target.deadLetterConfig.arn } }),
        },
      }),
    );
  },
};

function queueAttributes(inputs: ResourceInputs): Partial<Record<QueueAttributeName, string>> {
  const numbers = {
    messageRetentionSeconds: "MessageRetentionPeriod",
    receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
    visibilityTimeoutSeconds: "VisibilityTimeout",
    delaySeconds: "DelaySeconds",
  };
  const counted = Object.entries(numbers).flatMap(([input, attribute]) => {
    const value = inputs.number(input);
    return value === undefined ? [] : [[attribute, String(value)]];
  });
  return {
    ...texts(inputs, { kmsMasterKeyId: "KmsMasterKeyId", redrivePolicy: "RedrivePolicy", policy: "Policy" }),
    ...(Object.fromEntries(counted) as Record<string, string>),
  };
}

/** Inputs that are set, under their names in the API. */
function texts(inputs: ResourceInputs, names: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([input, attribute]) => {
      const value = inputs.optionalText(input);
      return value === undefined ? [] : [[attribute, value]];
    }),
  );
}
