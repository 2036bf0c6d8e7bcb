import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { projectRoot, stateDirectory } from "../../sandbox/paths";
import { CommandError } from "../command-error";
import { hasChanges } from "../diff/change-counts";
import { compareRevisions } from "../diff/compare";
import { describeReview } from "../diff/describe";
import { markdown } from "../diff/document/markdown";
import { terminal } from "../diff/document/terminal";
import type { Review } from "../diff/review";
import { evaluateRevisions } from "../diff/revision/evaluate-revisions";

export const HELP = `stepline diff --base <git ref> [--head <git ref>] [--env <stack>]...
              [--format people|markdown|json] [--graphs] [--out <file>]
              [--exit-code]

Shows what a change means before it lands: workflows state by state, who may
do what, data contracts with the statements that migrate their tables,
resources that are replaced or deleted, settings, and an estimate of the cost.
Evaluates the program of both revisions as it is there; asks no cloud, needs
no credentials, and leaves the repository alone.

  --base <git ref>   what to compare with: a branch, a tag, a commit. For what
                     a branch alone changes: the output of
                     git merge-base origin/main HEAD
  --head <git ref>   what changes it. Default: the work tree as it is, with
                     what is not committed.
  --env <stack>      whose Pulumi.<stack>.yaml counts; may be given more than
                     once. Default: every stack of either revision.
  --format <format>  people, for a terminal; markdown, for a comment on GitHub,
                     in whose size it fits; json, with all there is.
                     Default: people.
  --graphs           for people: the workflows' graphs too, as Mermaid. Markdown
                     always has them.
  --out <file>       where to, in place of the output.
  --exit-code        ends with 1 when something changes.
  --help             this text.

A revision whose packages are not those of the work tree gets an install of its
own, without install scripts, which is kept in .stepline/diff/. Secrets are
shown as [secret 1a2b3c]: the same for equal values within one review, and
telling nothing else; values that only the Pulumi CLI can decrypt have
stand-ins, equal where the encrypted text is.

Exit status: 0 compared; 1 with --exit-code: something changes; 2 the command
could not be carried out.`;

const FORMATS = ["people", "markdown", "json"] as const;
type Format = (typeof FORMATS)[number];

interface Options {
  readonly base: string;
  readonly head?: string;
  readonly env: readonly string[];
  readonly format: Format;
  readonly graphs: boolean;
  readonly out?: string;
  readonly exitCode: boolean;
}

/** `stepline diff`. */
export async function run(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  const review = await compareRevisions(
    await evaluateRevisions({
      root: projectRoot,
      cache: path.join(stateDirectory(), "diff"),
      base: options.base,
      head: options.head,
      stacks: options.env,
    }),
  );
  write(reviewText(review, options), options.out);
  return options.exitCode && review.stacks.some(hasChanges) ? 1 : 0;
}

function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      base: { type: "string" },
      head: { type: "string" },
      env: { type: "string", multiple: true, default: [] },
      format: { type: "string", default: "people" },
      graphs: { type: "boolean", default: false },
      out: { type: "string" },
      "exit-code": { type: "boolean", default: false },
    },
  });
  const { base, head, env, graphs, out } = values;
  if (head === "") {
    throw new CommandError(
      "--head is empty: name the revision that changes the base, as in --head my-branch, or leave it out for the work tree.",
    );
  }
  if (base === undefined || base === "") {
    throw new CommandError(
      "--base is missing: name the revision to compare with, as in --base origin/main, or, for what the branch alone " +
        'changes, --base "$(git merge-base origin/main HEAD)".',
    );
  }
  const format = FORMATS.find((known) => known === values.format);
  if (format === undefined) {
    throw new CommandError(`--format "${values.format}" is not one of ${FORMATS.join(", ")}.`);
  }
  return { base, head, env, format, graphs, out, exitCode: values["exit-code"] };
}

function reviewText(review: Review, { format, graphs, out }: Options): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(review, null, 2)}\n`;
    case "markdown":
      return markdown(describeReview(review), commandFor(review));
    case "people": {
      const screen = out === undefined && process.stdout.isTTY ? process.stdout : undefined;
      return terminal(describeReview(review), {
        width: screen?.columns ?? 80,
        // https://no-color.org
        colours: screen !== undefined && (process.env.NO_COLOR ?? "") === "",
        graphs,
      });
    }
  }
}

/** What shows the same review without limits. */
function commandFor({ base, head }: Review): string {
  const revision = ({ ref, commit }: Review["base"]): string => (commit ?? ref).slice(0, 12);
  const ofHead = head.commit === undefined ? "" : ` --head ${revision(head)}`;
  return `npx stepline diff --base ${revision(base)}${ofHead}`;
}

function write(text: string, out: string | undefined): void {
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    fs.writeFileSync(out, text);
  } catch (error) {
    throw new CommandError(
      `--out ${out} can't be written: ${(error as Error).message}. Name a file in a folder that is there.`,
    );
  }
}
