import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  namesOf,
  serviceNamed,
  serviceNames,
} from "../../../../../components/workflow/lint/integrations/catalogue";
import { OPTIMISED } from "../../../../../components/workflow/lint/integrations/optimised";
import { resolved, type Shape } from "../../../../../components/workflow/lint/integrations/shape";

const ROOT = join(__dirname, "../../../../..");
const DIRECTORY = join(ROOT, "components/workflow/lint/integrations/catalogue");

describe("catalogue of integrations", () => {
  it("is what its generator writes from the installed botocore", function () {
    this.timeout(120_000);
    const fresh = mkdtempSync(join(tmpdir(), "catalogue-"));
    try {
      execFileSync(join(ROOT, ".stepline/venv/bin/python"), [
        join(ROOT, "components/workflow/lint/integrations/generate_catalogue.py"),
        fresh,
      ]);
      assert.deepEqual(readdirSync(fresh).sort(), readdirSync(DIRECTORY).sort());
      for (const name of readdirSync(fresh)) {
        const written = readFileSync(join(fresh, name), "utf8");
        assert.ok(written === readFileSync(join(DIRECTORY, name), "utf8"), `${name} is out of date`);
      }
    } finally {
      rmSync(fresh, { recursive: true });
    }
  });

  it("names services and errors as the developer guide's table does", () => {
    const table = {
      acmpca: "AcmPca",
      cloudwatchlogs: "CloudWatchLogs",
      config: "Config",
      costandusagereport: "CostAndUsageReport",
      databasemigration: "DatabaseMigration",
      dynamodb: "DynamoDb",
      ec2: "Ec2",
      iam: "Iam",
      migrationhub: "MigrationHub",
      rdsdata: "RdsData",
      redshiftdata: "RedshiftData",
      resourcegroupstaggingapi: "ResourceGroupsTaggingApi",
      sfn: "Sfn",
      ssooidc: "SsoOidc",
    };
    for (const [service, prefix] of Object.entries(table)) {
      assert.equal(namesOf(service)?.prefix, prefix, service);
    }
    assert.ok(serviceNames().length > 400);
  });

  it("holds arguments, results and errors of the services a data pipeline calls", () => {
    const glue = serviceNamed("glue");
    assert.deepEqual(glue?.shapes.GetJobRunRequest, {
      object: { JobName: { string: [1, 255] }, RunId: { string: [1, 255] }, PredecessorsIncluded: "boolean" },
      required: ["JobName", "RunId"],
    });
    assert.equal(glue.prefix, "Glue");
    assert.ok(glue.errors.includes("ConcurrentRunsExceededException"));
    assert.ok(serviceNamed("s3")?.errors.includes("NoSuchKeyException"), "always with the suffix Exception");
    assert.deepEqual(serviceNamed("s3")?.operations.listObjectsV2.paged, {
      lists: ["Contents", "CommonPrefixes"],
      limit: "MaxKeys",
    });
  });

  it("needs no token for which Step Functions makes one", () => {
    const batch = serviceNamed("redshiftdata")?.shapes.BatchExecuteStatementInput as unknown;
    assert.deepEqual((batch as { required: string[] }).required, ["Sqls"]);
  });

  it("has every shape that it refers to", () => {
    for (const file of readdirSync(DIRECTORY).filter((name) => name !== "operations.json")) {
      const service = serviceNamed(file.replace(".json", ""));
      assert.ok(service !== undefined, file);
      for (const [name, shape] of Object.entries(service.shapes)) {
        for (const inner of inside(shape)) {
          const found = resolved({ shape: inner, shapes: service.shapes }) as unknown;
          assert.ok(found !== undefined, `${file} ${name}: ${JSON.stringify(inner)}`);
        }
      }
    }
  });

  it("does not know a service by a path or another spelling", () => {
    for (const name of ["../catalogue/glue", "Glue", "redshift-data", "", "constructor"]) {
      assert.equal(serviceNamed(name), undefined, name);
      assert.equal(namesOf(name), undefined, name);
    }
  });
});

describe("table of optimised integrations", () => {
  it("names operations and shapes that the catalogue has", () => {
    for (const [name, service] of Object.entries(OPTIMISED)) {
      const known = service.sdk === undefined ? undefined : serviceNamed(service.sdk);
      assert.equal(known === undefined, service.sdk === undefined, name);
      for (const [action, { operation, returns = {}, takes = {}, polls = [] }] of Object.entries(
        service.actions,
      )) {
        const at = `${name}:${action}`;
        assert.ok(operation === undefined || known?.operations[operation] !== undefined, at);
        for (const shape of [...Object.values(returns), ...Object.values(takes)]) {
          for (const inner of inside(shape)) {
            assert.ok(
              resolved({ shape: inner, shapes: known?.shapes ?? {} }),
              `${at} ${JSON.stringify(inner)}`,
            );
          }
        }
        for (const poll of service.sdk === undefined ? [] : polls) {
          assert.ok(namesOf(service.sdk!)?.operations.includes(poll), `${at} ${poll}`);
        }
      }
    }
  });

  it("gives each job that can be waited for an operation that tells how it is doing", () => {
    for (const [name, { actions }] of Object.entries(OPTIMISED)) {
      for (const [action, { patterns, polls }] of Object.entries(actions)) {
        assert.equal(patterns.includes(".sync"), polls !== undefined, `${name}:${action}`);
      }
    }
  });
});

function inside(shape: Shape): readonly Shape[] {
  if (typeof shape === "string") {
    return [shape];
  }
  if ("object" in shape) {
    return Object.values(shape.object).flatMap(inside);
  }
  if ("list" in shape) {
    return inside(shape.list);
  }
  return "map" in shape ? inside(shape.map) : [];
}
