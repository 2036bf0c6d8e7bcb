import {
  check,
  identifyJson,
  identifyQuery,
  keyChecks,
  textOf,
  type OperationModel,
  type ServiceModel,
} from "./model";

/** `http://localhost:4566/111122223333/name`: only its last part matters. */
const onQueue =
  (action: string, keyActions: readonly string[] = []): OperationModel =>
  (input, scope) => {
    const name = textOf(input, "QueueUrl").split("/").at(-1)!;
    const arn = scope.arn("sqs", name);
    const encryption = { "aws:sqs:arn": arn };
    return [
      check(scope, action, arn),
      ...keyChecks(scope, scope.facts.queueKey(arn), "sqs", keyActions, encryption),
    ];
  };

const send = onQueue("sqs:SendMessage", ["kms:GenerateDataKey", "kms:Decrypt"]);

export const sqs: ServiceModel = {
  service: "sqs",
  protocol: "json-1.0",
  messageMember: "message",
  // JSON since 2023; older clients still send forms.
  identify: (head, body) =>
    (head.headers["x-amz-target"] === undefined ? identifyQuery : identifyJson)(head, body),
  operations: {
    SendMessage: send,
    SendMessageBatch: send,
    ReceiveMessage: onQueue("sqs:ReceiveMessage", ["kms:Decrypt"]),
    DeleteMessage: onQueue("sqs:DeleteMessage"),
    DeleteMessageBatch: onQueue("sqs:DeleteMessage"),
    ChangeMessageVisibility: onQueue("sqs:ChangeMessageVisibility"),
    ChangeMessageVisibilityBatch: onQueue("sqs:ChangeMessageVisibility"),
    GetQueueAttributes: onQueue("sqs:GetQueueAttributes"),
    PurgeQueue: onQueue("sqs:PurgeQueue"),
    GetQueueUrl: (input, scope) => [
      check(scope, "sqs:GetQueueUrl", scope.arn("sqs", textOf(input, "QueueName"))),
    ],
  },
};
