import * as path from "node:path";
import { CommandError } from "../../command-error";
import type { RevisionName } from "../review";
import type { Snapshot } from "../snapshot";
import { evaluateStack } from "./evaluation";
import { bundleEvaluator } from "./evaluator-bundle";
import type { Checkout } from "./node-modules";
import { Repository } from "./repository";
import { committedRevision, type Revision, workTreeRevision } from "./revision";
import { newKey } from "./secret-digest";
import { Workplace } from "./workplace";

/** Each takes a processor for a second or two. */
const PROCESSES = 2;

export interface RevisionsToCompare extends Checkout {
  readonly base: string;
  /** Default: the work tree. */
  readonly head?: string;
  /** Default: every stack of either revision. */
  readonly stacks: readonly string[];
}

/** One of the two is missing where a revision does not have the stack. */
export interface StackSnapshots {
  readonly stack: string;
  readonly before?: Snapshot;
  readonly after?: Snapshot;
}

export interface EvaluatedRevisions {
  readonly base: RevisionName;
  readonly head: RevisionName;
  readonly stacks: readonly StackSnapshots[];
}

/**
 * Evaluates two revisions of a project, without a cloud and without a change to the checkout or its repository.
 *
 * @throws CommandError naming the revision that is not there, has no program, or whose program fails
 */
export async function evaluateRevisions(wanted: RevisionsToCompare): Promise<EvaluatedRevisions> {
  const repository = new Repository(wanted.root);
  const workplace = new Workplace();
  const place = (side: string): string => path.join(workplace.folder, side);
  try {
    const base = await committedRevision("base", wanted.base, repository, place("base"), wanted);
    const head =
      wanted.head === undefined
        ? workTreeRevision(place("head"), wanted)
        : await committedRevision("head", wanted.head, repository, place("head"), wanted);
    const stacks = stacksToCompare(base, head, wanted.stacks);
    await bundleEvaluator([base.evaluator, head.evaluator]);
    return { base: base.name, head: head.name, stacks: await evaluateAll(base, head, stacks, workplace) };
  } finally {
    workplace.close();
  }
}

/** @throws CommandError for a stack that neither has, or when there is none at all */
function stacksToCompare(base: Revision, head: Revision, wanted: readonly string[]): readonly string[] {
  const known = [...new Set([...head.stacks, ...base.stacks])].sort();
  if (known.length === 0) {
    throw new CommandError("Neither revision has a stack: add a Pulumi.<stack>.yaml.");
  }
  const unknown = wanted.find((stack) => !known.includes(stack));
  if (unknown !== undefined) {
    throw new CommandError(
      `--env "${unknown}" is not a stack of either revision, which have ${known.join(" and ")}: name one, or add Pulumi.${unknown}.yaml.`,
    );
  }
  return wanted.length === 0 ? known : [...new Set(wanted)];
}

async function evaluateAll(
  base: Revision,
  head: Revision,
  stacks: readonly string[],
  workplace: Workplace,
): Promise<readonly StackSnapshots[]> {
  const key = newKey();
  const snapshots = new Map<string, Snapshot>();
  const work = stacks.flatMap((stack) =>
    [base, head]
      .filter((revision) => revision.stacks.includes(stack))
      .map((revision) => ({ stack, revision })),
  );
  const next = work.values();
  const worker = async (): Promise<void> => {
    for (const { stack, revision } of next) {
      snapshots.set(`${revision.evaluator} ${stack}`, await evaluateStack(revision, stack, key, workplace));
    }
  };
  await Promise.all(Array.from({ length: PROCESSES }, worker));
  return stacks.map((stack) => ({
    stack,
    before: snapshots.get(`${base.evaluator} ${stack}`),
    after: snapshots.get(`${head.evaluator} ${stack}`),
  }));
}
