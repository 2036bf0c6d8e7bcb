import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Account } from "../../../sandbox/engine/provider/account";
import { NoPulumiCli, pulumiCli } from "../../../sandbox/engine/pulumi-cli";
import { engineStack, type EngineStack, type EngineStackOptions } from "../../../sandbox/engine/stack";

/** Building the CLI takes minutes, once. */
const FIND_TIMEOUT_MS = 900_000;
/** A whole stack is made in seconds; a busy machine takes longer. */
export const ENGINE_TIMEOUT_MS = 180_000;

export interface TestEngine {
  /** A stack in a folder of its own, closed and removed after the suite. */
  stack(options: Omit<EngineStackOptions, "directory">): Promise<EngineStack>;
}

/** Whether there is a CLI, asked once for all suites of the process. */
let available: Promise<boolean> | undefined;

/** For a suite on the real engine, called in its `describe`: without a CLI its tests are skipped, but under CI=true they fail. */
export function useEngine(): TestEngine {
  const opening: Promise<EngineStack>[] = [];
  const folders: string[] = [];
  before(async function () {
    this.timeout(FIND_TIMEOUT_MS);
    available ??= findEngine();
    if (!(await available)) {
      this.skip();
    }
  });
  beforeEach(function () {
    this.currentTest?.timeout(ENGINE_TIMEOUT_MS);
  });
  after(async function () {
    this.timeout(ENGINE_TIMEOUT_MS);
    // After a test that ran out of time its stack may still be opened, or deployed.
    const opened = await Promise.allSettled(opening);
    await Promise.all(opened.flatMap((stack) => (stack.status === "fulfilled" ? [stack.value.close()] : [])));
    folders.forEach((folder) => {
      fs.rmSync(folder, { recursive: true, force: true });
    });
  });
  return {
    async stack(options) {
      const directory = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-engine-"));
      folders.push(directory);
      const stack = engineStack({ account: new Account(), ...options, directory });
      opening.push(stack);
      return await stack;
    },
  };
}

/** @throws NoPulumiCli under CI=true */
async function findEngine(): Promise<boolean> {
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  try {
    // A log of skipped tests has one line of it; whoever looks on is told what takes so long.
    await pulumiCli(process.stderr.isTTY || process.env.CI === "true" ? { say } : {});
    return true;
  } catch (error) {
    if (!(error instanceof NoPulumiCli) || process.env.CI === "true") {
      throw error;
    }
    say(`Tests on Pulumi's engine are skipped: ${error.message}`);
    return false;
  }
}
