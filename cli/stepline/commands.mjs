import fs from "node:fs";
import path from "node:path";
import { SetupError } from "../install/message.mjs";
import { root } from "../install/root.mjs";

/**
 * Every command: what it is for, and what it needs installed: node modules, or all that the sandbox runs on too. Its module
 * `cli/commands/<name>.ts` exports `HELP: string` and `run(args: readonly string[]): Promise<number>`.
 */
const COMMANDS = [
  { name: "synth", needs: "node modules", summary: "write what the program of a stack declares, as files" },
  { name: "lint", needs: "node modules", summary: "check every workflow before it is deployed" },
  { name: "diff", needs: "node modules", summary: "show what a change means, before it lands" },
  { name: "sandbox", needs: "everything", summary: "keep a local AWS endpoint up, with the program in it" },
  { name: "report", needs: "node modules", summary: "make the page of a run, from what the AWS API tells" },
  { name: "privilege", needs: "everything", summary: "prove that no role may do more than it needs" },
  { name: "bench", needs: "everything", summary: "measure Stepline beside what it is compared with" },
  { name: "docs", needs: "node modules", summary: "write the pages of docs/ that are made from the code" },
];

/** The commands of this checkout: those whose module is there. */
export function commands() {
  return COMMANDS.filter(({ name }) => fs.existsSync(commandFile(name)));
}

export function commandFile(name) {
  return path.join(root, "cli", "commands", `${name}.ts`);
}

/** @throws SetupError with the nearest command and the list. */
export function findCommand(given) {
  const known = commands();
  const found = known.find(({ name }) => name === given);
  if (found === undefined) {
    const what = given.startsWith("-") ? "option" : "command";
    throw new SetupError(
      `stepline has no ${what} "${given}".${suggestion(given, known)}\n` +
        `Commands: ${known.map(({ name }) => name).join(", ")}. stepline --help explains them.`,
    );
  }
  return found;
}

function suggestion(given, known) {
  const near = known
    .map(({ name }) => ({ name, edits: edits(given, name) }))
    .filter(({ name, edits }) => edits <= Math.max(1, Math.floor(name.length / 2)))
    .sort((one, other) => one.edits - other.edits);
  return near.length === 0 ? "" : ` Did you mean "${near[0].name}"?`;
}

/** Letters to insert, delete or replace to make one word of the other. */
function edits(from, to) {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[to.length];
}
