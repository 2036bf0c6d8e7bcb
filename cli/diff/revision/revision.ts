import * as fs from "node:fs";
import * as path from "node:path";
import { CommandError } from "../../command-error";
import type { RevisionName } from "../review";
import { type Checkout, provideNodeModules } from "./node-modules";
import type { Repository } from "./repository";

/** The files of a revision, ready to be evaluated. */
export interface Revision {
  readonly name: RevisionName;
  /** In a sentence: `the base, main (1a2b3c4),` or `the head, the work tree,`. */
  readonly title: string;
  /** With Pulumi.yaml. */
  readonly folder: string;
  /** Where the evaluator belongs: in a folder whose packages are the revision's. */
  readonly evaluator: string;
  /** With a `Pulumi.<stack>.yaml`, sorted. */
  readonly stacks: readonly string[];
}

export type Side = "base" | "head";

/** The work tree as it is, with what is not committed. */
export function workTreeRevision(place: string, checkout: Checkout): Revision {
  fs.mkdirSync(place);
  const modules = path.join(checkout.root, "node_modules");
  return revision({ ref: "work tree" }, "the head, the work tree,", checkout.root, place, modules);
}

/** A commit, and the ref that it was named by. */
export interface NamedCommit {
  readonly ref: string;
  readonly commit: string;
}

/**
 * @param place a folder that is not there yet, for the revision's files
 * @throws CommandError when the commit holds no program
 */
export async function committedRevision(
  side: Side,
  { ref, commit }: NamedCommit,
  repository: Repository,
  place: string,
  checkout: Checkout,
): Promise<Revision> {
  const folder = path.join(place, "files");
  fs.mkdirSync(folder, { recursive: true });
  repository.checkOut(commit, folder, path.join(place, "index"));
  const title = `the ${side}, ${ref}${commit.startsWith(ref) ? "" : ` (${commit.slice(0, 7)})`},`;
  checkProgram(folder, title);
  const modules = await provideNodeModules(folder, title, checkout);
  return revision({ ref, commit }, title, folder, place, modules);
}

function revision(
  name: RevisionName,
  title: string,
  folder: string,
  place: string,
  modules: string,
): Revision {
  fs.symlinkSync(modules, path.join(place, "node_modules"), "junction");
  return { name, title, folder, evaluator: path.join(place, "evaluator.cjs"), stacks: stacksOf(folder) };
}

/** Before its packages are installed, which takes long. */
function checkProgram(folder: string, title: string): void {
  for (const file of ["Pulumi.yaml", "package.json"]) {
    if (!fs.existsSync(path.join(folder, file))) {
      throw new CommandError(
        `There is no ${file} in ${title.replace(/,$/, "")}: take a revision that has the program.`,
      );
    }
  }
}

function stacksOf(folder: string): readonly string[] {
  return fs
    .readdirSync(folder)
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}
