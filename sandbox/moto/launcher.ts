import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import * as readline from "node:readline";
import { DataDirectoryError } from "../data/directory";
import { pythonPath } from "../paths";

export interface MotoOptions {
  /** `http://127.0.0.1:4566`: where state machines send their calls. Need not answer before the first execution. */
  readonly gatewayUrl: string;
  /** Admits to the gateway's `/_stepline/credentials`. */
  readonly adminToken: string;
  readonly logFile: string;
  /** Factor on Wait states and on pauses between attempts; their number and order stay. Default: 1, real time. */
  readonly timeScale?: number;
  /** Factor on `TimeoutSeconds` of states and machines. Default: 1: work takes the time it takes. */
  readonly timeoutScale?: number;
  /** Default: 111122223333. */
  readonly accountId?: string;
  /** Folder that keeps objects, items, messages, executions and logs. Absent: they end with the process. */
  readonly dataDirectory?: string;
  /** Told what a person should know of: a state that could not be saved. */
  readonly onWarning?: (text: string) => void;
}

export interface RunningMoto {
  /** On the loopback. */
  readonly port: number;
  readonly pid: number;
  /** Resolves when the process is gone, asked for or not. */
  readonly exited: Promise<void>;
  /**
   * Puts what is kept back into the resources that exist now, and saves from then on.
   *
   * @returns what has no place in a resource: `bucket stepline-dev-raw`. It stays in the folder.
   */
  restore(): Promise<readonly string[]>;
  /** What is kept is saved first. */
  stop(): Promise<void>;
}

const READY_MS = 60_000;
const STOP_MS = 3_000;
/** It may have much to write. */
const STOP_SAVING_MS = 60_000;

/**
 * Starts moto with Step Functions that really executes, and waits until it listens. It ends with this process.
 *
 * @throws DataDirectoryError when the folder for the state can't be used.
 * @throws Error with the end of its log when it does not come up.
 */
export async function startMoto(options: MotoOptions): Promise<RunningMoto> {
  fs.mkdirSync(path.dirname(options.logFile), { recursive: true });
  const log = fs.openSync(options.logFile, "a");
  const child = spawn(pythonPath(), [path.join(__dirname, "launcher.py"), ...launcherArguments(options)], {
    stdio: ["pipe", "pipe", log],
    env: { ...process.env, STEPLINE_ADMIN_TOKEN: options.adminToken },
  });
  fs.closeSync(log);
  const exited = once(child, "exit").then(() => undefined);
  const end = () => stop(child, exited, options.dataDirectory === undefined ? STOP_MS : STOP_SAVING_MS);
  try {
    const port = await readyPort(child, options.onWarning);
    return { port, pid: child.pid!, exited, stop: end, restore: () => restore(port, options.adminToken) };
  } catch (error) {
    await end();
    if (error instanceof DataDirectoryError) {
      throw error;
    }
    throw new Error(`moto did not start: ${(error as Error).message}\n${endOf(options.logFile)}`);
  }
}

function launcherArguments(options: MotoOptions): readonly string[] {
  const { gatewayUrl, logFile, timeScale = 1, timeoutScale = 1, accountId = "111122223333" } = options;
  return [
    ...(options.dataDirectory === undefined ? [] : ["--data-dir", options.dataDirectory]),
    ...["--gateway-url", gatewayUrl, "--log-file", logFile, "--account-id", accountId],
    ...["--time-scale", String(timeScale), "--timeout-scale", String(timeoutScale)],
  ];
}

async function readyPort(child: ChildProcess, onWarning: MotoOptions["onWarning"]): Promise<number> {
  const lines = readline.createInterface({ input: child.stdout! });
  const line = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`it was not ready after ${READY_MS / 1000} s.`));
    }, READY_MS);
    lines.once("line", resolve);
    child.once("error", reject);
    // Not "exit": what it said last is read by then.
    child.once("close", (code) => {
      clearTimeout(timer);
      reject(new Error(`it ended with status ${String(code)}.`));
    });
    lines.once("line", () => {
      clearTimeout(timer);
    });
  });
  lines.on("line", (text) => onWarning?.(text.replace(/^warning /, "")));
  const refused = /^refused (.*)$/.exec(line)?.[1];
  if (refused !== undefined) {
    throw new DataDirectoryError(refused);
  }
  const port = /^ready (\d+)$/.exec(line)?.[1];
  if (port === undefined) {
    throw new Error(`it said "${line}" instead of "ready PORT".`);
  }
  return Number(port);
}

async function restore(port: number, adminToken: string): Promise<readonly string[]> {
  const answer = await fetch(`http://127.0.0.1:${port}/_stepline/restore`, {
    method: "POST",
    headers: { "x-stepline-admin": adminToken },
  });
  const { aside, error } = (await answer.json()) as { aside?: readonly string[]; error?: string };
  if (aside === undefined) {
    throw new Error(`What was kept could not be put back: ${error}`);
  }
  return aside;
}

async function stop(child: ChildProcess, exited: Promise<void>, patienceMs: number): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const kill = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  child.kill("SIGTERM");
  await exited;
  clearTimeout(kill);
}

function endOf(logFile: string): string {
  return fs.readFileSync(logFile, "utf8").slice(-2000);
}
