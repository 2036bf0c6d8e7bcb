import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import * as readline from "node:readline";
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
}

export interface RunningMoto {
  /** On the loopback. */
  readonly port: number;
  readonly pid: number;
  /** Resolves when the process is gone, asked for or not. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

const READY_MS = 60_000;
const STOP_MS = 3_000;

/**
 * Starts moto with Step Functions that really executes, and waits until it listens. It ends with this process.
 *
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
  try {
    return { port: await readyPort(child), pid: child.pid!, exited, stop: () => stop(child, exited) };
  } catch (error) {
    await stop(child, exited);
    throw new Error(`moto did not start: ${(error as Error).message}\n${endOf(options.logFile)}`);
  }
}

function launcherArguments(options: MotoOptions): readonly string[] {
  const { gatewayUrl, logFile, timeScale = 1, timeoutScale = 1, accountId = "111122223333" } = options;
  return [
    ...["--gateway-url", gatewayUrl, "--log-file", logFile, "--account-id", accountId],
    ...["--time-scale", String(timeScale), "--timeout-scale", String(timeoutScale)],
  ];
}

async function readyPort(child: ChildProcess): Promise<number> {
  const lines = readline.createInterface({ input: child.stdout! });
  const line = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`it was not ready after ${READY_MS / 1000} s.`));
    }, READY_MS);
    lines.once("line", resolve);
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`it ended with status ${String(code)}.`));
    });
    lines.once("line", () => {
      clearTimeout(timer);
    });
  });
  lines.close();
  const port = /^ready (\d+)$/.exec(line)?.[1];
  if (port === undefined) {
    throw new Error(`it said "${line}" instead of "ready PORT".`);
  }
  return Number(port);
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const kill = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  child.kill("SIGTERM");
  await exited;
  clearTimeout(kill);
}

function endOf(logFile: string): string {
  return fs.readFileSync(logFile, "utf8").slice(-2000);
}
