import fs from "node:fs";
import path from "node:path";
import { install, installForProgram } from "../install/install.mjs";
import { root } from "../install/root.mjs";
import { SetupError } from "../install/message.mjs";
import { commandFile, commands, findCommand } from "./commands.mjs";
import { compiledModules } from "./load.mjs";

/**
 * `stepline <command> [options]`.
 *
 * @param {readonly string[]} args what follows `stepline`
 * @returns {Promise<number>} exit status
 * @throws SetupError when the command line is wrong, or something is missing that only a person can install
 */
export async function stepline([given, ...args]) {
  if (given === undefined || given === "--help" || given === "-h") {
    (given === undefined ? process.stderr : process.stdout).write(`${help()}\n`);
    return given === undefined ? 2 : 0;
  }
  if (given === "--version" || given === "-v") {
    process.stdout.write(`${JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")).version}\n`);
    return 0;
  }
  const command = findCommand(given);
  const wantsHelp = asksForHelp(args);
  await prepare(wantsHelp ? "node modules" : command.needs);
  const { load, keep } = compiledModules(command.name);
  try {
    const module = load(commandFile(command.name));
    if (wantsHelp) {
      process.stdout.write(`${module.HELP.trim()}\n`);
      return 0;
    }
    return await module.run(args);
  } catch (error) {
    throw explained(error, command.name);
  } finally {
    keep();
  }
}

function help() {
  return [
    "stepline <command> [options]",
    "",
    ...commands().map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`),
    "",
    "stepline <command> --help explains one. Also: --help, --version.",
    "",
    "Exit status: 0 done; 1 what was run or checked failed; 2 the command could not",
    "be carried out: a bad option, a missing tool.",
  ].join("\n");
}

function asksForHelp(args) {
  const end = args.indexOf("--");
  const options = end === -1 ? args : args.slice(0, end);
  return options.includes("--help") || options.includes("-h");
}

/** A command runs in this process: it and what it starts find Java where the installer found it. */
async function prepare(needs) {
  if (needs === "everything") {
    Object.assign(process.env, (await install({ tests: false })).environment);
  } else {
    await installForProgram();
    // As the sandbox's environment has it.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  }
}

/** What node:util's parseArgs found wrong is a person's mistake, and needs no stack. */
function explained(error, name) {
  return typeof error?.code === "string" && error.code.startsWith("ERR_PARSE_ARGS_")
    ? new SetupError(`${error.message}\nstepline ${name} --help explains its options.`)
    : error;
}
