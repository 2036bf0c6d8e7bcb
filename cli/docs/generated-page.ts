import * as fs from "node:fs";
import * as path from "node:path";

/** A page that is made from the code, so that it can't tell anything else. */
export interface GeneratedPage {
  /** `docs/commands.md`, relative to the project. */
  readonly file: string;
  readonly generate: () => string | Promise<string>;
}

/** Pages that aren't what would be generated now: their files and texts. */
export async function stalePages(
  root: string,
  pages: readonly GeneratedPage[],
): Promise<readonly { readonly file: string; readonly text: string }[]> {
  const stale: { readonly file: string; readonly text: string }[] = [];
  for (const { file, generate } of pages) {
    const text = await generate();
    const full = path.join(root, file);
    if (!fs.existsSync(full) || fs.readFileSync(full, "utf8") !== text) {
      stale.push({ file, text });
    }
  }
  return stale;
}
