import type { Resource } from "./resource";
import type { Rule, Violation } from "./rule";
import { covers, isExpired, type Waiver } from "./waiver";

/** A violation, and the waiver that excuses it or once did. */
export interface Judged extends Violation {
  readonly rule: Rule;
  readonly waiver?: Waiver;
  /** The waiver is over: it excuses nothing. */
  readonly expired: boolean;
}

/** Everything a rule has against a resource; a stack's rule has nothing against one alone. */
export async function violationsOf(rule: Rule, resource: Resource): Promise<readonly Violation[]> {
  if (rule.kind === "stack" || !rule.types.includes(resource.type)) {
    return [];
  }
  return (await rule.check(resource)).map((problem) => ({ resource, problem }));
}

/** Everything a rule has against the resources of a stack. */
export async function stackViolations(
  rule: Rule,
  resources: readonly Resource[],
): Promise<readonly Violation[]> {
  return rule.kind === "stack"
    ? rule.check(resources)
    : (await Promise.all(resources.map((resource) => violationsOf(rule, resource)))).flat();
}

/** Finds each violation its waiver: one that holds before one that is over. */
export function judged(
  rule: Rule,
  violations: readonly Violation[],
  waivers: readonly Waiver[],
  today: Date,
): readonly Judged[] {
  return violations.map((violation) => {
    const covering = waivers.filter((waiver) => covers(waiver, rule, violation.resource));
    const waiver = covering.find((each) => !isExpired(each, today)) ?? covering.at(0);
    return {
      ...violation,
      rule,
      ...(waiver === undefined ? {} : { waiver }),
      expired: waiver !== undefined && isExpired(waiver, today),
    };
  });
}

/** All rules over all resources. */
export async function judgeStack(
  rules: readonly Rule[],
  resources: readonly Resource[],
  waivers: readonly Waiver[],
  today: Date,
): Promise<readonly Judged[]> {
  const all = await Promise.all(
    rules.map(async (rule) => judged(rule, await stackViolations(rule, resources), waivers, today)),
  );
  return all.flat();
}

export function isWaived({ waiver, expired }: Judged): boolean {
  return waiver !== undefined && !expired;
}

/** `"marketing-ingest-machine" (aws:sfn/stateMachine:StateMachine): loggingConfiguration.level is "OFF". Set it ...` */
export function messageOf({ resource, problem, waiver, expired }: Judged): string {
  const over =
    waiver === undefined || !expired ? "" : ` The waiver of ${waiver.owner} ended on ${waiver.expires}.`;
  return `"${resource.name}" (${resource.type}): ${problem}${over}`;
}
