import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as prettier from "prettier";
import { projectRoot } from "../../../../sandbox/paths";
import { type Comparison, comparisonTable } from "./comparison";

const DOCUMENT = join(projectRoot, "docs", "workflow-linter.md");
const BEGIN = "<!-- Written by tests/components/workflow/lint/write-document.ts -->";
const END = "<!-- end -->";

export function documentText(): string {
  return readFileSync(DOCUMENT, "utf8");
}

/** The document with its table as the comparison has it; the rest as it is. */
export async function documentWith(comparisons: readonly Comparison[]): Promise<string> {
  const [before, rest] = documentText().split(BEGIN);
  const [, after] = rest.split(END);
  const text = `${before}${BEGIN}\n\n${comparisonTable(comparisons)}\n\n${END}${after}`;
  const options = await prettier.resolveConfig(DOCUMENT);
  return prettier.format(text, { ...options, filepath: DOCUMENT });
}

export async function writeDocument(comparisons: readonly Comparison[]): Promise<void> {
  writeFileSync(DOCUMENT, await documentWith(comparisons));
}
