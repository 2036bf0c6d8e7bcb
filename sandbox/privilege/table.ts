import type { Evidence, StatementEvidence } from "./evidence";
import type { ActionProof } from "./proof";

const GUIDE = "AWS Step Functions developer guide";

/** `docs/least-privilege.md`: who misses what. The same evidence always gives the same text. */
export function tableOf({ stack, statements, scenarios, elsewhere }: Evidence): string {
  return `# Least privilege, proved

For each role of ${stack}, each action of each of its statements is taken away in the sandbox, alone, and the scenarios that had
used it are run again, the shortest first. What comes of it:

- **Proved by running**: a scenario goes otherwise. A run ends with another error; the record, a notice, rows, a quarantined file,
  a log, a dead letter or a job is missing or left over.
- **Checked from the documentation**: AWS refuses a workflow whose role lacks the action, says the ${GUIDE},
  and the sandbox refuses it by a list copied from there. That shows only that the role has what the list has.
- **With a reason**: what AWS's services do with a role by themselves can't be seen here; the action carries its reason where it is
  declared (\`unproved\` in \`components/\`). A reason exempts nothing: when a scenario asks for the action, it is taken away as any
  other, and the reason is false when that makes a difference.

\`npx stepline privilege\` does all of that and writes this page and \`sandbox/privilege/proved-statements.json\`. \`npm test\` fails when a
statement or a reason has changed since, of either environment: names of stack, account and region left out, what both declare is
the same.

${stack}: ${totals(statements)}${Object.entries(elsewhere)
    .map(([other, more]) => `\n\nOnly ${other}, further down: ${totals(more)}`)
    .join("")}

## Scenarios

${scenarios.map((name) => `- ${name}`).join("\n")}

## Statements

${sections(statements)}
${Object.entries(elsewhere)
  .map(([other, more]) => elsewherePart(other, more, stack))
  .join("")}`;
}

const TOTALS: readonly (readonly [kind: ActionProof["kind"], words: string, always?: "always"])[] = [
  ["missed", "proved by running", "always"],
  ["documented", "checked from the documentation", "always"],
  ["reason", "with a reason", "always"],
  ["refuted", "with a reason that is false"],
  ["unnoticed", "missed by nobody", "always"],
  ["unused", "used by nothing", "always"],
];

function totals(statements: readonly StatementEvidence[]): string {
  const proofs = statements.flatMap(({ actions }) => Object.values(actions));
  const counts = TOTALS.map(([kind, words, always]) => {
    const count = proofs.filter((proof) => proof.kind === kind).length;
    return count > 0 || always !== undefined ? [`${count} ${words}`] : [];
  });
  return `${statements.length} statements with ${proofs.length} actions: ${counts.flat().join(", ")}.`;
}

function elsewherePart(other: string, statements: readonly StatementEvidence[], stack: string): string {
  return statements.length === 0
    ? ""
    : `
## Only in ${other}

${stack} doesn't declare these, so no scenario runs them: none is proved, each action has to have its reason.

${sections(statements)}
`;
}

function sections(statements: readonly StatementEvidence[]): string {
  return rolesOf(statements)
    .map((role) =>
      section(
        role,
        statements.filter((statement) => statement.role === role),
      ),
    )
    .join("\n\n");
}

function rolesOf(statements: readonly StatementEvidence[]): string[] {
  return [...new Set(statements.map(({ role }) => role))];
}

function section(role: string, statements: readonly StatementEvidence[]): string {
  const rows = statements.flatMap(({ sid, actions, resourceReasons, unusedResources }) => [
    ...Object.entries(actions).map(([action, proof]) => row(sid, `\`${action}\``, words(proof))),
    ...Object.entries(resourceReasons).map(([resource, reason]) =>
      row(sid, `\`${resource}\``, `not seen offline: ${reason}`),
    ),
    ...unusedResources.map((resource) =>
      row(sid, `\`${resource}\``, "**no scenario asks for this resource**"),
    ),
  ]);
  return [
    `### ${role}`,
    "",
    "| statement | action or resource | without it |",
    "|---|---|---|",
    ...rows,
  ].join("\n");
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function words(proof: ActionProof): string {
  switch (proof.kind) {
    case "missed":
      return `${proof.scenario}: ${proof.aspect} ${proof.instead === "" ? "nothing" : proof.instead}`;
    case "documented":
      return `required by AWS's documentation (${GUIDE}, "${proof.page}"); the sandbox refuses a machine without it`;
    case "refuted":
      return `**its reason is false (${proof.reason})**: ${proof.scenario}: ${proof.aspect} ${proof.instead}`;
    case "reason":
      return `not seen offline: ${proof.reason}`;
    case "unnoticed":
      return `**refused in ${proof.scenarios.join(", ")}, but missed by nobody**`;
    case "unused":
      return "**nothing asks for it**";
  }
}
