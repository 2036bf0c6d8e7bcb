import type { ServiceCalls } from "./service-calls";

type Target = "Topics" | "Queues" | "Rules" | "Schedules" | "ScheduleGroup";

/** Topics, queues, event rules and schedules. */
export const MESSAGING_CALLS: ServiceCalls<Target> = {
  name: "messaging",
  targets: (names) => ({
    // A subscription's ARN is its topic's, and an identifier.
    Topics: { resources: [names.topic(names.resource("*"))] },
    Queues: { resources: [names.queue(names.resource("*"))] },
    Rules: { resources: [names.eventRule(names.resource("*"))] },
    Schedules: {
      resources: [names.regional("scheduler", `schedule/${names.resource()}/${names.resource("*")}`)],
    },
    ScheduleGroup: { resources: [names.scheduleGroup(names.resource())] },
  }),
  types: {
    "aws:sns/topic:Topic": [
      {
        on: "Topics",
        read: ["sns:GetTopicAttributes", "sns:ListTagsForResource"],
        create: ["sns:CreateTopic", "sns:SetTopicAttributes", "sns:TagResource"],
        update: ["sns:SetTopicAttributes", "sns:TagResource", "sns:UntagResource"],
        delete: ["sns:DeleteTopic"],
      },
    ],
    "aws:sns/topicPolicy:TopicPolicy": [
      {
        on: "Topics",
        read: ["sns:GetTopicAttributes"],
        create: ["sns:SetTopicAttributes"],
        update: ["sns:SetTopicAttributes"],
        delete: ["sns:SetTopicAttributes"],
      },
    ],
    "aws:sns/topicSubscription:TopicSubscription": [
      {
        on: "Topics",
        read: ["sns:GetSubscriptionAttributes"],
        create: ["sns:Subscribe"],
        update: ["sns:SetSubscriptionAttributes"],
        delete: ["sns:Unsubscribe"],
      },
    ],
    "aws:sqs/queue:Queue": [
      {
        on: "Queues",
        read: ["sqs:GetQueueAttributes", "sqs:ListQueueTags"],
        create: ["sqs:CreateQueue", "sqs:TagQueue"],
        update: ["sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue"],
        delete: ["sqs:DeleteQueue"],
      },
    ],
    "aws:sqs/queuePolicy:QueuePolicy": [
      {
        on: "Queues",
        read: ["sqs:GetQueueAttributes"],
        create: ["sqs:SetQueueAttributes"],
        update: ["sqs:SetQueueAttributes"],
        delete: ["sqs:SetQueueAttributes"],
      },
    ],
    "aws:cloudwatch/eventRule:EventRule": [
      {
        on: "Rules",
        read: ["events:DescribeRule", "events:ListTagsForResource"],
        create: ["events:PutRule", "events:TagResource"],
        update: ["events:PutRule", "events:TagResource", "events:UntagResource"],
        delete: ["events:DeleteRule"],
      },
    ],
    "aws:cloudwatch/eventTarget:EventTarget": [
      {
        on: "Rules",
        read: ["events:ListTargetsByRule"],
        create: ["events:PutTargets"],
        update: ["events:PutTargets"],
        delete: ["events:RemoveTargets"],
      },
    ],
    "aws:scheduler/schedule:Schedule": [
      {
        on: "Schedules",
        read: ["scheduler:GetSchedule"],
        create: ["scheduler:CreateSchedule"],
        update: ["scheduler:UpdateSchedule"],
        delete: ["scheduler:DeleteSchedule"],
      },
    ],
    "aws:scheduler/scheduleGroup:ScheduleGroup": [
      {
        on: "ScheduleGroup",
        read: ["scheduler:GetScheduleGroup", "scheduler:ListTagsForResource"],
        create: ["scheduler:CreateScheduleGroup", "scheduler:TagResource"],
        update: ["scheduler:TagResource", "scheduler:UntagResource"],
        delete: ["scheduler:DeleteScheduleGroup"],
      },
    ],
  },
};
