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
  /** Stack -> statements that only it declares. No scenario runs them. */
  readonly elsewhere: Readonly<Record<string, readonly StatementEvidence[]>>;
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

/** Everything there is evidence of, whichever stack declares it. */
export function everyStatement({ statements, elsewhere }: Evidence): readonly StatementEvidence[] {
  return [...statements, ...Object.values(elsewhere).flat()];
}

/** The evidence of one statement, found by its names. */
export function evidenceOf(
  { role, sid }: Pick<StatementEvidence, "role" | "sid">,
  evidence: Evidence,
): StatementEvidence | undefined {
  return everyStatement(evidence).find((one) => one.role === role && one.sid === sid);
}

/** What is wrong with the evidence for one statement of a program: missing, of another text or with other reasons, or no proof. */
export function gapsOf(statement: DeclaredStatement, evidence: Evidence): readonly string[] {
  const name = `${statement.role} ${statement.sid}`;
  const own = evidenceOf(statement, evidence);
  if (own === undefined) {
    return statement.actions.map((action) => `${name}: nothing shows that ${action} is needed: ${RENEW}`);
  }
  if (own.fingerprint !== statement.fingerprint) {
    return [`${name} has changed since it was proved: ${RENEW}`];
  }
  return [...reasonGaps(statement, own), ...unproved(own)];
}

/** Reasons that the program gives, and the evidence doesn't have, or the other way round. */
function reasonGaps({ role, sid, reasons }: DeclaredStatement, own: StatementEvidence): readonly string[] {
  const known: Readonly<Partial<Record<string, string>>> = { ...own.resourceReasons, ...actionReasons(own) };
  const parts = [...new Set([...Object.keys(reasons), ...Object.keys(known)])];
  return parts
    .filter((part) => reasons[part] !== known[part])
    .map((part) => `${role} ${sid}: ${reasonGap(part, reasons[part], known[part], own)}`);
}

function reasonGap(
  part: string,
  reason: string | undefined,
  known: string | undefined,
  { actions }: StatementEvidence,
): string {
  if (reason === undefined) {
    return `${part} has lost its reason ("${known}"): ${RENEW}`;
  }
  if (known !== undefined) {
    return `${part} has another reason ("${reason}") than when it was looked at ("${known}"): ${RENEW}`;
  }
  const proof = (actions as Readonly<Partial<Record<string, ActionProof>>>)[part];
  return proof !== undefined && "scenario" in proof
    ? `${part} is given a reason ("${reason}"), but "${proof.scenario}" misses it: drop the reason; if it holds now, ${RENEW}`
    : `${part} is given a reason ("${reason}") that nothing has tested: ${RENEW}; if a scenario asks for it, drop the reason`;
}

function actionReasons({ actions }: StatementEvidence): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(actions).flatMap(([action, proof]) =>
      proof.kind === "reason" || proof.kind === "refuted" ? [[action, proof.reason]] : [],
    ),
  );
}

/** Actions of a statement that nothing misses, or whose reason is false, and resources that nothing asks for. */
export function unproved({ role, sid, actions, unusedResources }: StatementEvidence): readonly string[] {
  const open = Object.entries(actions).flatMap(([action, proof]) => {
    const gap = gapIn(proof);
    return gap === undefined ? [] : [`${role} ${sid}: ${action} ${gap}`];
  });
  const unasked = unusedResources.map(
    (resource) => `${role} ${sid}: no scenario asks for ${resource}: drop it, or give the reason (unproved)`,
  );
  return [...open, ...unasked];
}

function gapIn(proof: ActionProof): string | undefined {
  switch (proof.kind) {
    case "missed":
    case "documented":
    case "reason":
      return undefined;
    case "refuted":
      return `has a reason ("${proof.reason}") that is false: without the action, in "${proof.scenario}", ${proof.aspect} are "${proof.instead}": drop the reason (unproved)`;
    case "unnoticed":
      return "is missed by nobody: drop it, or give the reason (unproved)";
    case "unused":
      return "is asked for by no scenario: drop it, or give the reason (unproved)";
  }
}
