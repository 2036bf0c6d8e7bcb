import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);

/** Has `require` take TypeScript, by ts-node and the project's tsconfig.json. */
export function startTypeScript(root) {
  // It would look in the current folder, which may be any.
  process.env.TS_NODE_PROJECT ??= path.join(root, "tsconfig.json");
  require("ts-node/register");
}

/**
 * Has the stacks of errors name the lines of the TypeScript files, for modules that were stored as JavaScript.
 *
 * @param {(file: string) => string | undefined} source JavaScript with its source map
 */
export function mapStacks(source) {
  let format;
  Error.prepareStackTrace = (error, frames) => {
    if (frames.length === 0) {
      return String(error);
    }
    // Loaded by the first error whose stack somebody wants to see.
    format ??= formatter(source);
    return format(error, frames);
  };
}

/** What ts-node has stacks written by; ts-node may have come before, with sources of its own, or comes later. */
function formatter(source) {
  const current = Error.prepareStackTrace;
  const { install, uninstall } = createRequire(require.resolve("ts-node"))("@cspotcode/source-map-support");
  uninstall();
  Error.prepareStackTrace = undefined;
  install({
    environment: "node",
    handleUncaughtExceptions: false,
    retrieveFile: (file) => source(file) ?? "",
  });
  const format = Error.prepareStackTrace;
  Error.prepareStackTrace = current;
  return format;
}
