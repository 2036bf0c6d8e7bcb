import path from "node:path";
import { CreateTableCommand, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { ClientSettings } from "../../sandbox/clients";
import { startMoto } from "../../sandbox/moto/launcher";
import { recordProgram } from "../../sandbox/program/record";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox";
import type { RoleCredentials } from "../../sandbox/types";
import type { Comparison, Suite } from "../figure";

const CALLS = 400;

export const suite: Suite = {
  name: "gateway",
  about:
    "What the sandbox's endpoint adds to a call of a role: the same client, credentials and call, to moto directly and " +
    "through the gateway, which checks the signature, has IAM decide by the role's policies, and passes the call on. In " +
    "turns, after fifty to warm up.",
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
      say(`${CALLS} calls of each kind`);
      const endpoint = `http://127.0.0.1:${moto.port}`;
      await prepare({ ...sandbox.client, endpoint });
      return await compared(roleClients(sandbox), roleClients(sandbox, endpoint));
    } finally {
      await moto.stop();
      await sandbox.close();
    }
  },
};

const RUNS_TABLE = "stepline-dev-runs";

interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
}

/** Clients with the roles of the parent workflow and of the Glue job, as those two call. */
function roleClients({ client, credentials, program }: Sandbox, endpoint = client.endpoint): Clients {
  const { accountId, region } = program;
  const role = (name: string, service: string, sourceArn: string): RoleCredentials =>
    credentials.issueToService({
      roleArn: `arn:aws:iam::${accountId}:role/stepline-dev-marketing-${name}`,
      service,
      sessionName: "bench",
      sourceArn,
    });
  const machine = `arn:aws:states:${region}:${accountId}:stateMachine:stepline-dev-marketing-ingest`;
  const job = `arn:aws:glue:${region}:${accountId}:job/stepline-dev-marketing-transform`;
  const settings = { ...client, endpoint };
  return {
    dynamodb: new DynamoDBClient({
      ...settings,
      credentials: role("ingest", "states.amazonaws.com", machine),
    }),
    s3: new S3Client({
      ...settings,
      forcePathStyle: true,
      credentials: role("transform", "glue.amazonaws.com", job),
    }),
  };
}

/** In moto alone what the calls need; the sandbox has it from the program. */
async function prepare(settings: ClientSettings): Promise<void> {
  const dynamodb = new DynamoDBClient(settings);
  await dynamodb.send(
    new CreateTableCommand({
      TableName: RUNS_TABLE,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "pipeline", AttributeType: "S" },
        { AttributeName: "logicalDate", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "pipeline", KeyType: "HASH" },
        { AttributeName: "logicalDate", KeyType: "RANGE" },
      ],
    }),
  );
  dynamodb.destroy();
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const LocationConstraint = settings.region as BucketLocationConstraint;
  await s3.send(
    new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint } }),
  );
  s3.destroy();
}

const BUCKET = "stepline-dev-curated-111122223333-eu-west-1";

const KINDS = {
  GetItem: async ({ dynamodb }: Clients) => {
    const Key = { pipeline: { S: "marketing" }, logicalDate: { S: "2008-11-21" } };
    await dynamodb.send(new GetItemCommand({ TableName: RUNS_TABLE, Key }));
  },
  PutObject: async ({ s3 }: Clients) => {
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: OBJECT, Body: "x".repeat(10_000) }));
  },
  HeadObject: async ({ s3 }: Clients) => {
    await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: OBJECT }));
  },
};

const OBJECT = "marketing/2008-11-21/bench/attempt-1/part-0.parquet";

async function compared(gateway: Clients, moto: Clients): Promise<readonly Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const [kind, call] of Object.entries(KINDS)) {
    const through: number[] = [];
    const direct: number[] = [];
    for (let round = -50; round < CALLS; round += 1) {
      const taken = [await timed(() => call(gateway)), await timed(() => call(moto))];
      if (round >= 0) {
        through.push(taken[0]);
        direct.push(taken[1]);
      }
    }
    comparisons.push({
      name: `${kind} of a role`,
      unit: "ms",
      subjects: [
        { name: "through the gateway", samples: through.map(rounded) },
        { name: "moto directly", samples: direct.map(rounded) },
      ],
      goal: { kind: "difference", against: "moto directly", bound: 2 },
    });
  }
  for (const client of [gateway.dynamodb, gateway.s3, moto.dynamodb, moto.s3]) {
    client.destroy();
  }
  return comparisons;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function rounded(milliseconds: number): number {
  return Number(milliseconds.toFixed(3));
}
