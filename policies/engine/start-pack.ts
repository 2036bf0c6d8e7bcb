import { PolicyPack } from "@pulumi/policy";
import { RULES } from "../rules/all";
import { checkedWaivers } from "../waiver";
import { WAIVERS } from "../waivers";
import { policies } from "./policies";

/**
 * Answers the engine's questions, in the process that the engine made for the pack.
 *
 * @param now when waivers are judged.
 * @throws CommandError when a waiver is wrong.
 */
export function startPack(now: () => Date): PolicyPack {
  return new PolicyPack("stepline", { policies: [...policies(RULES, checkedWaivers(WAIVERS, RULES), now)] });
}
