import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import type { EngineResult } from "../../sandbox/engine/engine-result";
import { useEngine } from "../sandbox/engine/use-engine";
import { CopiedProgram } from "./copied-program";

interface Mistake {
  readonly config: Readonly<Record<string, unknown>>;
  /** Key, value and what to do, in this order. */
  readonly says: RegExp;
}

const MISTAKES: Readonly<Record<string, Mistake>> = {
  "an unknown key": {
    config: { warehouseBaseCapacity: 8 },
    says: /stepline:warehouseBaseCapacity\b[^]*Known keys: .*warehouseBaseCapacityRpu/,
  },
  "a value of another type": {
    config: { logRetentionDays: "a fortnight" },
    says: /stepline:logRetentionDays\b[^]*fortnight/,
  },
  "a list that is none": {
    config: { notificationEmails: "on-call@stepline.internal" },
    says: /stepline:notificationEmails\b[^]*on-call@stepline\.internal/,
  },
  "an unknown time zone": {
    config: { scheduleTimeZone: "Europe/Lisabon" },
    says: /schedule\.timeZone\b[^]*Europe\/Lisabon/,
  },
  "an address that is none": {
    config: { notificationEmails: ["on-call at stepline"] },
    says: /notifications\.emails\[?\.?0\b[^]*on-call at stepline/,
  },
  "a capacity that isn't sold": {
    config: { warehouseBaseCapacityRpu: 12 },
    says: /warehouse\.baseCapacityRpu\b[^]*12[^]*multiple of 8|warehouse\.baseCapacityRpu\b[^]*multiple of 8[^]*12/,
  },
  "a capacity beyond what there is": {
    config: { warehouseMaxCapacityRpu: 2048 },
    says: /warehouse\.maxCapacityRpu\b/,
  },
  "a stack without an environment": {
    config: { environment: "staging" },
    says: /stepline:environment\b[^]*staging/,
  },
  "an account that isn't one of those allowed": {
    config: { allowedAccountIds: ["999988887777"] },
    says: /must not be deployed to account 111122223333: stepline:allowedAccountIds names 999988887777/,
  },
};

/** The stack itself, and the provider that is asked which account this is, come before the program. */
function registered({ operations }: EngineResult): readonly string[] {
  return operations
    .filter(({ type }) => type !== "pulumi:pulumi:Stack" && type !== "pulumi:providers:aws")
    .map(({ urn }) => urn);
}

describe("a mistake in a stack's configuration, on the engine", () => {
  const engine = useEngine();

  for (const [what, { config, says }] of Object.entries(MISTAKES)) {
    it(`stops before anything is registered, naming key, value and fix: ${what}`, async () => {
      const stack = await engine.stack({ stack: "dev", config });
      const result = await stack.up();
      assert.equal(result.succeeded, false);
      assert.match(result.errors.join("\n"), says);
      assert.deepEqual(registered(result), []);
      assert.deepEqual(stack.account.all, []);
    });
  }

  it("stops before anything is registered when a pipeline's contract is missing, naming pipeline and file", async () => {
    const program = new CopiedProgram();
    try {
      fs.rmSync(path.join(program.directory, "contracts", "campaign_contacts.odcs.yaml"));
      const stack = await engine.stack({ stack: "dev", program: () => program.load()() });
      const result = await stack.up();
      assert.equal(result.succeeded, false);
      assert.match(result.errors.join("\n"), /marketing[^]*contracts\/campaign_contacts\.odcs\.yaml/);
      assert.deepEqual(registered(result), []);
    } finally {
      program.remove();
    }
  });
});
