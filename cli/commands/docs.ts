import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { projectRoot } from "../../sandbox/paths";
import { stalePages } from "../docs/generated-page";
import { PAGES } from "../docs/pages";

export const HELP = `stepline docs [--check]

Writes the pages that are made from the code and from kept results: what the
commands say of themselves, what the sandbox models, what stepline privilege has
found, and the benchmarks over time.

  --check  writes nothing: names the pages that aren't up to date.
  --help   this text.

Exit status: 0 written, or up to date; 1 --check found a page that isn't; 2 a
page could not be made.`;

/** `stepline docs`. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { check: { type: "boolean", default: false } } });
  const stale = await stalePages(projectRoot, PAGES);
  if (stale.length === 0) {
    process.stdout.write(`${PAGES.map(({ file }) => file).join(", ")}: up to date\n`);
    return 0;
  }
  for (const { file, text } of stale) {
    if (values.check) {
      process.stdout.write(`${file} is not what the code says: write it with npx stepline docs.\n`);
    } else {
      fs.mkdirSync(path.dirname(path.join(projectRoot, file)), { recursive: true });
      fs.writeFileSync(path.join(projectRoot, file), text);
      process.stdout.write(`${file} written\n`);
    }
  }
  return values.check ? 1 : 0;
}
