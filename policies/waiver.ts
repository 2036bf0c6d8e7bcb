import * as z from "zod";
import { CommandError } from "../cli/command-error";
import { problemLines } from "../environments/schema";
import { matchesPattern, parsePattern } from "../sandbox/iam/pattern";
import type { Resource } from "./resource";
import type { Rule } from "./rule";

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 400;

const date = z.iso.date({ error: "must be a date like 2027-03-31" });
const words = z.string().trim().min(1, { error: "must not be empty" });

const WaiverSchema = z
  .strictObject({
    /** The rule's name: `KMS.3-deletion-can-be-undone`. */
    rule: words,
    /** Where it holds: the Environment tag of the provider's defaultTags, or else the stack's name. */
    environments: z.array(words).min(1, { error: "must name at least one environment" }).readonly(),
    /** The resource's type, as in its URN: `aws:kms/key:Key`. */
    type: words,
    /** The resource's name in the program, with `*` and `?` as in IAM: `platform-key-key`. */
    name: words,
    /** Who answers for it: a person or a team. */
    owner: words,
    reason: words.min(20, { error: "must say why, in a sentence" }),
    since: date,
    /** The last day on which it holds, by UTC. */
    expires: date,
  })
  .refine(({ since, expires }) => Date.parse(expires) >= Date.parse(since), {
    error: "must not be before since",
    path: ["expires"],
  })
  .refine(({ since, expires }) => Date.parse(expires) - Date.parse(since) <= LONGEST_DAYS * DAY_MS, {
    error: `must be within ${LONGEST_DAYS} days of since: look at it again by then`,
    path: ["expires"],
  })
  .readonly();

/** A place where a rule does not hold, on somebody's responsibility and for a time. */
export type Waiver = z.infer<typeof WaiverSchema>;

/**
 * Waivers, checked.
 *
 * @throws CommandError with every mistake: a rule that there is not, a missing owner, more than 400 days.
 */
export function checkedWaivers(waivers: readonly Waiver[], rules: readonly Rule[]): readonly Waiver[] {
  const names = new Set(rules.map(({ name }) => name));
  const problems = waivers.flatMap((waiver, index) => {
    const parsed = WaiverSchema.safeParse(waiver);
    const place = `waiver ${index + 1} (${waiver.rule}, "${waiver.name}")`;
    return [
      ...(parsed.success ? [] : problemLines(parsed.error, waiver).map((line) => `${place}: ${line}`)),
      ...(names.has(waiver.rule)
        ? []
        : [`${place}: there is no rule of this name. Take one of docs/policies.md, or remove the waiver`]),
    ];
  });
  if (problems.length > 0) {
    throw new CommandError(`policies/waivers.ts is wrong:\n  ${problems.join("\n  ")}`);
  }
  return waivers;
}

export function covers(waiver: Waiver, rule: Rule, resource: Resource): boolean {
  return (
    waiver.rule === rule.name &&
    waiver.environments.includes(resource.environment) &&
    waiver.type === resource.type &&
    matchesPattern(parsePattern(waiver.name) ?? [], resource.name)
  );
}

export function isExpired({ expires }: Waiver, today: Date): boolean {
  return today.toISOString().slice(0, 10) > expires;
}

/** A waiver, as a message about it begins. */
export function waiverText({ rule, type, name, owner, expires }: Waiver): string {
  return `The waiver of ${owner} for ${rule} on "${name}" (${type}), until ${expires}`;
}
