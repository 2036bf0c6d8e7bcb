import type { Evidence, StatementEvidence } from "./evidence";
import type { ActionProof } from "./proof";

/** `docs/least-privilege.md`: who misses what. The same evidence always gives the same text. */
export function tableOf(evidence: Evidence): string {
  const { statements, scenarios } = evidence;
  const proofs = statements.flatMap(({ actions }) => Object.values(actions));
  const count = (kind: ActionProof["kind"]) => proofs.filter((proof) => proof.kind === kind).length;
  return `# Least privilege, proved

For each role of the program, each action of each of its statements was taken away in the sandbox, alone, and the scenarios
that had used it were run again, the shortest first. An action is proved when one of them then goes otherwise: a run ends with
another error, the record, a notice, rows, a quarantined file, a log, a dead letter or a job is missing or left over. What AWS's
services do with a role by themselves can't be seen here; such an action carries its reason where it is declared
(\`unproved\` in \`components/\`).

\`npx stepline privilege\` does all of that and writes this page and \`sandbox/privilege/proved-statements.json\`. \`npm test\` fails when a
statement has changed since, of either environment: names of stack, account and region left out, what both declare is the same.

${statements.length} statements with ${proofs.length} actions: ${count("missed")} proved, ${count("reason")} with a reason, ${count("unnoticed")} missed by nobody, ${count("unused")} used by nothing.

## Scenarios

${scenarios.map((name) => `- ${name}`).join("\n")}

## Statements

${rolesOf(statements)
  .map((role) =>
    section(
      role,
      statements.filter((statement) => statement.role === role),
    ),
  )
  .join("\n\n")}
`;
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
    case "reason":
      return `not seen offline: ${proof.reason}`;
    case "unnoticed":
      return `**refused in ${proof.scenarios.join(", ")}, but missed by nobody**`;
    case "unused":
      return "**nothing asks for it**";
  }
}
