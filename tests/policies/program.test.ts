import assert from "node:assert/strict";
import { unusedWaivers } from "../../policies/engine/policies";
import { isWaived, type Judged, judgeStack, messageOf } from "../../policies/judge";
import { fromRecording } from "../../policies/recorded-resources";
import { RULES } from "../../policies/rules/all";
import { checkedWaivers } from "../../policies/waiver";
import { WAIVERS } from "../../policies/waivers";
import { recordProgram } from "../../sandbox/program/record";
import { CONFIG } from "../program/program";

const DURING_THE_WAIVERS = new Date("2026-12-01T12:00:00Z");

describe("the program, under its policies", function () {
  this.timeout(60_000);
  const judgedStacks = new Map<string, readonly Judged[]>();
  before(async () => {
    for (const stack of ["dev", "prod"]) {
      const resources = fromRecording(await recordProgram({ stack, config: CONFIG }));
      judgedStacks.set(stack, await judgeStack(RULES, resources, WAIVERS, DURING_THE_WAIVERS));
    }
  });

  for (const stack of ["dev", "prod"]) {
    it(`keeps every rule in ${stack}, or is waived with a reason`, () => {
      const open = judgedStacks.get(stack)!.filter((each) => !isWaived(each));
      assert.deepEqual(open.map(messageOf), []);
    });
  }

  it("keeps every mandatory rule in prod without a waiver", () => {
    const waived = judgedStacks.get("prod")!.filter(({ rule }) => rule.enforcement === "mandatory");
    assert.deepEqual(waived.map(messageOf), []);
  });

  it("needs every waiver, in each environment that the waiver names", () => {
    for (const [stack, found] of judgedStacks) {
      const own = WAIVERS.filter(({ environments }) => environments.includes(stack));
      assert.deepEqual(unusedWaivers(own, found), [], stack);
    }
  });

  it("has waivers that are valid", () => {
    assert.equal(checkedWaivers(WAIVERS, RULES), WAIVERS);
  });
});
