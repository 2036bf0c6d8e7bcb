import assert from "node:assert/strict";

import { Warehouse } from "../../components/warehouse";
import { named, ofType, record, type Recording } from "../pulumi-mocks";
import { disposable, guarded, keyArn, names, policy } from "./fixtures";

const STATEMENTS = ["CREATE ROLE a", "GRANT b TO ROLE a"];

const make = (protection = disposable, bootstrapSql: readonly string[] = STATEMENTS): Promise<Recording> =>
  record(() => {
    const warehouse = new Warehouse("wh", {
      names,
      kmsKeyArn: keyArn,
      subnetIds: ["a", "b", "c"],
      securityGroupId: "sg",
      curatedBucket: names.bucket("curated"),
      baseCapacityRpu: 8,
      maxCapacityRpu: 16,
      enhancedVpcRouting: true,
      maxQuerySeconds: 1800,
      usageLimit: { rpuHours: 16, period: "daily", breachAction: "deactivate" },
      bootstrapSql,
      protection,
      deleteWithStack: true,
    });
    return warehouse.workgroupArn;
  });

describe("Warehouse", () => {
  let recording: Recording;
  before(async () => {
    recording = await make();
  });

  it("makes an encrypted, audited namespace whose password AWS keeps, and whose administrator is not `admin`", () => {
    assert.deepEqual(named(recording, "wh-namespace").inputs, {
      namespaceName: "stepline-dev",
      dbName: "analytics",
      adminUsername: "stepline_admin",
      manageAdminPassword: true,
      adminPasswordSecretKmsKeyId: keyArn,
      kmsKeyId: keyArn,
      iamRoles: ["arn-of-wh-load-role"],
      logExports: ["connectionlog", "userlog", "useractivitylog"],
    });
  });

  it("makes a workgroup that is not public and passes every configuration parameter", () => {
    const { configParameters, ...rest } = named(recording, "wh-workgroup").inputs;
    assert.deepEqual(rest, {
      workgroupName: "stepline-dev",
      namespaceName: "stepline-dev",
      baseCapacity: 8,
      maxCapacity: 16,
      subnetIds: ["a", "b", "c"],
      securityGroupIds: ["sg"],
      publiclyAccessible: false,
      enhancedVpcRouting: true,
    });
    assert.deepEqual(
      Object.fromEntries(
        (configParameters as { parameterKey: string; parameterValue: string }[]).map((parameter) => [
          parameter.parameterKey,
          parameter.parameterValue,
        ]),
      ),
      {
        auto_mv: "true",
        datestyle: "ISO, MDY",
        enable_case_sensitive_identifier: "false",
        enable_user_activity_logging: "true",
        max_query_execution_time: "1800",
        query_group: "default",
        require_ssl: "true",
        search_path: "$user, public",
        use_fips_ssl: "false",
      },
    );
  });

  it("caps what it may cost", () => {
    assert.deepEqual(named(recording, "wh-usage-limit").inputs, {
      resourceArn: recording.outputs,
      usageType: "serverless-compute",
      amount: 16,
      period: "daily",
      breachAction: "deactivate",
    });
  });

  it("loads with a role that reads the curated bucket and nothing else", () => {
    const curated = "arn:aws:s3:::stepline-dev-curated-111122223333-eu-west-1";
    assert.deepEqual(
      policy(named(recording, "wh-load-role-policy").inputs.policy).Statement.map((one) => [
        one.Action,
        one.Resource,
      ]),
      [
        [["s3:GetObject"], [`${curated}/*`]],
        [["s3:ListBucket", "s3:GetBucketLocation"], [curated]],
      ],
    );
  });

  it("bootstraps as administrator, one statement after the other", () => {
    const statements = ofType(recording, "aws:redshiftdata/statement:Statement");
    assert.deepEqual(
      statements.map((statement) => statement.inputs),
      STATEMENTS.map((sql) => ({
        workgroupName: "stepline-dev",
        database: "analytics",
        secretArn: "arn-of-the-admin-secret",
        sql,
      })),
    );
    assert.ok(statements[1].dependencies.includes(statements[0].urn));
  });

  it("names a statement by its text: another text is another resource, another place is not", async () => {
    const namesOf = (made: Recording): readonly string[] =>
      ofType(made, "aws:redshiftdata/statement:Statement").map(({ name }) => name);
    const [role, grant] = namesOf(recording);
    assert.match(role, /^wh-bootstrap-create-role-a-[0-9a-f]{8}$/);
    assert.match(grant, /^wh-bootstrap-grant-b-to-role-a-[0-9a-f]{8}$/);
    const changed = namesOf(await make(disposable, ["GRANT  b TO ROLE a", "CREATE ROLE a"]));
    assert.match(changed[0], /^wh-bootstrap-grant-b-to-role-a-/);
    assert.notEqual(changed[0], grant);
    assert.equal(changed[1], role);
  });

  it("cuts a long statement's name between words", async () => {
    const sql = "CREATE TABLE IF NOT EXISTS stepline.load_ledger (run_id VARCHAR(80), pipeline VARCHAR(40))";
    const made = ofType(await make(disposable, [sql]), "aws:redshiftdata/statement:Statement");
    assert.match(made[0].name, /^wh-bootstrap-create-table-if-not-exists-stepline-load-[0-9a-f]{8}$/);
  });

  it("compares nothing of a statement that ran: AWS forgets it, and a refresh would have it run again", () => {
    for (const { inputs, ignoreChanges } of ofType(recording, "aws:redshiftdata/statement:Statement")) {
      for (const input of Object.keys(inputs)) {
        assert.ok(ignoreChanges.includes(input), input);
      }
    }
  });

  it("keeps its data and its compute where the environment protects them", async () => {
    const kept = await make(guarded);
    assert.deepEqual(
      [named(kept, "wh-namespace").protect, named(kept, "wh-namespace").retainOnDelete],
      [true, true],
    );
    assert.equal(named(kept, "wh-workgroup").protect, true);
  });
});
