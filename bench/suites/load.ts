import fs from "node:fs";
import path from "node:path";
import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  RedshiftDataClient,
} from "@aws-sdk/client-redshift-data";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DuckDBInstance } from "@duckdb/node-api";
import { loadContract } from "../../contracts/compile";
import type { CompiledContract } from "../../contracts/compiled-contract";
import { loadStatements } from "../../contracts/redshift/load";
import { marketing } from "../../pipelines/marketing";
import { repositoryFile } from "../../pipelines/pipeline-spec";
import { recordProgram } from "../../sandbox/program/record";
import { recordedOutputs } from "../../sandbox/program/stack-outputs";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox";
import type { BenchContext, Comparison, Suite } from "../figure";
import { bareLoad, duckdbType } from "../load/bare-duckdb";

const DATE = "2008-11-21";
const OURS = "stepline";
const BARE = "bare DuckDB";

export const suite: Suite = {
  name: "load",
  about:
    "Rows per second of the marketing contract's load: the Data API's batch with COPY of a manifest from S3, ledger row " +
    "and MERGE, through the sandbox's endpoint, beside DuckDB in process doing the same with the file at hand: a " +
    "staging table from Parquet, counts, MERGE, one transaction, both in memory. Once into an empty table, once over the same keys.",
  async run(context) {
    const contract = loadContract(repositoryFile(marketing.contract));
    const rows = context.quick ? 100_000 : 1_000_000;
    const file = await curatedFile(contract, rows, context.cache);
    const program = await recordProgram({ stack: "dev" });
    const sandbox = await startSandbox({ program, sink: () => undefined });
    try {
      return await compared(contract, sandbox, { file, rows }, context);
    } finally {
      await sandbox.close();
    }
  },
};

interface Curated {
  readonly file: string;
  readonly rows: number;
}

/** Both ways take turns; each sample is an insert of every row into an empty table, then an update of every row. */
async function compared(
  contract: CompiledContract,
  sandbox: Sandbox,
  { file, rows }: Curated,
  { samples, say }: BenchContext,
): Promise<readonly Comparison[]> {
  const endpointLoad = new EndpointLoad(contract, sandbox);
  await endpointLoad.deliver(file);
  const inserted = { [OURS]: [] as number[], [BARE]: [] as number[] };
  const updated = { [OURS]: [] as number[], [BARE]: [] as number[] };
  for (let sample = 0; sample <= samples; sample += 1) {
    say(`${rows.toLocaleString("en-US")} rows, round ${sample}`);
    await endpointLoad.empty();
    const ours = [await endpointLoad.load(), await endpointLoad.load()];
    const theirs = await bareLoad(contract, file);
    // The first round warms up what is kept between rounds.
    if (sample > 0) {
      [ours, theirs].forEach(([first, second], index) => {
        const name = index === 0 ? OURS : BARE;
        inserted[name].push(rows / first);
        updated[name].push(rows / second);
      });
    }
  }
  endpointLoad.close();
  return [
    comparison(`${rows.toLocaleString("en-US")} rows inserted`, inserted),
    comparison(`${rows.toLocaleString("en-US")} rows updated`, updated),
  ];
}

function comparison(name: string, samples: Readonly<Record<string, readonly number[]>>): Comparison {
  const subjects = Object.entries(samples).map(([subject, values]) => ({ name: subject, samples: values }));
  // 1.3 times the time is 1/1.3 of the rows per second.
  const goal = { kind: "ratio", against: BARE, bound: Number((1 / 1.3).toFixed(3)), atLeast: true } as const;
  return { name, unit: "rows/s", subjects, goal };
}

/** The load as the pipeline does it: under the role of its function, by the Data API. */
class EndpointLoad {
  private readonly loader: RedshiftDataClient;
  private readonly admin: RedshiftDataClient;
  private readonly s3: S3Client;
  private readonly target: { readonly WorkgroupName: string; readonly Database: string };
  private readonly bucket: string;
  private readonly loadRoleArn: string;
  private attempt = 0;

  constructor(
    private readonly contract: CompiledContract,
    sandbox: Sandbox,
  ) {
    const { program, client, credentials } = sandbox;
    const outputs = recordedOutputs(program);
    const functionName = `stepline-dev-${marketing.name}-start-load`;
    const role = credentials.issueToService({
      roleArn: `arn:aws:iam::${program.accountId}:role/${functionName}`,
      service: "lambda.amazonaws.com",
      sessionName: functionName,
      sourceArn: `arn:aws:lambda:${program.region}:${program.accountId}:function:${functionName}`,
    });
    this.loader = new RedshiftDataClient({ ...client, credentials: role });
    this.admin = new RedshiftDataClient(client);
    this.s3 = new S3Client({ ...client, forcePathStyle: true });
    this.target = { WorkgroupName: outputs.workgroup, Database: outputs.database };
    this.bucket = outputs.buckets.curated;
    const namespace = program.resources.find(
      ({ type }) => type === "aws:redshiftserverless/namespace:Namespace",
    );
    this.loadRoleArn = String((namespace?.inputs.iamRoles as readonly string[] | undefined)?.[0]);
  }

  async deliver(file: string): Promise<void> {
    const Body = fs.readFileSync(file);
    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key: this.key("part-0.parquet"), Body }));
    const url = `s3://${this.bucket}/${this.key("part-0.parquet")}`;
    const manifest = { entries: [{ url, mandatory: true, meta: { content_length: Body.length } }] };
    await this.s3.send(
      new PutObjectCommand({
        Bucket: this.bucket,
        Key: this.key("copy.manifest"),
        Body: JSON.stringify(manifest),
      }),
    );
  }

  async empty(): Promise<void> {
    const { schema, table } = this.contract.target;
    const Sql = `DROP TABLE IF EXISTS ${schema}.${table}`;
    const { Id } = await this.admin.send(new ExecuteStatementCommand({ ...this.target, Sql }));
    await ended(this.admin, Id);
  }

  /** Seconds from the call to the end of the statement. */
  async load(): Promise<number> {
    this.attempt += 1;
    const Sqls = loadStatements({
      contract: this.contract,
      runId: `bench-${this.attempt}`,
      logicalDate: DATE,
      attempt: 1,
      copyManifestUri: `s3://${this.bucket}/${this.key("copy.manifest")}`,
      loadRoleArn: this.loadRoleArn,
    });
    const started = performance.now();
    const { Id } = await this.loader.send(new BatchExecuteStatementCommand({ ...this.target, Sqls }));
    await ended(this.loader, Id);
    return (performance.now() - started) / 1000;
  }

  close(): void {
    this.loader.destroy();
    this.admin.destroy();
    this.s3.destroy();
  }

  private key(name: string): string {
    return `${marketing.name}/bench/${name}`;
  }
}

async function ended(client: RedshiftDataClient, Id: string | undefined): Promise<void> {
  for (;;) {
    const statement = await client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }));
    if (statement.Status === "FINISHED") {
      return;
    }
    if (statement.Status === "FAILED" || statement.Status === "ABORTED") {
      throw new Error(`The load ended ${statement.Status}: ${statement.Error}`);
    }
  }
}

/** A curated file as the Glue job writes it: the table's columns in order, keys unique. Made once. */
async function curatedFile(contract: CompiledContract, rows: number, cache: string): Promise<string> {
  const file = path.join(cache, `curated-${rows}.parquet`);
  if (fs.existsSync(file)) {
    return file;
  }
  const { columns, key } = contract.target;
  const values = columns.map(({ name, type }) => {
    const value = key.includes(name)
      ? "i"
      : type.kind === "date"
        ? `DATE '${DATE}'`
        : type.kind === "timestamp"
          ? `TIMESTAMP '${DATE} 00:00:00'`
          : type.kind === "boolean"
            ? "i % 2 = 0"
            : type.kind === "string"
              ? `substr(md5(i::VARCHAR), 1, ${Math.min(8, type.maxBytes)})`
              : "hash(i) % 100";
    return `CAST(${value} AS ${duckdbType(type)}) AS "${name}"`;
  });
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const partial = `${file}.partial`;
  await connection.run(
    `COPY (SELECT ${values.join(", ")} FROM range(${rows}) AS numbers(i)) TO '${partial}' (FORMAT PARQUET, COMPRESSION SNAPPY)`,
  );
  connection.closeSync();
  instance.closeSync();
  fs.renameSync(partial, file);
  return file;
}
