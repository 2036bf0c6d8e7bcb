import type { JudgedCall } from "../iam/authorizer";
import { matchesResource, parsePattern } from "../iam/pattern";
import type { Lab } from "./lab";
import type { Observation } from "./observation";
import type { Scenario } from "./scenarios";
import type { DeclaredStatement } from "./statements";

/** How a scenario goes with every statement in force, and what it takes. */
export interface Baseline {
  readonly scenario: Scenario;
  readonly lab: Lab;
  readonly seen: Observation;
  readonly milliseconds: number;
  readonly calls: readonly JudgedCall[];
}

/** How a scenario goes otherwise without an action: in `aspect`, `instead` is seen. */
interface Difference {
  readonly scenario: string;
  readonly aspect: string;
  readonly instead: string;
}

/** What is known of one action of a statement. */
export type ActionProof =
  | ({ readonly kind: "missed" } & Difference)
  /** As `missed`, but only because the sandbox refuses by the list that it has from this page of AWS's documentation. */
  | ({ readonly kind: "documented"; readonly page: string } & Difference)
  /** Nothing offline can tell; the program says why. */
  | { readonly kind: "reason"; readonly reason: string }
  /** The program says that nothing offline can tell, and a scenario does. */
  | ({ readonly kind: "refuted"; readonly reason: string } & Difference)
  /** It is asked for, and refused without it, but nobody sees a difference. */
  | { readonly kind: "unnoticed"; readonly scenarios: readonly string[] }
  /** No scenario asks for it. */
  | { readonly kind: "unused" };

/** @throws Error when a role is refused something although every statement is in force. */
export async function runBaseline(lab: Lab, scenario: Scenario): Promise<Baseline> {
  const calls: JudgedCall[] = [];
  const stop = lab.sandbox.authorizer.observe((call) => calls.push(call));
  const began = Date.now();
  try {
    const seen = await scenario.run(lab);
    const refused = calls.find(({ allowed }) => !allowed);
    if (refused !== undefined) {
      throw new Error(
        `"${scenario.name}" is refused ${refused.action} on ${refused.resource} for ${refused.roleName}: declare it first.`,
      );
    }
    return { scenario, lab, seen, milliseconds: Date.now() - began, calls };
  } finally {
    stop();
  }
}

/**
 * Takes one action of a statement away and looks whether any scenario that uses it goes otherwise; the shortest first, and those that the
 * sandbox's own lists refuse last. A reason exempts no action from that: it has to hold.
 */
export async function proveAction(
  statement: DeclaredStatement,
  action: string,
  baselines: readonly Baseline[],
): Promise<ActionProof> {
  const proof = await missedBy(statement, action, baselines);
  const reason = statement.unproved[action];
  if (reason === undefined) {
    return proof;
  }
  if (proof.kind === "unused" || proof.kind === "unnoticed") {
    return { kind: "reason", reason };
  }
  const { scenario, aspect, instead } = proof;
  return { kind: "refuted", reason, scenario, aspect, instead };
}

type Found = Exclude<ActionProof, { readonly kind: "reason" | "refuted" }>;

async function missedBy(
  statement: DeclaredStatement,
  action: string,
  baselines: readonly Baseline[],
): Promise<Found> {
  const pageOf = ({ scenario }: Baseline) => scenario.documentedIn?.(action);
  const isListed = (baseline: Baseline) => pageOf(baseline) !== undefined;
  const using = baselines
    .filter(({ calls }) => calls.some((call) => restsOn(call, statement) && call.action === action))
    .sort((a, b) => Number(isListed(a)) - Number(isListed(b)) || a.milliseconds - b.milliseconds);
  for (const baseline of using) {
    const difference = await withhold(statement, action, baseline);
    if (difference !== undefined) {
      const missed = { scenario: baseline.scenario.name, ...difference };
      const page = pageOf(baseline);
      return page === undefined ? { kind: "missed", ...missed } : { kind: "documented", page, ...missed };
    }
  }
  return using.length === 0
    ? { kind: "unused" }
    : { kind: "unnoticed", scenarios: using.map(({ scenario }) => scenario.name) };
}

/** The first aspect that differs; only counted when the role was refused the action, so that no slow machine makes a proof. */
async function withhold(
  { roleName, policy, sid }: DeclaredStatement,
  action: string,
  { scenario, lab, seen }: Baseline,
): Promise<Omit<Difference, "scenario"> | undefined> {
  const { authorizer } = lab.sandbox;
  const refused: JudgedCall[] = [];
  const stop = authorizer.observe((call) => {
    if (!call.allowed && call.roleName === roleName && call.action === action) {
      refused.push(call);
    }
  });
  authorizer.withhold({ roleName, policy, sid, action });
  try {
    const now = await scenario.run(lab, seen.logs);
    const aspect = Object.keys(seen).find((name) => now[name] !== seen[name]);
    return refused.length > 0 && aspect !== undefined ? { aspect, instead: now[aspect] } : undefined;
  } finally {
    authorizer.withhold(undefined);
    stop();
  }
}

/** Resources of a statement that no call of any scenario was about. */
export function unusedResources(
  statement: DeclaredStatement,
  baselines: readonly Baseline[],
): readonly string[] {
  const asked = baselines.flatMap(({ calls }) =>
    calls.filter((call) => restsOn(call, statement)).map(({ resource }) => resource),
  );
  return statement.resources.filter((pattern) => {
    const parsed = parsePattern(pattern);
    return parsed === undefined || !asked.some((resource) => matchesResource(parsed, resource));
  });
}

function restsOn(call: JudgedCall, { roleName, policy, sid }: DeclaredStatement): boolean {
  return (
    call.roleName === roleName &&
    call.statements.some((statement) => statement.policy === policy && statement.label === sid)
  );
}
