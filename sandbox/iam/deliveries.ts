import type { AuthorizationCheck, RecordedProgram, RecordedResource } from "../types";
import { record, text } from "../recorded-inputs";
import type { Authorizer } from "./authorizer";

/** Something one AWS service hands to a resource of another by itself, out of every client's sight. */
export interface Delivery {
  /** `alarm stepline-dev-schedule-drops to stepline-dev-notifications` */
  readonly what: string;
  readonly service: string;
  readonly check: AuthorizationCheck;
}

/** What encrypting for a queue or topic with a customer key takes from the one who writes. */
const KEY_ACTIONS = ["kms:GenerateDataKey", "kms:Decrypt"];

/**
 * Every delivery the program wires: topic to queue, alarm and rule to topic, access logs to their bucket, and the use of the
 * receiver's key that each takes. moto makes such deliveries without asking anyone; AWS asks the resource policies, and a
 * delivery they refuse is lost without a word.
 */
export function deliveries(program: RecordedProgram): readonly Delivery[] {
  return program.resources.flatMap((resource) => {
    switch (resource.type) {
      case "aws:sns/topicSubscription:TopicSubscription":
        return subscription(program, resource);
      case "aws:cloudwatch/metricAlarm:MetricAlarm":
        return alarm(program, resource);
      case "aws:cloudwatch/eventTarget:EventTarget":
        return target(program, resource);
      case "aws:s3/bucketLogging:BucketLogging":
        return [accessLog(program, resource)];
      default:
        return [];
    }
  });
}

/** @throws Error that names every delivery the program's resource policies refuse. */
export function checkDeliveries(program: RecordedProgram, authorizer: Authorizer): void {
  const refused = deliveries(program).flatMap(({ what, service, check }) => {
    const { allowed, because } = authorizer.authorizeService(service, check);
    return allowed ? [] : [`${what}: ${service} may not ${check.action} on ${check.resource} ${because}`];
  });
  if (refused.length > 0) {
    throw new Error(
      `AWS would lose what the program wires, its resource policies refuse it:\n  ${refused.join("\n  ")}`,
    );
  }
}

function subscription(program: RecordedProgram, { inputs }: RecordedResource): Delivery[] {
  const [topic, endpoint] = [text(inputs.topic, ""), text(inputs.endpoint, "")];
  return inputs.protocol === "sqs"
    ? delivery(program, "sns.amazonaws.com", "sqs:SendMessage", { from: topic, to: endpoint, what: "topic" })
    : [];
}

function alarm(program: RecordedProgram, { inputs, state }: RecordedResource): Delivery[] {
  const actions = [inputs.alarmActions, inputs.okActions].flatMap(
    (list) => (list ?? []) as readonly string[],
  );
  return [...new Set(actions)].flatMap((to) =>
    delivery(program, "cloudwatch.amazonaws.com", "sns:Publish", {
      from: text(state.arn, ""),
      to,
      what: "alarm",
    }),
  );
}

function target(program: RecordedProgram, { inputs }: RecordedResource): Delivery[] {
  const to = text(inputs.arn, "");
  const from = `arn:aws:events:${program.region}:${program.accountId}:rule/${text(inputs.rule, "")}`;
  // Conditions are not supported there: EventBridge names no source to a topic or its key.
  return to.includes(":sns:")
    ? delivery(program, "events.amazonaws.com", "sns:Publish", { from, to, what: "rule" }, {})
    : [];
}

function accessLog(program: RecordedProgram, { inputs }: RecordedResource): Delivery {
  const [from, to] = [text(inputs.bucket, ""), text(inputs.targetBucket, "")];
  const resource = `arn:aws:s3:::${to}/${text(inputs.targetPrefix, "")}2008-11-21-00-00-00-0123456789ABCDEF`;
  const context = source(program, `arn:aws:s3:::${from}`);
  return {
    what: `access log of ${from} to ${to}`,
    service: "logging.s3.amazonaws.com",
    check: { action: "s3:PutObject", resource, context },
  };
}

interface Wire {
  readonly from: string;
  readonly to: string;
  readonly what: string;
}

function delivery(
  program: RecordedProgram,
  service: string,
  action: string,
  { from, to, what }: Wire,
  context: AuthorizationCheck["context"] = source(program, from),
): Delivery[] {
  const secure = { ...context, "aws:SecureTransport": "true" };
  const key = receiverKey(program, to);
  const checks = [
    { action, resource: to, context: secure },
    ...(key === undefined ? [] : KEY_ACTIONS.map((one) => ({ action: one, resource: key, context: secure }))),
  ];
  const name = `${what} ${from.split(":").at(-1)} to ${to.split(":").at(-1)}`;
  return checks.map((check) => ({ what: name, service, check }));
}

function source({ accountId }: RecordedProgram, arn: string): AuthorizationCheck["context"] {
  return { "aws:SourceArn": arn, "aws:SourceAccount": accountId };
}

/** ARN of the customer key of a topic or queue. */
function receiverKey({ resources }: RecordedProgram, arn: string): string | undefined {
  const receiver = resources.find(
    ({ type, state }) =>
      (type === "aws:sqs/queue:Queue" || type === "aws:sns/topic:Topic") && state.arn === arn,
  );
  const key = record(receiver?.inputs).kmsMasterKeyId;
  return typeof key === "string" ? key : undefined;
}
