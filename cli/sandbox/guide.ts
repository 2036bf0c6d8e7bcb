import type { ClientSettings } from "../../sandbox/clients";
import type { RecordedProgram } from "../../sandbox/types";

/** What a person needs to know of a pipeline to work with it. */
export interface GuidedPipeline {
  readonly name: string;
  readonly aliasArn: string;
  /** With `{logicalDate}`. */
  readonly sourcePrefix: string;
  readonly lookupsPrefix: string;
  /** `marketing.campaign_contacts` */
  readonly table: string;
}

export interface Guided {
  readonly program: RecordedProgram;
  readonly client: ClientSettings;
  readonly rawBucket: string;
  readonly workgroup: string;
  readonly database: string;
  readonly pipeline: GuidedPipeline;
  /** A day with data, or a day to deliver. */
  readonly logicalDate: string;
  /** Nothing was delivered: the first step is to do so. */
  readonly empty: boolean;
}

/** How to reach the endpoint and what to do there. Indented lines are commands of a POSIX shell, 80 columns at most. */
export function guide(guided: Guided): string {
  const { program, client, pipeline, logicalDate, rawBucket } = guided;
  const sections = [
    [
      "AWS CLI, boto3 and every AWS SDK find it by these variables. In the folder\n" +
        ".stepline/venv/bin are a Python with boto3 and, once the tests were run, an aws.",
      ...variables(client, pipeline),
      `RAW=s3://${rawBucket}`,
    ],
    ...(guided.empty ? [["Deliver a day:", ...delivery(guided)]] : []),
    [
      "Start a run (it shows below), and look at its end:",
      "aws stepfunctions start-execution --state-machine-arn $INGEST \\",
      `  --input '{"logicalDate":"${logicalDate}"}'`,
      "aws stepfunctions list-executions --state-machine-arn $INGEST",
    ],
    [
      "The same with boto3:",
      `python3 -c "import boto3; sfn = boto3.client('stepfunctions'); \\`,
      `  print(sfn.list_executions(stateMachineArn='$INGEST')['executions'])"`,
    ],
    ["Objects in S3:", `aws s3 ls $RAW/${pipeline.sourcePrefix.split("{")[0].replace(/[^/]*$/, "")}`],
    [
      "Queues. The AWS CLI of version 1 reads AWS_ENDPOINT_URL for every service but\n" +
        "this one, and without --endpoint-url would ask the real AWS:",
      "aws sqs list-queues --endpoint-url $AWS_ENDPOINT_URL",
    ],
    [
      "The warehouse, through the Redshift Data API. The table is there after the\n" + "first run:",
      ...query(guided),
    ],
  ];
  const text = sections.map(
    ([title, ...lines]) => `${title}\n\n${lines.map((line) => `  ${line}`).join("\n")}`,
  );
  return `The sandbox of stack ${program.stack} is up: ${client.endpoint}\n\n${text.join("\n\n")}\n\nCtrl-C ends it.`;
}

function variables(client: ClientSettings, { aliasArn }: GuidedPipeline): string[] {
  const { accessKeyId, secretAccessKey } = client.credentials;
  const machine = aliasArn.lastIndexOf(":stateMachine:") + ":stateMachine".length;
  return [
    `export AWS_ENDPOINT_URL=${client.endpoint}`,
    `export AWS_REGION=${client.region} AWS_DEFAULT_REGION=${client.region}`,
    `export AWS_ACCESS_KEY_ID=${accessKeyId}`,
    `export AWS_SECRET_ACCESS_KEY='${secretAccessKey}'`,
    "unset AWS_SESSION_TOKEN AWS_PROFILE",
    // In two lines: an ARN alone may be longer than a terminal's line.
    `INGEST=${aliasArn.slice(0, machine)}`,
    `INGEST=$INGEST${aliasArn.slice(machine)}`,
  ];
}

function delivery({ pipeline, logicalDate }: Guided): string[] {
  const source = pipeline.sourcePrefix.replace("{logicalDate}", logicalDate);
  return [
    `aws s3 cp contracts/lookups --recursive \\`,
    `  $RAW/${pipeline.lookupsPrefix}`,
    `aws s3 cp contacts.csv \\`,
    `  $RAW/${source}`,
  ];
}

function query({ workgroup, database, pipeline }: Guided): string[] {
  return [
    `ID=$(aws redshift-data execute-statement --query Id --output text \\`,
    `  --workgroup-name ${workgroup} --database ${database} \\`,
    `  --sql 'SELECT count(*) FROM ${pipeline.table}')`,
    "until aws redshift-data describe-statement --id $ID --query Status \\",
    "  --output text | grep -E 'FINISHED|FAILED|ABORTED'; do sleep 1; done",
    "aws redshift-data get-statement-result --id $ID --query Records",
  ];
}
