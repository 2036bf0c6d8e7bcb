import { fork } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { CommandError } from "../../command-error";
import { visibleLines } from "../document/visible";
import type { Snapshot } from "../snapshot";
import type { Evaluation } from "./evaluate";
import type { Revision } from "./revision";
import { KEY_VARIABLE } from "./secret-digest";
import type { Workplace } from "./workplace";

/**
 * What a revision declares for a stack, told by a process of its own.
 *
 * @param key of the review, for what stands for secrets
 * @throws CommandError naming revision and stack, with what the program said
 */
export async function evaluateStack(
  revision: Revision,
  stack: string,
  key: string,
  workplace: Workplace,
): Promise<Snapshot> {
  const child = fork(revision.evaluator, [typeScriptLoader(revision.folder), revision.folder, stack], {
    cwd: revision.folder,
    execArgv: [],
    env: { ...process.env, ...typeScriptSettings(revision.folder), [KEY_VARIABLE]: key },
    // What a program prints may hold its secrets.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    serialization: "json",
  });
  workplace.add(child);
  const evaluation = await new Promise<Evaluation>((resolve, reject) => {
    child.once("message", (message) => {
      resolve(message as Evaluation);
    });
    child.once("error", reject);
    child.once("exit", (status, signal) => {
      resolve({ error: `It ended by itself, with ${signal ?? `exit status ${String(status)}`}.` });
    });
  });
  if ("error" in evaluation) {
    throw new CommandError(
      `The program of ${revision.title} could not be evaluated for stack ${stack}:\n${visibleLines(evaluation.error).join("\n")}`,
    );
  }
  return evaluation.snapshot;
}

/** ts-node as the revision has it, else this checkout's. */
function typeScriptLoader(folder: string): string {
  for (const place of [path.join(folder, "package.json"), __filename]) {
    try {
      return createRequire(place).resolve("ts-node/register");
    } catch {
      continue;
    }
  }
  throw new CommandError("ts-node is not installed: npm ci brings it.");
}

/** Types were checked when the revision was made: here they would only take time. */
function typeScriptSettings(folder: string): Readonly<Record<string, string>> {
  const project = path.join(folder, "tsconfig.json");
  return {
    TS_NODE_TRANSPILE_ONLY: "true",
    ...(fs.existsSync(project) ? { TS_NODE_PROJECT: project } : {}),
  };
}
