import { sandboxPage } from "../../sandbox/docs/generate";
import { readEvidence } from "../../sandbox/privilege/evidence";
import { tableOf } from "../../sandbox/privilege/table";
import { commandsPage } from "./commands-page";
import type { GeneratedPage } from "./generated-page";

/** Every page of `docs/` that is made from the code. Add one here, and `stepline docs` writes it. */
export const PAGES: readonly GeneratedPage[] = [
  { file: "docs/commands.md", generate: commandsPage },
  { file: "docs/least-privilege.md", generate: () => tableOf(readEvidence()) },
  { file: "docs/sandbox.md", generate: sandboxPage },
];
