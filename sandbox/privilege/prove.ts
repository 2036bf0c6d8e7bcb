import type { RecordedProgram } from "../types";
import { elsewhere } from "./elsewhere";
import type { Evidence, StatementEvidence } from "./evidence";
import { Lab } from "./lab";
import { type Baseline, proveAction, runBaseline, unusedResources } from "./proof";
import { type LabKind, SCENARIOS } from "./scenarios";
import { type DeclaredStatement, declaredStatements, withoutStack } from "./statements";

/** A Glue job's minute in the laboratory in which no job has time: none of its stages ends in 30 of them. */
const NO_TIME_MILLISECONDS = 10;

export interface ProveOptions {
  /** Only the statements of this role. Default: all. */
  readonly role?: string;
  readonly say: (line: string) => void;
}

/**
 * Runs every scenario as declared, then takes each action of each statement away in turn and looks who misses it.
 *
 * @throws Error when a scenario does not work as declared.
 */
export async function prove(program: RecordedProgram, { role, say }: ProveOptions): Promise<Evidence> {
  const labs = new Map<LabKind, Lab>();
  try {
    labs.set("usual", await Lab.start(program));
    labs.set("slow", await Lab.start(program, { spark: false, glueMinuteMs: NO_TIME_MILLISECONDS }));
    labs.set("deploys", await Lab.start(program, { spark: false }));
    const baselines = await runBaselines(labs, say);
    const statements = declaredStatements(program, labs.get("usual")!.sandbox.authorizer);
    const proved: StatementEvidence[] = [];
    for (const statement of statements.filter((one) => role === undefined || one.role === role)) {
      proved.push(await proveStatement(statement, baselines, program));
      say(`${statement.role} ${statement.sid}: ${summary(proved.at(-1)!)}`);
    }
    return {
      stack: program.stack,
      scenarios: SCENARIOS.map(({ name }) => name),
      statements: proved,
      elsewhere: role === undefined ? await elsewhere(program.stack, proved) : {},
    };
  } finally {
    await Promise.all([...labs.values()].map((lab) => lab.close()));
  }
}

async function runBaselines(
  labs: ReadonlyMap<LabKind, Lab>,
  say: (line: string) => void,
): Promise<readonly Baseline[]> {
  const baselines: Baseline[] = [];
  for (const scenario of SCENARIOS) {
    const baseline = await runBaseline(labs.get(scenario.lab ?? "usual")!, scenario);
    baselines.push(baseline);
    const seconds = (baseline.milliseconds / 1000).toFixed(1);
    say(`"${scenario.name}": ${Object.values(baseline.seen).join(" | ")} (${seconds} s)`);
  }
  return baselines;
}

async function proveStatement(
  statement: DeclaredStatement,
  baselines: readonly Baseline[],
  program: RecordedProgram,
): Promise<StatementEvidence> {
  const { role, sid, fingerprint } = statement;
  const actions: Record<string, Awaited<ReturnType<typeof proveAction>>> = {};
  for (const action of statement.actions) {
    actions[action] = await proveAction(statement, action, baselines);
  }
  // Who has a reason for every action needs none for its resources.
  const silent = statement.actions.every((action) => actions[action].kind === "reason");
  const idle = silent ? [] : unusedResources(statement, baselines);
  return { role, sid, fingerprint, actions, ...judgedResources(idle, statement, program) };
}

/** Resources that nothing asks for, with their reasons and without. */
export function judgedResources(
  idle: readonly string[],
  { unproved }: DeclaredStatement,
  program: RecordedProgram,
): Pick<StatementEvidence, "resourceReasons" | "unusedResources"> {
  const reasons = idle.flatMap((resource) => {
    const reason = unproved[resource];
    return reason === undefined ? [] : [[withoutStack(resource, program), reason] as const];
  });
  const others = idle.filter((resource) => unproved[resource] === undefined);
  return {
    resourceReasons: Object.fromEntries(reasons),
    unusedResources: others.map((resource) => withoutStack(resource, program)),
  };
}

function summary({ actions }: StatementEvidence): string {
  return Object.entries(actions)
    .map(
      ([action, proof]) => `${action} ${proof.kind}${"scenario" in proof ? ` by "${proof.scenario}"` : ""}`,
    )
    .join(", ");
}
