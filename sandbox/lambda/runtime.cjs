"use strict";
// Runs one function's bundle in a process of its own, as Lambda's Node.js runtime does: loads the handler once, then answers one
// invocation at a time. The sandbox talks to it over IPC; stdout and stderr are the function's own.
// Plain JavaScript, and nothing but Node's own modules: it must start fast and bring nothing into the function's process.

const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { format } = require("node:util");

const channel = process.channel;
const send = process.send.bind(process);
// The function must not find the sandbox's channel.
delete process.send;

const jsonLogs = process.env.AWS_LAMBDA_LOG_FORMAT === "JSON";
const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const lowestLevel = jsonLogs ? levels.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL ?? "INFO") : 0;
let current;
let handler;

// <sandbox's directory>/<function>/<version>/tmp-<environment>
const sandboxDirectory = path.resolve(process.env.TMPDIR, "../../..");

process.on("disconnect", () => {
  // The sandbox crashed: in order, it ends this process first and removes the files itself.
  if (path.basename(sandboxDirectory).startsWith("stepline-lambda-")) {
    fs.rmSync(sandboxDirectory, { recursive: true, force: true });
  }
  process.exit(0);
});
process.on("uncaughtException", (error) => die(describe(error)));
process.on("unhandledRejection", (reason) => {
  const message = reason instanceof Error ? reason.toString() : String(reason);
  const trace = reason instanceof Error ? (reason.stack ?? "").split("\n") : [];
  die({ errorType: "Runtime.UnhandledPromiseRejection", errorMessage: message, trace });
});
// Nothing left to wait for: a callback's result is due, and without one Lambda answers null.
process.on("beforeExit", () => current?.finish(current.idleResult));

patchConsole();
watchMemory();
initialise();

async function initialise() {
  try {
    handler = await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
  } catch (error) {
    send({ type: "initError", error: initError(error) });
    return;
  }
  process.on("message", (message) => invoke(message));
  send({ type: "ready" });
}

function invoke({ id, event, context, deadline, traceId }) {
  let answered = false;
  const answer = (message) => {
    if (answered) {
      return;
    }
    answered = true;
    current = undefined;
    // After what the invocation wrote: the sandbox waits for both marks before it takes the answer.
    mark(process.stdout, id);
    mark(process.stderr, id);
    channel.ref();
    send({ ...message, id, maxMemoryKiB: process.resourceUsage().maxRSS });
  };
  current = {
    id,
    finish: (result) => answer(serialise(result)),
    fail: (error) => {
      const described = describe(error);
      logError("Invoke Error", described);
      answer({ type: "error", error: described });
    },
    idleResult: null,
  };
  const invocation = current;
  process.env._X_AMZN_TRACE_ID = traceId;
  // The loop may run empty now: that is how a handler that will never answer is noticed.
  channel.unref();
  const fullContext = {
    ...context,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: (error, result) => (error ? invocation.fail(error) : invocation.finish(result)),
    succeed: (result) => invocation.finish(result),
    fail: (error) => invocation.fail(error),
  };
  const callback = (error, result) => {
    if (error) {
      invocation.fail(error);
    } else if (fullContext.callbackWaitsForEmptyEventLoop) {
      invocation.idleResult = result;
    } else {
      invocation.finish(result);
    }
  };
  try {
    const returned = handler(JSON.parse(event), fullContext, callback);
    if (typeof returned?.then === "function") {
      returned.then(invocation.finish, invocation.fail);
    }
  } catch (error) {
    invocation.fail(error);
  }
}

function serialise(result) {
  try {
    return { type: "response", payload: JSON.stringify(result === undefined ? null : result) ?? "null" };
  } catch (error) {
    return {
      type: "error",
      error: {
        errorType: "Runtime.MarshalError",
        errorMessage: `Unable to stringify response body: ${error.message}`,
        trace: [],
      },
    };
  }
}

async function loadHandler(root, name) {
  const split = name.lastIndexOf(".");
  if (split <= name.lastIndexOf("/")) {
    throw named("Runtime.MalformedHandlerName", `Bad handler ${name}`);
  }
  const modulePath = path.resolve(root, name.slice(0, split));
  const exportName = name.slice(split + 1);
  const file = [".js", ".mjs", ".cjs", ""]
    .map((ending) => modulePath + ending)
    .find((candidate) => isFile(candidate));
  if (file === undefined) {
    throw named("Runtime.ImportModuleError", `Error: Cannot find module '${path.basename(modulePath)}'`);
  }
  const loaded = await load(file);
  const found = loaded[exportName] ?? loaded.default?.[exportName];
  if (typeof found !== "function") {
    throw named("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
  }
  return found;
}

async function load(file) {
  if (file.endsWith(".mjs")) {
    return import(pathToFileURL(file).href);
  }
  try {
    return require(file);
  } catch (error) {
    if (error.code === "ERR_REQUIRE_ESM") {
      return import(pathToFileURL(file).href);
    }
    throw error;
  }
}

function isFile(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

function initError(error) {
  if (error instanceof SyntaxError) {
    return {
      ...describe(error),
      errorType: "Runtime.UserCodeSyntaxError",
      errorMessage: `SyntaxError: ${error.message}`,
    };
  }
  if (error?.code === "MODULE_NOT_FOUND" || error?.code === "ERR_MODULE_NOT_FOUND") {
    return {
      ...describe(error),
      errorType: "Runtime.ImportModuleError",
      errorMessage: `Error: ${error.message}`,
    };
  }
  return describe(error);
}

function describe(error) {
  return error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function named(name, message) {
  const error = new Error(message);
  error.name = name;
  return error;
}

/** An error nothing caught ends the process, on Lambda as here; the sandbox gets its description first. */
function die(error) {
  logError("Uncaught Exception", error);
  send({ type: "died", error }, () => process.exit(1));
}

function mark(stream, id) {
  stream.write(`\u0000stepline:end:${id}\n`);
}

/** `console` as Lambda formats it: tab-separated text, or one JSON object a line. */
function patchConsole() {
  const methods = { trace: "TRACE", debug: "DEBUG", log: "INFO", info: "INFO", warn: "WARN", error: "ERROR" };
  for (const [method, level] of Object.entries(methods)) {
    console[method] = (...values) => {
      if (levels.indexOf(level) >= lowestLevel) {
        process.stdout.write(jsonLogs ? jsonLine(level, values) : textLine(level, format(...values)));
      }
    };
  }
}

function textLine(level, message) {
  // One event even when the message has several lines: the sandbox turns the carriage returns back.
  const text = message.replaceAll("\n", "\r");
  return `${new Date().toISOString()}\t${current?.id ?? ""}\t${level}\t${text}\n`;
}

function jsonLine(level, values) {
  const line = { timestamp: new Date().toISOString(), level, requestId: current?.id };
  const error = values.find((value) => value instanceof Error);
  if (error !== undefined) {
    const { errorType, errorMessage, trace } = describe(error);
    Object.assign(line, { errorType, errorMessage, stackTrace: trace });
  }
  line.message = values.length === 1 && isPlain(values[0]) ? values[0] : format(...values);
  try {
    return `${JSON.stringify(line)}\n`;
  } catch {
    return `${JSON.stringify({ ...line, message: format(...values) })}\n`;
  }
}

function isPlain(value) {
  return typeof value === "object" && value !== null && !(value instanceof Error);
}

function logError(kind, error) {
  if (jsonLogs) {
    const { errorType, errorMessage, trace } = error;
    const message = { errorType, errorMessage, stackTrace: trace };
    process.stdout.write(jsonLine("ERROR", [message]));
  } else {
    process.stdout.write(textLine("ERROR", `${kind} \t${JSON.stringify(error)}`));
  }
}

/** The declared memory is for the whole process, of which V8's own limit covers only the heap. */
function watchMemory() {
  const limit = Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE) * 1024 * 1024;
  setInterval(() => {
    if (process.memoryUsage.rss() > limit) {
      send({ type: "outOfMemory" });
    }
  }, 50).unref();
}
