import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { declaredTiming, invokeSchedule } from "../../../sandbox/scheduler/invoke";
import type { CredentialIssuer, RecordedProgram } from "../../../sandbox/types";

const ACCOUNT = "111122223333";
const MACHINE = `arn:aws:states:eu-west-1:${ACCOUNT}:stateMachine:m:live`;

const program = {
  project: "stepline",
  stack: "dev",
  accountId: ACCOUNT,
  region: "eu-west-1",
  outputs: {},
  resources: [
    {
      type: "aws:scheduler/schedule:Schedule",
      inputs: {
        name: "daily",
        groupName: "group",
        scheduleExpression: "cron(0 0 * * ? *)",
        scheduleExpressionTimezone: "Europe/Lisbon",
        target: {
          arn: MACHINE,
          roleArn: `arn:aws:iam::${ACCOUNT}:role/daily`,
          input: JSON.stringify({
            scheduledTime: "<aws.scheduler.scheduled-time>",
            attempt: "<aws.scheduler.attempt-number>",
            schedule: "<aws.scheduler.schedule-arn>",
          }),
          retryPolicy: { maximumRetryAttempts: 2 },
          deadLetterConfig: { arn: `arn:aws:sqs:eu-west-1:${ACCOUNT}:dead-letters` },
        },
      },
    },
  ],
} as unknown as RecordedProgram;

interface Received {
  readonly target: string;
  readonly body: Record<string, unknown>;
}

describe("invokeSchedule", () => {
  let server: Server;
  let endpoint: string;
  let received: Received[];
  /** Statuses of the next StartExecution answers; 200 when there are no more. */
  let statuses: number[];
  let issuedFor: Parameters<CredentialIssuer["issueToService"]>[0][];

  beforeEach(async () => {
    received = [];
    statuses = [];
    issuedFor = [];
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const target = String(request.headers["x-amz-target"]);
        const body = JSON.parse(Buffer.concat(chunks).toString()) as Partial<Record<string, string>>;
        received.push({ target, body });
        const status = target.endsWith("StartExecution") ? (statuses.shift() ?? 200) : 200;
        const answer =
          status === 200
            ? {
                executionArn: "arn:run",
                startDate: 1,
                MessageId: "1",
                MD5OfMessageBody: createHash("md5")
                  .update(body.MessageBody ?? "")
                  .digest("hex"),
              }
            : { __type: status < 500 ? "AccessDeniedException" : "InternalServerError", message: "no" };
        response
          .writeHead(status, { "content-type": "application/x-amz-json-1.0" })
          .end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const invoke = (scheduleName = "daily"): Promise<string> =>
    invokeSchedule({
      program,
      issuer: {
        issueToService: (request) => {
          issuedFor.push(request);
          return { accessKeyId: "ASIA", secretAccessKey: "secret", sessionToken: "token" };
        },
      },
      client: {
        endpoint,
        region: "eu-west-1",
        credentials: { accessKeyId: "operator", secretAccessKey: "x" },
        maxAttempts: 1,
      },
      scheduleName,
      scheduledTime: new Date("2008-11-22T00:00:00.000Z"),
    });

  const starts = (): Received[] => received.filter(({ target }) => target.endsWith("StartExecution"));
  const buried = (): Received[] => received.filter(({ target }) => target.endsWith("SendMessage"));

  it("starts the declared target with the declared input, filled in, under the schedule's role", async () => {
    assert.equal(await invoke(), "arn:run");
    const [{ body }] = starts();
    assert.equal(body.stateMachineArn, MACHINE);
    assert.deepEqual(JSON.parse(String(body.input)), {
      scheduledTime: "2008-11-22T00:00:00Z",
      attempt: "1",
      schedule: `arn:aws:scheduler:eu-west-1:${ACCOUNT}:schedule/group/daily`,
    });
    const [{ roleArn, service, sourceArn }] = issuedFor;
    assert.deepEqual(
      [roleArn, service, sourceArn],
      [
        `arn:aws:iam::${ACCOUNT}:role/daily`,
        "scheduler.amazonaws.com",
        `arn:aws:scheduler:eu-west-1:${ACCOUNT}:schedule-group/group`,
      ],
    );
  });

  it("tries a start again that failed on the service's side, counting its attempts", async () => {
    statuses = [500, 500];
    assert.equal(await invoke(), "arn:run");
    assert.deepEqual(
      starts().map(({ body }) => (JSON.parse(String(body.input)) as { attempt: string }).attempt),
      ["1", "2", "3"],
    );
    assert.deepEqual(buried(), []);
  });

  it("puts what could not be started into the dead-letter queue, with its error, and says so", async () => {
    statuses = [500, 500, 500];
    await assert.rejects(invoke());
    assert.equal(starts().length, 3);
    const [{ body }] = buried();
    assert.equal(body.QueueUrl, `${endpoint}/${ACCOUNT}/dead-letters`);
    assert.match(String(body.MessageBody), /"scheduledTime":"2008-11-22T00:00:00Z"/);
    const attributes = body.MessageAttributes as Record<string, { StringValue: string }>;
    assert.equal(attributes.TARGET_ARN.StringValue, MACHINE);
  });

  it("does not repeat a start that is not allowed", async () => {
    statuses = [400];
    await assert.rejects(invoke(), { name: "AccessDeniedException" });
    assert.equal(starts().length, 1);
    assert.equal(buried().length, 1);
  });

  it("refuses a schedule the program does not declare", async () => {
    await assert.rejects(invoke("hourly"), /declares no schedule "hourly"/);
  });

  it("knows when the schedule fires", () => {
    assert.deepEqual(declaredTiming(program, "daily"), {
      expression: "cron(0 0 * * ? *)",
      timeZone: "Europe/Lisbon",
    });
  });
});
