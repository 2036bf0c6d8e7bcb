import assert from "node:assert/strict";

import { policy, type Statement } from "../components/fixtures";
import { named, ofType, type Recording } from "../pulumi-mocks";
import { recordStack } from "./program";

type Owned = Omit<Statement, "Action"> & { readonly owner: string; readonly Action: readonly string[] };

/** Statements of roles: what the program lets its own code do. */
function identityStatements(recording: Recording): readonly Owned[] {
  return ofType(recording, "aws:iam/rolePolicy:RolePolicy").flatMap((rolePolicy) =>
    policy(rolePolicy.inputs.policy).Statement.map((statement) => ({
      ...statement,
      Action: [statement.Action].flat(),
      owner: rolePolicy.name,
    })),
  );
}

for (const stack of ["dev", "prod"]) {
  describe(`policies of ${stack}`, () => {
    let recording: Recording;
    before(async () => {
      recording = await recordStack(stack);
    });

    it("fit a role: IAM takes 10,240 characters", () => {
      const sizes = new Map<string, number>();
      for (const { inputs } of ofType(recording, "aws:iam/rolePolicy:RolePolicy")) {
        const role = inputs.role as string;
        sizes.set(role, (sizes.get(role) ?? 0) + (inputs.policy as string).length);
      }
      for (const [role, size] of sizes) {
        assert.ok(size <= 10_240, `${role}: ${size}`);
      }
    });

    it("give each role to one user, named like the role", () => {
      const users = recording.resources.filter((resource) =>
        ["role", "roleArn", "iamRoleArn"].some(
          (key) =>
            typeof resource.inputs[key] === "string" && resource.type !== "aws:iam/rolePolicy:RolePolicy",
        ),
      );
      const roles = users.map(({ inputs }) => inputs.role ?? inputs.roleArn ?? inputs.iamRoleArn);
      assert.equal(new Set(roles).size, roles.length);
      for (const { type, name, inputs } of users.filter((user) => user.type !== "aws:ec2/flowLog:FlowLog")) {
        const role = named(recording, String(inputs.role ?? inputs.roleArn).replace("arn-of-", ""));
        assert.equal(role.inputs.name, inputs.name, `${type} ${name}`);
      }
    });

    it("trust one service each, and the child workflow as loader", () => {
      const trusts = ofType(recording, "aws:iam/role:Role").map(({ inputs }): [string, number] => [
        (inputs.name as string).replace(`stepline-${stack}-`, ""),
        policy(inputs.assumeRolePolicy).Statement.length,
      ]);
      assert.deepEqual(
        trusts.filter(([, ways]) => ways > 1),
        [["marketing-start-load", 2]],
      );
    });

    it("tag the two roles that speak SQL with their database role", () => {
      const tags = (name: string): unknown => named(recording, name).inputs.tags;
      assert.deepEqual(tags("marketing-start-load-role"), { RedshiftDbRoles: "stepline_loader" });
      assert.deepEqual(tags("marketing-reconcile-role"), { RedshiftDbRoles: "stepline_reader" });
      const tagged = ofType(recording, "aws:iam/role:Role").filter(({ inputs }) => inputs.tags !== undefined);
      assert.equal(tagged.length, 2);
    });
  });
}

describe("what the pipeline's code may do", () => {
  const RAW = "arn:aws:s3:::stepline-dev-raw-111122223333-eu-west-1";
  const CURATED = "arn:aws:s3:::stepline-dev-curated-111122223333-eu-west-1";
  const QUARANTINE = "arn:aws:s3:::stepline-dev-quarantine-111122223333-eu-west-1";
  const CONTRACTS =
    "arn:aws:s3:::stepline-dev-artifacts-111122223333-eu-west-1/contracts/campaign-contacts/*";
  const WORKGROUP = "arn:aws:redshift-serverless:eu-west-1:111122223333:workgroup/made-by-aws";
  let recording: Recording;
  before(async () => {
    recording = await recordStack("dev");
  });

  function allowed(handler: string): readonly unknown[] {
    return identityStatements(recording)
      .filter(
        ({ owner, Sid }) =>
          owner.startsWith(`marketing-${handler}-role-`) && !/^(WriteLogs|SendTraces)$/.test(Sid),
      )
      .map(({ Action, Resource, Condition }) => [
        Action,
        Resource,
        ...(Condition === undefined ? [] : [Condition]),
      ]);
  }

  it("extract: list and read deliveries, write landing", () => {
    assert.deepEqual(allowed("extract"), [
      [["s3:GetObject"], [CONTRACTS]],
      [
        ["s3:ListBucket"],
        [RAW],
        { StringLike: { "s3:prefix": ["source/marketing/*", "lookups/marketing/*"] } },
      ],
      [
        ["s3:GetObject", "s3:GetObjectVersion"],
        [`${RAW}/source/marketing/*`, `${RAW}/lookups/marketing/*`, `${RAW}/landing/marketing/*`],
      ],
      [["s3:PutObject"], [`${RAW}/landing/marketing/*`]],
    ]);
  });

  it("validate-schema: read landing, write its report", () => {
    assert.deepEqual(allowed("validate-schema"), [
      [["s3:GetObject"], [CONTRACTS]],
      [["s3:GetObject", "s3:GetObjectVersion"], [`${RAW}/landing/marketing/*`]],
      [["s3:PutObject"], [`${QUARANTINE}/marketing/*/schema-report.json`]],
    ]);
  });

  it("start-load: read the COPY manifest, run a batch, be asked about it", () => {
    assert.deepEqual(allowed("start-load"), [
      [["s3:GetObject"], [CONTRACTS]],
      [["s3:GetObject"], [`${CURATED}/marketing/*/_copy_manifest.json`]],
      [["redshift-data:DescribeStatement", "redshift-data:CancelStatement"], ["*"]],
      [["redshift-data:BatchExecuteStatement", "redshift-serverless:GetCredentials"], [WORKGROUP]],
    ]);
  });

  it("reconcile: read the summary, ask the warehouse", () => {
    assert.deepEqual(allowed("reconcile"), [
      [["s3:GetObject"], [CONTRACTS]],
      [["s3:GetObject"], [`${CURATED}/marketing/*/_summary.json`]],
      [["redshift-data:DescribeStatement", "redshift-data:GetStatementResult"], ["*"]],
      [["redshift-data:ExecuteStatement", "redshift-serverless:GetCredentials"], [WORKGROUP]],
    ]);
  });

  it("transform: write below its own prefix of curated and quarantine only", () => {
    const writes = identityStatements(recording).filter(
      ({ owner, Action }) => owner === "marketing-transform-role-policy" && Action.includes("s3:PutObject"),
    );
    assert.deepEqual(
      writes.map(({ Resource }) => Resource),
      [
        [CURATED, QUARANTINE].flatMap((bucket) => [
          `${bucket}/marketing`,
          `${bucket}/marketing_$folder$`,
          `${bucket}/marketing/*`,
        ]),
      ],
    );
  });
});
