import { randomUUID } from "node:crypto";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { ClientSettings } from "../clients";
import type { CredentialIssuer, RecordedProgram } from "../types";

export interface Invocation {
  readonly program: RecordedProgram;
  readonly issuer: CredentialIssuer;
  readonly client: ClientSettings;
  /** Name of the schedule, as declared. */
  readonly scheduleName: string;
  readonly scheduledTime: Date;
}

/** When a declared schedule fires. @throws Error when the program declares none of that name. */
export function declaredTiming(
  program: RecordedProgram,
  scheduleName: string,
): { readonly expression: string; readonly timeZone: string } {
  const { scheduleExpression, scheduleExpressionTimezone } = declaration(program, scheduleName);
  // Without a zone, Scheduler takes UTC.
  return { expression: scheduleExpression, timeZone: scheduleExpressionTimezone ?? "UTC" };
}

/** What of a declared schedule an invocation needs. */
interface DeclaredSchedule {
  readonly arn: string;
  readonly groupArn: string;
  readonly targetArn: string;
  readonly roleArn: string;
  readonly input: string;
  readonly maximumRetryAttempts: number;
  readonly deadLetterArn?: string;
}

/**
 * Does what EventBridge Scheduler does when a schedule fires: takes on the schedule's role, fills in the declared input and
 * starts the declared target. A start that fails is tried again as often as the retry policy says (at once: nothing here
 * gets better by waiting), then goes to the dead-letter queue.
 *
 * @returns ARN of the execution
 * @throws Error the last failure, after it was put into the dead-letter queue
 */
export async function invokeSchedule(invocation: Invocation): Promise<string> {
  const schedule = declaredSchedule(invocation.program, invocation.scheduleName);
  const client = { ...invocation.client, credentials: roleCredentials(invocation, schedule) };
  const sfn = new SFNClient(client);
  try {
    let failure: unknown;
    for (let attempt = 1; attempt <= schedule.maximumRetryAttempts + 1; attempt += 1) {
      const input = fillIn(schedule, invocation.scheduledTime, attempt);
      try {
        const name = randomUUID();
        const start = new StartExecutionCommand({ stateMachineArn: schedule.targetArn, input, name });
        return (await sfn.send(start)).executionArn!;
      } catch (error) {
        failure = error;
        // Like Scheduler: what the caller did wrong will be as wrong the next time.
        if (isPermanent(error)) {
          break;
        }
      }
    }
    await buryInput(client, schedule, fillIn(schedule, invocation.scheduledTime, 1), failure);
    throw failure;
  } finally {
    sfn.destroy();
  }
}

/** Inputs of a schedule, as the program declares them. */
interface Declaration {
  readonly groupName: string;
  readonly scheduleExpression: string;
  readonly scheduleExpressionTimezone?: string;
  readonly target: {
    readonly arn: string;
    readonly roleArn: string;
    readonly input: string;
    readonly retryPolicy?: { readonly maximumRetryAttempts?: number };
    readonly deadLetterConfig?: { readonly arn: string };
  };
}

function declaration({ resources }: RecordedProgram, name: string): Declaration {
  const declared = resources.find(
    ({ type, inputs }) => type === "aws:scheduler/schedule:Schedule" && inputs.name === name,
  );
  if (declared === undefined) {
    throw new Error(`The program declares no schedule "${name}".`);
  }
  return declared.inputs as unknown as Declaration;
}

function declaredSchedule(program: RecordedProgram, name: string): DeclaredSchedule {
  const { groupName, target } = declaration(program, name);
  const prefix = `arn:aws:scheduler:${program.region}:${program.accountId}`;
  return {
    arn: `${prefix}:schedule/${groupName}/${name}`,
    groupArn: `${prefix}:schedule-group/${groupName}`,
    targetArn: target.arn,
    roleArn: target.roleArn,
    input: target.input,
    // Scheduler's own default.
    maximumRetryAttempts: target.retryPolicy?.maximumRetryAttempts ?? 185,
    deadLetterArn: target.deadLetterConfig?.arn,
  };
}

function roleCredentials(
  { issuer }: Invocation,
  schedule: DeclaredSchedule,
): ReturnType<CredentialIssuer["issueToService"]> {
  return issuer.issueToService({
    roleArn: schedule.roleArn,
    service: "scheduler.amazonaws.com",
    sessionName: "scheduler",
    sourceArn: schedule.groupArn,
  });
}

/** Context attributes: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function fillIn({ input, arn }: DeclaredSchedule, scheduledTime: Date, attempt: number): string {
  return input
    .replaceAll("<aws.scheduler.scheduled-time>", scheduledTime.toISOString().replace(/\.\d+Z$/, "Z"))
    .replaceAll("<aws.scheduler.schedule-arn>", arn)
    .replaceAll("<aws.scheduler.execution-id>", randomUUID())
    .replaceAll("<aws.scheduler.attempt-number>", String(attempt));
}

function isPermanent(error: unknown): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 500;
  return status < 500 && status !== 429;
}

async function buryInput(
  client: Pick<ClientSettings, "endpoint" | "region" | "credentials">,
  schedule: DeclaredSchedule,
  input: string,
  failure: unknown,
): Promise<void> {
  if (schedule.deadLetterArn === undefined) {
    return;
  }
  const sqs = new SQSClient(client);
  try {
    const QueueUrl = queueUrl(client.endpoint, schedule.deadLetterArn);
    const { name: code, message } = failure as Error;
    const attribute = (value: string) => ({ DataType: "String", StringValue: value });
    await sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: input,
        MessageAttributes: {
          ERROR_CODE: attribute(code),
          ERROR_MESSAGE: attribute(message),
          SCHEDULE_ARN: attribute(schedule.arn),
          TARGET_ARN: attribute(schedule.targetArn),
        },
      }),
    );
  } finally {
    sqs.destroy();
  }
}

/** Scheduler knows a queue by its ARN; its role may send to it, not look its URL up. */
function queueUrl(endpoint: string, arn: string): string {
  const [, , , , account, name] = arn.split(":");
  return `${endpoint}/${account}/${name}`;
}
