import type { Finding } from "./finding";
import type { Exemption, LintedWorkflow } from "./rule";

/** Without what is exempted; an exemption that exempts nothing, or without a reason, is a finding itself: `unused-exemption`. */
export function exempted(
  { name, options }: LintedWorkflow,
  findings: readonly Finding[],
): readonly Finding[] {
  const exemptions = options.exemptions ?? [];
  const used = new Set<Exemption>();
  const left = findings.filter((finding) => {
    const match = exemptions.find((exemption) => covers(exemption, finding));
    if (match !== undefined) {
      used.add(match);
    }
    return match === undefined;
  });
  return [...left, ...exemptions.flatMap((exemption) => complaint(name, exemption, used.has(exemption)))];
}

function covers({ rule, state, field, reason }: Exemption, finding: Finding): boolean {
  return (
    reason.trim() !== "" &&
    rule === finding.rule &&
    state === finding.state &&
    (field === undefined || field === finding.field)
  );
}

function complaint(
  workflow: string,
  { rule, state, field, reason }: Exemption,
  used: boolean,
): readonly Finding[] {
  if (used) {
    return [];
  }
  const place = { rule: "unused-exemption", workflow, state, field: field ?? "exemptions" };
  return reason.trim() === ""
    ? [{ ...place, message: `is exempted from ${rule} without a reason.`, fix: "Write the reason." }]
    : [{ ...place, message: `is exempted from ${rule}, and keeps it.`, fix: "Remove the exemption." }];
}
