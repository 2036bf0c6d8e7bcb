import { allows, deniesPlaintext, isPublic, statementsOf } from "../policy-document";
import { ofType, read, refersTo, type Resource, UNKNOWN } from "../resource";
import { given, must, ownKey, resourceRule, type Rule, stackRule } from "../rule";

const TOPIC = "aws:sns/topic:Topic";
const TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";
const QUEUE = "aws:sqs/queue:Queue";
const QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy";

function notPublic(name: string, control: string, what: string, types: readonly string[]): Rule {
  return resourceRule({
    name,
    controls: [control],
    checks: `No policy of a ${what} lets in everybody.`,
    enforcement: "mandatory",
    types,
    check: (resource) =>
      allows(read(resource, "policy"))
        .filter(isPublic)
        .map(
          ({ label }) =>
            `policy, "${label}" lets in everybody. Name the principals, or add a condition on aws:SourceAccount.`,
        ),
  });
}

/** A topic or queue whose own policy, or the one declared apart, denies what comes without TLS. */
function onlyWithTls(
  rule: { readonly name: string; readonly controls: readonly string[]; readonly what: string },
  type: string,
  policyType: string,
  holder: string,
  actions: readonly string[],
): Rule {
  return stackRule({
    name: rule.name,
    controls: rule.controls,
    checks: `Every ${rule.what}'s policy denies ${actions.join(" and ")} without TLS.`,
    enforcement: "mandatory",
    check: (resources) =>
      ofType(resources, [type])
        .filter((target) => {
          const policies = [
            read(target, "policy"),
            ...ofType(resources, [policyType])
              .filter((policy) => refersTo(policy, holder, target))
              .map((policy) => read(policy, "policy")),
          ];
          return !policies.some(
            (policy) =>
              policy === UNKNOWN ||
              statementsOf(policy).some((statement) => deniesPlaintext(statement, actions)),
          );
        })
        .map((resource) => ({
          resource,
          problem:
            `no policy of it denies requests without TLS. Add a Deny of ${actions.join(", ")} for Principal "*" with the one ` +
            'condition { Bool: { "aws:SecureTransport": "false" } }.',
        })),
  });
}

export const messagingRules: readonly Rule[] = [
  notPublic("SNS.4-not-public", "SNS.4", "topic", [TOPIC_POLICY, TOPIC]),
  resourceRule({
    name: "SNS.1-encrypted-with-own-key",
    controls: ["SNS.1"],
    checks: "Every topic is encrypted with a key of the account's own, not with AWS's alias/aws/sns.",
    enforcement: "mandatory",
    types: [TOPIC],
    check: (topic) => must(topic, "kmsMasterKeyId", ownKey, "Set kmsMasterKeyId to a key's ARN"),
  }),
  onlyWithTls({ name: "SNS-only-with-tls", controls: ["SNS3"], what: "topic" }, TOPIC, TOPIC_POLICY, "arn", [
    "sns:Publish",
  ]),
  resourceRule({
    name: "SQS.1-is-encrypted",
    controls: ["SQS.1"],
    checks: "Every queue is encrypted, with a KMS key or by SQS.",
    enforcement: "mandatory",
    types: [QUEUE],
    check: (queue) =>
      [UNKNOWN, true].includes(read(queue, "sqsManagedSseEnabled") as boolean)
        ? []
        : must(
            queue,
            "kmsMasterKeyId",
            given,
            "Set kmsMasterKeyId to a key's ARN, or sqsManagedSseEnabled to true",
          ),
  }),
  notPublic("SQS.3-not-public", "SQS.3", "queue", [QUEUE_POLICY, QUEUE]),
  onlyWithTls(
    { name: "SQS-only-with-tls", controls: ["SQS4"], what: "queue" },
    QUEUE,
    QUEUE_POLICY,
    "queueUrl",
    ["sqs:SendMessage", "sqs:ReceiveMessage"],
  ),
  stackRule({
    name: "SQS-has-dead-letter-queue",
    controls: ["SQS3"],
    checks: "Every queue has a dead-letter queue, or is one.",
    enforcement: "advisory",
    check: (resources) =>
      ofType(resources, [QUEUE])
        .filter((queue) => !given(read(queue, "redrivePolicy")) && !isDeadLetterQueue(queue, resources))
        .map((resource) => ({
          resource,
          problem: "redrivePolicy is not set. Set it to { deadLetterTargetArn, maxReceiveCount }.",
        })),
  }),
];

/** Where the types of AWS name a dead-letter queue. */
const DEAD_LETTER_PLACES = [
  "redrivePolicy",
  "deadLetterConfig.targetArn",
  "deadLetterConfig.arn",
  "target.deadLetterConfig.arn",
];

function isDeadLetterQueue(queue: Resource, resources: readonly Resource[]): boolean {
  return resources.some((holder) =>
    DEAD_LETTER_PLACES.some((place) => {
      const value = read(holder, place);
      return place === "redrivePolicy" && typeof value === "string"
        ? refersTo({ ...holder, properties: { arn: deadLetterArn(value) } }, "arn", queue)
        : refersTo(holder, place, queue);
    }),
  );
}

function deadLetterArn(redrivePolicy: string): unknown {
  return /"deadLetterTargetArn"\s*:\s*"([^"]+)"/.exec(redrivePolicy)?.[1];
}
