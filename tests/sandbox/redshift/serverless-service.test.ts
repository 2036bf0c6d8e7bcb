import assert from "node:assert/strict";
import { RedshiftServerlessService } from "../../../sandbox/redshift/serverless-service";
import type { AwsError } from "../../../sandbox/types";
import { loader, loadRole, operator, program } from "./fixture";

describe("Redshift Serverless", () => {
  const service = new RedshiftServerlessService(program({ require_ssl: "true" }));
  const call = (operation: string, input: Record<string, unknown>, principal = operator) =>
    service.handle({ operation, input, principal, authorize: () => undefined });

  it("describes workgroup and namespace as the program declares them", async () => {
    const { workgroup } = (await call("GetWorkgroup", { workgroupName: "stepline-test" })) as {
      workgroup: Record<string, unknown>;
    };
    assert.equal(workgroup.namespaceName, "stepline-test");
    assert.equal(workgroup.status, "AVAILABLE");
    assert.deepEqual(workgroup.configParameters, [{ parameterKey: "require_ssl", parameterValue: "true" }]);
    const { namespace } = (await call("GetNamespace", { namespaceName: "stepline-test" })) as {
      namespace: Record<string, unknown>;
    };
    assert.equal(namespace.dbName, "analytics");
    assert.deepEqual(namespace.iamRoles, [loadRole]);
  });

  it("logs an IAM role in as its database user", async () => {
    const credentials = (await call("GetCredentials", { workgroupName: "stepline-test" }, loader)) as {
      dbUser: string;
    };
    assert.equal(credentials.dbUser, "IAMR:stepline-test-start-load");
  });

  it("names what it does not have", async () => {
    const codes: [string, Record<string, unknown>, string][] = [
      ["GetWorkgroup", { workgroupName: "other" }, "ResourceNotFoundException"],
      ["GetNamespace", { namespaceName: "other" }, "ResourceNotFoundException"],
      ["CreateWorkgroup", {}, "NotModelled"],
    ];
    for (const [operation, input, code] of codes) {
      await assert.rejects(call(operation, input), (error: AwsError) => error.code === code);
    }
  });
});
