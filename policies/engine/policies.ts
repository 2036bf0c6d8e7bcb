import type { ReportViolation, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import {
  type Judged,
  isWaived,
  judged,
  judgeStack,
  messageOf,
  stackViolations,
  violationsOf,
} from "../judge";
import type { Rule } from "../rule";
import { isExpired, type Waiver, waiverText } from "../waiver";
import { Declarations } from "./declarations";
import { fromEngine } from "./resource";

type Policy = ResourceValidationPolicy | StackValidationPolicy;

/** The rules as CrossGuard asks them, and what is said of the waivers themselves. */
export function policies(
  rules: readonly Rule[],
  waivers: readonly Waiver[],
  now: () => Date,
): readonly Policy[] {
  const declarations = new Declarations();
  const asked = rules.map((rule) => policy(rule, waivers, now, declarations));
  return [...asked, currentWaivers(waivers, now), usedWaivers(rules, waivers, now, declarations)];
}

function policy(rule: Rule, waivers: readonly Waiver[], now: () => Date, declarations: Declarations): Policy {
  const { name, checks: description, enforcement: enforcementLevel } = rule;
  const tell = (found: readonly Judged[], report: ReportViolation): void => {
    for (const each of found.filter((one) => !isWaived(one))) {
      report(messageOf(each), each.resource.urn);
    }
  };
  if (rule.kind === "stack") {
    return {
      name,
      description,
      enforcementLevel,
      validateStack: async ({ resources }, report) => {
        const violations = await stackViolations(rule, declarations.completed(resources.map(fromEngine)));
        tell(judged(rule, violations, waivers, now()), report);
      },
    };
  }
  return {
    name,
    description,
    enforcementLevel,
    validateResource: async (args, report) => {
      if (rule.types.includes(args.type)) {
        tell(judged(rule, await violationsOf(rule, fromEngine(args)), waivers, now()), report);
      }
    },
  };
}

function currentWaivers(waivers: readonly Waiver[], now: () => Date): Policy {
  return {
    name: "Waivers-are-current",
    description: "No waiver of the environment has expired.",
    enforcementLevel: "mandatory",
    validateStack: ({ resources }, report) => {
      const environments = new Set(resources.map((resource) => fromEngine(resource).environment));
      for (const waiver of ofEnvironments(waivers, environments).filter((each) => isExpired(each, now()))) {
        report(
          `${waiverText(waiver)}, has expired. Mend what it excuses, or renew it in policies/waivers.ts.`,
        );
      }
    },
  };
}

function usedWaivers(
  rules: readonly Rule[],
  waivers: readonly Waiver[],
  now: () => Date,
  declarations: Declarations,
): ResourceValidationPolicy & StackValidationPolicy {
  return {
    name: "Waivers-are-used",
    description: "Every waiver of the environment excuses something.",
    enforcementLevel: "advisory",
    // The one policy that is asked about every resource, of whatever type: what is declared is noted here for all of them.
    validateResource: (args) => {
      declarations.note(fromEngine(args));
    },
    validateStack: async ({ resources }, report) => {
      const own = declarations.completed(resources.map(fromEngine));
      const environments = new Set(own.map(({ environment }) => environment));
      const found = await judgeStack(rules, own, waivers, now());
      for (const waiver of unusedWaivers(ofEnvironments(waivers, environments), found)) {
        report(`${waiverText(waiver)}, excuses nothing. Remove it from policies/waivers.ts.`);
      }
    },
  };
}

function ofEnvironments(waivers: readonly Waiver[], environments: ReadonlySet<string>): readonly Waiver[] {
  return waivers.filter((waiver) => waiver.environments.some((environment) => environments.has(environment)));
}

export function unusedWaivers(waivers: readonly Waiver[], found: readonly Judged[]): readonly Waiver[] {
  const used = new Set(found.map(({ waiver }) => waiver));
  return waivers.filter((waiver) => !used.has(waiver));
}
