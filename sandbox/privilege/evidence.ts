import fs from "node:fs";
import path from "node:path";
import { projectRoot } from "../paths";
import type { ActionProof } from "./proof";
import type { DeclaredStatement } from "./statements";

/** What `stepline privilege` found; kept in the repository, so that tests and the docs can hold the program against it. */
export interface Evidence {
  readonly stack: string;
  readonly scenarios: readonly string[];
  readonly statements: readonly StatementEvidence[];
}

export interface StatementEvidence {
  readonly role: string;
  readonly sid: string;
  readonly fingerprint: string;
  readonly actions: Readonly<Record<string, ActionProof>>;
  /** Resources that no scenario asks for, with the program's reason; without the stack's own names. */
  readonly resourceReasons: Readonly<Record<string, string>>;
  /** Those without a reason. */
  readonly unusedResources: readonly string[];
}

export const EVIDENCE_FILE = path.join(projectRoot, "sandbox/privilege/proved-statements.json");
export const TABLE_FILE = path.join(projectRoot, "docs/least-privilege.md");

/** What to do when evidence and program don't fit each other. */
export const RENEW = "run npx stepline privilege";

export function readEvidence(): Evidence {
  return JSON.parse(fs.readFileSync(EVIDENCE_FILE, "utf8")) as Evidence;
}

export function writeEvidence(evidence: Evidence): void {
  fs.writeFileSync(EVIDENCE_FILE, `${JSON.stringify(evidence, null, 2)}\n`);
}

/** What is wrong with the evidence for one statement of a program: missing, of another text, or no proof. */
export function gapsOf(statement: DeclaredStatement, { statements }: Evidence): readonly string[] {
  const name = `${statement.role} ${statement.sid}`;
  const own = statements.find(({ role, sid }) => role === statement.role && sid === statement.sid);
  if (own === undefined) {
    const unreasoned = statement.actions.filter((action) => statement.unproved[action] === undefined);
    return unreasoned.map((action) => `${name}: nothing shows that ${action} is needed: ${RENEW}`);
  }
  if (own.fingerprint !== statement.fingerprint) {
    return [`${name} has changed since it was proved: ${RENEW}`];
  }
  return unproved(own);
}

/** Actions of a statement that nothing misses, and resources that nothing asks for. */
export function unproved({ role, sid, actions, unusedResources }: StatementEvidence): readonly string[] {
  const idle = Object.entries(actions).flatMap(([action, proof]) =>
    proof.kind === "missed" || proof.kind === "reason"
      ? []
      : [
          `${role} ${sid}: ${action} ${proof.kind === "unused" ? "is asked for by no scenario" : "is missed by nobody"}: drop it, or give the reason (unproved)`,
        ],
  );
  const unasked = unusedResources.map(
    (resource) => `${role} ${sid}: no scenario asks for ${resource}: drop it, or give the reason (unproved)`,
  );
  return [...idle, ...unasked];
}
