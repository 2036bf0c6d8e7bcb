import assert from "node:assert/strict";
import * as path from "node:path";
import { unusedWaivers } from "../../policies/engine/policies";
import { isWaived, type Judged, judgeStack, messageOf } from "../../policies/judge";
import { fromRecording } from "../../policies/recorded-resources";
import { RULES } from "../../policies/rules/all";
import { checkedWaivers } from "../../policies/waiver";
import { WAIVERS } from "../../policies/waivers";
import { projectRoot } from "../../sandbox/paths";
import { recordProgram, type RecordOptions } from "../../sandbox/program/record";
import { CONFIG } from "../program/program";
import { DURING_THE_WAIVERS } from "./during-the-waivers";

/** Both environments, and what they are deployed by. */
const PROGRAMS: Readonly<Record<string, RecordOptions>> = {
  dev: { stack: "dev", config: CONFIG },
  prod: { stack: "prod", config: CONFIG },
  bootstrap: { stack: "example", programDirectory: path.join(projectRoot, "bootstrap") },
};

describe("the programs, under its policies", function () {
  this.timeout(60_000);
  const judgedStacks = new Map<string, readonly Judged[]>();
  before(async () => {
    for (const [program, options] of Object.entries(PROGRAMS)) {
      const resources = fromRecording(await recordProgram(options));
      judgedStacks.set(program, await judgeStack(RULES, resources, WAIVERS, DURING_THE_WAIVERS));
    }
  });

  for (const program of Object.keys(PROGRAMS)) {
    it(`keep every rule in ${program}, or are waived with a reason`, () => {
      const open = judgedStacks.get(program)!.filter((each) => !isWaived(each));
      assert.deepEqual(open.map(messageOf), []);
    });
  }

  it("keep every mandatory rule in prod without a waiver", () => {
    const waived = judgedStacks.get("prod")!.filter(({ rule }) => rule.enforcement === "mandatory");
    assert.deepEqual(waived.map(messageOf), []);
  });

  it("need every waiver, in each environment that the waiver names", () => {
    const places = new Set(WAIVERS.flatMap(({ environments }) => environments));
    assert.deepEqual([...places].sort(), [...judgedStacks.keys()].sort());
    for (const [program, found] of judgedStacks) {
      const own = WAIVERS.filter(({ environments }) => environments.includes(program));
      assert.deepEqual(unusedWaivers(own, found), [], program);
    }
  });

  it("have waivers that are valid", () => {
    assert.equal(checkedWaivers(WAIVERS, RULES), WAIVERS);
  });
});
