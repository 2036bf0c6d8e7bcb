import path from "node:path";
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { ClientSettings } from "../../sandbox/clients";
import { startMoto } from "../../sandbox/moto/launcher";
import { recordProgram } from "../../sandbox/program/record";
import { startSandbox } from "../../sandbox/sandbox";
import type { Comparison, Suite } from "../figure";
import { median } from "../median";

const TABLE = "bench";
const BUCKET = "bench-111122223333";
const CALLS = 400;

export const suite: Suite = {
  name: "gateway",
  about:
    "What the sandbox's endpoint adds to a call: the same client and call, to moto directly and through the gateway, " +
    "which checks the signature, asks IAM and passes the call on. Medians of single calls, taken in turns.",
  async run({ directory, say }) {
    const program = await recordProgram({ stack: "dev" });
    const sandbox = await startSandbox({ program, sink: () => undefined });
    const moto = await startMoto({
      gatewayUrl: "http://127.0.0.1:9",
      adminToken: "bench",
      logFile: path.join(directory, "moto.log"),
      accountId: program.accountId,
    });
    try {
      const direct = { ...sandbox.client, endpoint: `http://127.0.0.1:${moto.port}` };
      say(`${CALLS} calls of each kind`);
      return await compared(new Calls(sandbox.client), new Calls(direct));
    } finally {
      await moto.stop();
      await sandbox.close();
    }
  },
};

async function compared(gateway: Calls, moto: Calls): Promise<readonly Comparison[]> {
  await gateway.prepare();
  await moto.prepare();
  const comparisons: Comparison[] = [];
  for (const kind of ["GetItem", "PutItem", "GetObject", "PutObject"] as const) {
    const samples = { gateway: [] as number[], moto: [] as number[] };
    for (let call = -50; call < CALLS; call += 1) {
      const through = await gateway.timed(kind);
      const direct = await moto.timed(kind);
      if (call >= 0) {
        samples.gateway.push(through);
        samples.moto.push(direct);
      }
    }
    const added = median(samples.gateway) - median(samples.moto);
    comparisons.push({
      name: `${kind}, added by the gateway`,
      unit: "ms",
      subjects: [
        { name: "added", samples: [added] },
        { name: "through the gateway", samples: [median(samples.gateway)] },
        { name: "moto directly", samples: [median(samples.moto)] },
      ],
      goal: { kind: "limit", bound: 2 },
    });
  }
  gateway.close();
  moto.close();
  return comparisons;
}

class Calls {
  private readonly dynamodb: DynamoDBClient;
  private readonly s3: S3Client;

  constructor(settings: ClientSettings) {
    this.dynamodb = new DynamoDBClient(settings);
    this.s3 = new S3Client({ ...settings, forcePathStyle: true });
  }

  async prepare(): Promise<void> {
    await this.dynamodb.send(
      new CreateTableCommand({
        TableName: TABLE,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      }),
    );
    await this.s3.send(
      new CreateBucketCommand({
        Bucket: BUCKET,
        CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
      }),
    );
    await this.timed("PutItem");
    await this.timed("PutObject");
  }

  /** Milliseconds of one call. */
  async timed(kind: "GetItem" | "PutItem" | "GetObject" | "PutObject"): Promise<number> {
    const started = performance.now();
    switch (kind) {
      case "GetItem":
        await this.dynamodb.send(new GetItemCommand({ TableName: TABLE, Key: { id: { S: "1" } } }));
        break;
      case "PutItem":
        await this.dynamodb.send(
          new PutItemCommand({ TableName: TABLE, Item: { id: { S: "1" }, text: { S: "x".repeat(200) } } }),
        );
        break;
      case "GetObject":
        await (
          await this.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: "object" }))
        ).Body?.transformToString();
        break;
      case "PutObject":
        await this.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "object", Body: "x".repeat(10_000) }));
        break;
    }
    return performance.now() - started;
  }

  close(): void {
    this.dynamodb.destroy();
    this.s3.destroy();
  }
}
