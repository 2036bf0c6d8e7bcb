import path from "node:path";
import { compiledModules } from "./load.mjs";

/** `node cli/stepline/run-compiled.mjs <module> [argument]...`: as `node -r ts-node/register <module>` does, only sooner. */
const [node, , given, ...args] = process.argv;
const module = path.resolve(given);
process.argv = [node, module, ...args];
const { load, keep } = compiledModules(path.parse(module).name);
process.on("exit", keep);
load(module);
