import * as fs from "node:fs";
import * as path from "node:path";
import { CommandError } from "../../command-error";
import type { RevisionName } from "../review";
import type { Snapshot } from "../snapshot";
import { Evaluations } from "./evaluations";
import { bundledEvaluator } from "./evaluator-bundle";
import type { Checkout } from "./node-modules";
import { Repository } from "./repository";
import { committedRevision, type Revision, workTreeRevision } from "./revision";
import { Workplace } from "./workplace";

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
  const commits = {
    base: repository.commit(wanted.base, "--base"),
    head: wanted.head === undefined ? undefined : repository.commit(wanted.head, "--head"),
  };
  const workplace = new Workplace();
  const place = (side: string): string => path.join(workplace.folder, side);
  const evaluations = new Evaluations(workplace);
  try {
    const evaluator = await bundledEvaluator();
    const head =
      wanted.head === undefined || commits.head === undefined
        ? workTreeRevision(place("head"), wanted)
        : await committedRevision(
            "head",
            { ref: wanted.head, commit: commits.head },
            repository,
            place("head"),
            wanted,
          );
    fs.writeFileSync(head.evaluator, evaluator);
    // While the base's files, and maybe its packages, are fetched.
    evaluations.start(head, wanted.stacks);
    const base = await committedRevision(
      "base",
      { ref: wanted.base, commit: commits.base },
      repository,
      place("base"),
      wanted,
    );
    const stacks = stacksToCompare(base, head, wanted.stacks);
    fs.writeFileSync(base.evaluator, evaluator);
    evaluations.start(base, wanted.stacks);
    return {
      base: base.name,
      head: head.name,
      stacks: await Promise.all(
        stacks.map(async (stack) => ({
          stack,
          before: await evaluations.snapshot(base, stack),
          after: await evaluations.snapshot(head, stack),
        })),
      ),
    };
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
