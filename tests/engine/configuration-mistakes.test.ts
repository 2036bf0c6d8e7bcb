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
    says: /stepline:warehouseBaseCapacity is "8", but is not a known key: did you mean warehouseBaseCapacityRpu\?/,
  },
  "an unknown environment": {
    config: { environment: "staging" },
    says: /stepline:environment is "staging": must be dev or prod/,
  },
  "a value of another type": {
    config: { logRetentionDays: "a fortnight" },
    says: /stepline:logRetentionDays is "a fortnight": must be a number/,
  },
  "a list that is none": {
    config: { notificationEmails: "on-call@stepline.internal" },
    says: /stepline:notificationEmails is "on-call@stepline\.internal": must be a list of texts, like \["a", "b"\]/,
  },
  "an unknown time zone": {
    config: { scheduleTimeZone: "Europe/Lisabon" },
    says: /stepline:scheduleTimeZone is "Europe\/Lisabon": must be a time zone of the IANA database, like Europe\/Dublin/,
  },
  "an address that is none": {
    config: { notificationEmails: ["on-call at stepline"] },
    says: /stepline:notificationEmails\[0\] is "on-call at stepline": must be an e-mail address/,
  },
  "a capacity that isn't sold": {
    config: { warehouseBaseCapacityRpu: 12 },
    says: /stepline:warehouseBaseCapacityRpu is 12: must be 4, a multiple of 8 from 8 to 512, or a multiple of 32 up to 1024/,
  },
  "a capacity beyond what there is": {
    config: { warehouseMaxCapacityRpu: 2048 },
    says: /stepline:warehouseMaxCapacityRpu is 2048: must be 4, a multiple of 8 from 8 to 512, or a multiple of 32 up to 1024/,
  },
  "an account that isn't one of those allowed": {
    config: { allowedAccountIds: ["999988887777"] },
    says: /account 111122223333: stepline:allowedAccountIds names 999988887777\. Use credentials of one of them, or add the account/,
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
      const result = await stack.preview();
      assert.equal(result.succeeded, false);
      assert.equal(result.errors.length, 1);
      assert.match(result.errors[0], says);
      assert.deepEqual(registered(result), []);
    });
  }

  it("stops before anything is registered when a pipeline's contract is missing, naming pipeline and file", async () => {
    const program = new CopiedProgram();
    try {
      fs.rmSync(path.join(program.directory, "contracts", "campaign_contacts.odcs.yaml"));
      const stack = await engine.stack({ stack: "dev", program: () => program.load()() });
      const result = await stack.preview();
      assert.equal(result.succeeded, false);
      assert.match(result.errors.join("\n"), /marketing[^]*contracts\/campaign_contacts\.odcs\.yaml/);
      assert.deepEqual(registered(result), []);
    } finally {
      program.remove();
    }
  });
});
