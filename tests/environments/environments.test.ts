import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";

import { dev } from "../../environments/dev";
import { prod } from "../../environments/prod";
import { EnvironmentSchema } from "../../environments/schema";

const root = resolve(__dirname, "..", "..");
const yaml = (file: string): { config: Record<string, { description?: string; default?: unknown }> } =>
  parse(readFileSync(resolve(root, file), "utf8")) as never;

describe("environments", () => {
  it("dev is cheap and disposable: nothing runs by itself, costs are capped, data goes with the stack", () => {
    assert.ok(EnvironmentSchema.safeParse(dev).success);
    assert.equal(dev.schedule.enabled, false);
    assert.equal(dev.warehouse.usageLimit.breachAction, "deactivate");
    assert.deepEqual([dev.protection.allowDataDeletion, dev.protection.protectResources], [true, false]);
  });

  it("prod is protected and retained, can be restored, and keeps logs a year or more", () => {
    const { emails } = prod.notifications;
    const complete = {
      ...prod,
      notifications: { required: true, emails: [...emails, "a@stepline.internal"] },
    };
    assert.ok(EnvironmentSchema.safeParse(complete).success);
    assert.deepEqual(prod.protection, {
      protectResources: true,
      allowDataDeletion: false,
      deletionProtection: true,
      pointInTimeRecovery: true,
      keyDeletionWindowDays: 30,
    });
    assert.ok(prod.logs.retentionDays >= 365);
    assert.deepEqual(
      [prod.warehouse.enhancedVpcRouting, prod.network.flowLogs, prod.schedule.enabled],
      [true, true, true],
    );
  });
});

describe("Pulumi.yaml", () => {
  const { config } = yaml("Pulumi.yaml");

  it("describes every key and gives it a default, or Pulumi would want it in every stack", () => {
    for (const [key, value] of Object.entries(config)) {
      assert.ok(value.description, key);
      assert.notEqual(value.default, undefined, key);
    }
  });

  it("declares every key that the program reads", () => {
    const source = readFileSync(resolve(root, "environments", "load.ts"), "utf8");
    const read = [...source.matchAll(/^ {4}(\w+): .*\.optional\(\),$/gm)].map((match) => match[1]);
    assert.deepEqual(Object.keys(config).sort(), read.sort());
  });

  it("comes with stack files whose keys it declares", () => {
    for (const stack of ["dev", "prod"]) {
      for (const key of Object.keys(yaml(`Pulumi.${stack}.yaml`).config)) {
        assert.ok(key.startsWith("aws:") || key.replace("stepline:", "") in config, key);
      }
    }
  });
});
