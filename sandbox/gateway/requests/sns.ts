import {
  check,
  identifyQuery,
  InvalidInput,
  keyChecks,
  type OperationModel,
  type ServiceModel,
} from "./model";

/** Publishing to an encrypted topic has SNS make and read a data key as the caller. */
const publish: OperationModel = (input, scope) => {
  const topic = input.TopicArn ?? input.TargetArn;
  if (typeof topic !== "string") {
    throw new InvalidInput(`"TopicArn" is missing: text messages to phones are not modelled.`);
  }
  const actions = ["kms:GenerateDataKey", "kms:Decrypt"];
  return [
    check(scope, "sns:Publish", topic),
    ...keyChecks(scope, scope.facts.topicKey(topic), "sns", actions, { "aws:sns:topicArn": topic }),
  ];
};

const onTopic =
  (action: string): OperationModel =>
  (input, scope) => {
    if (typeof input.TopicArn !== "string") {
      throw new InvalidInput(`"TopicArn" is missing.`);
    }
    return [check(scope, action, input.TopicArn)];
  };

export const sns: ServiceModel = {
  service: "sns",
  protocol: "query",
  messageMember: "Message",
  identify: identifyQuery,
  operations: {
    Publish: publish,
    PublishBatch: publish,
    GetTopicAttributes: onTopic("sns:GetTopicAttributes"),
    ListSubscriptionsByTopic: onTopic("sns:ListSubscriptionsByTopic"),
    Subscribe: onTopic("sns:Subscribe"),
  },
};
