import { PolicyPack } from "@pulumi/policy";
import { policies } from "./engine/policies";
import { RULES } from "./rules/all";
import { WAIVERS } from "./waivers";
import { checkedWaivers } from "./waiver";

/** What `pulumi preview --policy-pack policies` asks. */
new PolicyPack("stepline", {
  policies: [...policies(RULES, checkedWaivers(WAIVERS, RULES), () => new Date())],
});
