import { benchPage } from "../../bench/page";
import { readResults } from "../../bench/results";
import { policiesPage } from "../../policies/scoreboard/page";
import { sandboxPage } from "../../sandbox/docs/generate";
import { readEvidence } from "../../sandbox/privilege/evidence";
import { tableOf } from "../../sandbox/privilege/table";
import { commandsPage } from "./commands-page";
import type { GeneratedPage } from "./generated-page";

/** Every page that is made from the code or from kept results. Add one here, and `stepline docs` writes it. */
export const PAGES: readonly GeneratedPage[] = [
  { file: "bench/results/index.html", generate: () => benchPage(readResults()) },
  { file: "docs/commands.md", generate: commandsPage },
  { file: "docs/least-privilege.md", generate: () => tableOf(readEvidence()) },
  { file: "docs/policies.md", generate: policiesPage },
  { file: "docs/sandbox.md", generate: sandboxPage },
];
