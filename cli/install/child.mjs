import { spawn } from "node:child_process";
import path from "node:path";

/** This process's environment with the Java that was found: Spark starts what JAVA_HOME or PATH gives. */
export function sandboxEnvironment(java) {
  const directory = path.dirname(java.command);
  const PATH = directory === "." ? process.env.PATH : `${directory}${path.delimiter}${process.env.PATH}`;
  return {
    ...process.env,
    PATH,
    // The SDK would tell everyone on Node.js 20 that it is getting old, at every start.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}

/**
 * Runs a command on this terminal and gives its exit status; a signal to us goes on to it. Ctrl-C reaches both by itself.
 *
 * @returns {Promise<number>}
 */
export function runToEnd(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "inherit", ...options });
    const forward = (signal) => child.kill(signal);
    process.on("SIGTERM", forward);
    process.on("SIGHUP", forward);
    // The child ends in its own order; leaving first would hand its last lines to the shell.
    process.on("SIGINT", () => {});
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
  });
}
