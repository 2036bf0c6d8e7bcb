import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { jarsDirectory, projectRoot } from "../../../sandbox/paths";
import { contactDays } from "../../../sandbox/seed/contacts";
import { EndpointProcess, runClient } from "./endpoint-process";

const CLIENTS = path.join(__dirname, "clients");

/** After the last day of the sample data: nobody delivers it but the late file. */
const LATE_DATE = "2011-05-05";

/** Spark starts twice on a machine that may be busy. */
const TIMEOUT_MS = 300_000;

const RAW = "stepline-dev-raw-111122223333-eu-west-1";
const CURATED = "stepline-dev-curated-111122223333-eu-west-1";
const INGEST = "arn:aws:states:eu-west-1:111122223333:stateMachine:stepline-dev-marketing-ingest:live";

describe("npm run sandbox: clients in other processes and languages", function () {
  this.timeout(TIMEOUT_MS);
  let endpoint: EndpointProcess;
  let project: string;
  const late = contactDays().find(({ date }) => date === "2008-05-05")!;
  const python = (script: string, ...args: string[]) =>
    runClient(endpoint, "python3", [path.join(CLIENTS, script), ...args]);
  const aws = async (...args: string[]) =>
    JSON.parse(await runClient(endpoint, "aws", [...args, "--output", "json"])) as unknown;

  before(async () => {
    project = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-fresh-"));
    endpoint = await EndpointProcess.start([]);
  });

  after(async () => {
    await endpoint.stop();
    fs.rmSync(project, { recursive: true });
  });

  it("an AWS SDK v3 client in a fresh project uploads a late file", async () => {
    const manifest = { name: "fresh", private: true, dependencies: { "@aws-sdk/client-s3": "3" } };
    fs.writeFileSync(path.join(project, "package.json"), JSON.stringify(manifest));
    // In the place of an installation: the registry is no part of this claim.
    fs.symlinkSync(path.join(projectRoot, "node_modules"), path.join(project, "node_modules"));
    fs.writeFileSync(path.join(project, "contacts.csv"), late.text);
    const key = `source/marketing/contact_date=${LATE_DATE}/contacts.csv`;
    fs.writeFileSync(
      path.join(project, "upload.mjs"),
      `import { readFileSync } from "node:fs";
       import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
       const s3 = new S3Client({ forcePathStyle: true });
       const Body = readFileSync("contacts.csv");
       const { ETag } = await s3.send(new PutObjectCommand({ Bucket: "${RAW}", Key: "${key}", Body }));
       process.stdout.write(ETag);`,
    );
    assert.match(
      await runClient(endpoint, process.execPath, ["upload.mjs"], { cwd: project }),
      /^"[0-9a-f]{32}"$/,
    );
    const head = (await aws("s3api", "head-object", "--bucket", RAW, "--key", key)) as {
      ContentLength: number;
    };
    assert.equal(head.ContentLength, Buffer.byteLength(late.text));
  });

  it("boto3 starts an execution of that date and follows its history to SUCCEEDED", async () => {
    const described = JSON.parse(await python("follow_run.py", INGEST, LATE_DATE)) as {
      readonly status: string;
      readonly cause?: string;
      readonly events: readonly string[];
    };
    assert.equal(described.status, "SUCCEEDED", described.cause);
    assert.equal(described.events[0], "ExecutionStarted");
    assert.equal(described.events.at(-1), "ExecutionSucceeded");
    assert.ok(described.events.includes("TaskSucceeded"));
  });

  it("shows each state, function, job and statement of that run in a line of 80 columns at most", () => {
    const log = endpoint.output.join("\n");
    for (const pattern of [
      /ingest +Extract +entered/,
      /ingest +Extract +left after/,
      /transform-load +Transform +left after/,
      /function +marketing-extract {2}done after/,
      /job +marketing-transform {2}SUCCEEDED after/,
      /statement +\w+ {2}FINISHED after/,
    ]) {
      assert.match(log, pattern);
    }
    assert.deepEqual(
      endpoint.output.filter((line) => line.length > 80),
      [],
    );
  });

  it("the AWS CLI lists the objects of the date", async () => {
    const prefix = `source/marketing/contact_date=${LATE_DATE}/`;
    const listed = (await aws("s3api", "list-objects-v2", "--bucket", RAW, "--prefix", prefix)) as {
      readonly Contents: readonly { readonly Key: string }[];
    };
    assert.deepEqual(
      listed.Contents.map(({ Key }) => Key),
      [`${prefix}contacts.csv`],
    );
  });

  it("the AWS CLI queries the table through the Redshift Data API", async () => {
    const { Id } = (await aws(
      ...[
        "redshift-data",
        "execute-statement",
        "--workgroup-name",
        "stepline-dev",
        "--database",
        "analytics",
      ],
      ...["--sql", "SELECT count(*) AS loaded FROM marketing.campaign_contacts"],
    )) as { readonly Id: string };
    await endpoint.line(new RegExp(`statement +${Id.slice(0, 8)} +FINISHED`));
    const result = (await aws("redshift-data", "get-statement-result", "--id", Id)) as {
      readonly Records: unknown;
      readonly ColumnMetadata: readonly { readonly name: string }[];
    };
    assert.deepEqual(result.Records, [[{ longValue: late.rows }]]);
    assert.equal(result.ColumnMetadata[0].name, "loaded");
  });

  it("the AWS CLI reads the run's item in DynamoDB", async () => {
    const key = JSON.stringify({ pipeline: { S: "marketing" }, logicalDate: { S: LATE_DATE } });
    const { Item } = (await aws(
      "dynamodb",
      "get-item",
      "--table-name",
      "stepline-dev-runs",
      "--key",
      key,
    )) as {
      readonly Item: Readonly<Record<string, { readonly S?: string }>>;
    };
    assert.equal(Item.status.S, "SUCCEEDED");
  });

  it("Spark reads the curated rows through S3A", async () => {
    const listed = (await aws("s3api", "list-objects-v2", "--bucket", CURATED)) as {
      readonly Contents: readonly { readonly Key: string }[];
    };
    const file = listed.Contents.find(({ Key }) => Key.endsWith(".parquet"));
    assert.ok(file, "no Parquet file was curated");
    const folder = path.posix.dirname(file.Key).replace(/\/\w+=[^/]*$/, "");
    const read = JSON.parse(
      await python("read_curated.py", jarsDirectory(), `s3a://${CURATED}/${folder}/`),
    ) as {
      readonly rows: number;
      readonly columns: readonly string[];
    };
    assert.equal(read.rows, late.rows);
    assert.ok(read.columns.includes("contact_id"), read.columns.join(", "));
  });

  it("the printed lines work as they are, in a POSIX shell", async () => {
    // A date that is loaded: the run ends at once, and needs no Spark.
    const script = endpoint.commands.join("\n").replace("2008-11-21", LATE_DATE);
    const said = await runClient(endpoint, "sh", ["-e", "-c", script]);
    assert.match(said, /"executionArn": "arn:aws:states:.*stepline-dev-marketing-ingest:/);
    assert.match(said, /contact_date=2008-11-21\//);
    assert.match(said, /'status': 'SUCCEEDED'/);
    assert.match(said, new RegExp(`"longValue": ${late.rows}`));
  });
});
