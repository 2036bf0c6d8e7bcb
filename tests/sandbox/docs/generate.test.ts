import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { LOCAL_COVERAGE, sandboxPage } from "../../../sandbox/docs/generate";
import { GlueService } from "../../../sandbox/glue/service";
import { LambdaService } from "../../../sandbox/lambda/service";
import { RedshiftDataService } from "../../../sandbox/redshift/data-service";
import { RedshiftServerlessService } from "../../../sandbox/redshift/serverless-service";
import type { AwsError, LocalService } from "../../../sandbox/types";
import { FakeIssuer, recordedProgram } from "../recorded-program";
import { motoPatches } from "../../../sandbox/docs/moto-patches";
import { MOTO_SERVICES } from "../../../sandbox/gateway/moto-operations";
import { SERVICE_MODELS } from "../../../sandbox/gateway/requests/all-models";
import { projectRoot } from "../../../sandbox/paths";
import { SQL_REFUSED, SQL_UNDERSTOOD } from "../../../sandbox/redshift/coverage";
import { parseStatement } from "../../../sandbox/redshift/sql/parse";

/** Services whose operations are asked for one by one; the others need a process or a file. */
const SERVICES: readonly LocalService[] = [
  new LambdaService(common()),
  new GlueService({ ...common(), spark: { python: "python", jars: "jars" } }),
  new RedshiftDataService({ ...common(), endpoint: () => "http://127.0.0.1:1" }),
  new RedshiftServerlessService(recordedProgram([])),
];

function common() {
  const program = recordedProgram([]);
  return { program, issuer: new FakeIssuer(), sink: () => undefined, gatewayUrl: () => "http://127.0.0.1:1" };
}

describe("docs/sandbox.md", () => {
  after(async () => {
    await Promise.all(SERVICES.map((service) => service.close()));
  });

  for (const service of SERVICES) {
    it(`is right about what ${service.service} does, and does not`, async () => {
      const coverage = LOCAL_COVERAGE.find((told) => told.service === service.service);
      const known = Object.keys(SERVICE_MODELS.get(service.service)?.operations ?? {});
      const told = Object.keys(coverage?.operations ?? {});
      for (const operation of new Set([...known, ...told, "DoSomethingElse"])) {
        const principal = { kind: "operator", arn: "arn:aws:iam::111122223333:root" } as const;
        const call = { operation, input: {}, principal, authorize: () => undefined };
        const code = await service.handle(call).then(
          () => "",
          (error: unknown) => (error as AwsError).code,
        );
        assert.equal(code === "NotModelled", !told.includes(operation), operation);
      }
    });
  }

  it("is what the code generates", () => {
    const committed = fs.readFileSync(path.join(projectRoot, "docs", "sandbox.md"), "utf8");
    assert.equal(committed, sandboxPage());
  });

  for (const [statement, example] of SQL_UNDERSTOOD) {
    it(`is right that the warehouse understands ${statement}`, () => {
      assert.ok(parseStatement(example).kind);
    });
  }

  for (const [what, example] of SQL_REFUSED) {
    it(`is right that the warehouse refuses ${what}`, () => {
      assert.throws(() => parseStatement(example), /not model|does not imitate/);
    });
  }

  it("tells of every patch of moto that is installed", () => {
    const install = fs.readFileSync(path.join(projectRoot, "sandbox/moto/patches/install.py"), "utf8");
    const installed = [...install.matchAll(/^ {4,8}(\w+)\.patch\(/gm)].map(([, name]) => `${name}.py`);
    const told = motoPatches().map(({ file }) => path.basename(file));
    assert.ok(installed.length > 5);
    assert.deepEqual(
      installed.filter((name) => !told.includes(name)),
      [],
    );
  });

  it("tells of no service twice, and of every one the gateway reads", () => {
    const told = [...LOCAL_COVERAGE.map(({ service }) => service), ...Object.keys(MOTO_SERVICES)];
    assert.equal(new Set(told).size, told.length);
    assert.deepEqual(
      [...SERVICE_MODELS.keys()].filter((service) => !told.includes(service)),
      [],
    );
  });

  it("names each operation of moto once", () => {
    for (const { serves, declares } of Object.values(MOTO_SERVICES)) {
      const all = [...serves, ...Object.keys(declares)];
      assert.equal(new Set(all).size, all.length, all.join(", "));
    }
  });
});
