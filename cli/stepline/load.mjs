import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { root } from "../install/root.mjs";
import { CompiledModules } from "./compiled-modules.mjs";
import { mapStacks, startTypeScript } from "./typescript.mjs";

const require = createRequire(import.meta.url);

/**
 * Has `load` take TypeScript modules of the project in a fraction of the time that compiling them takes: they are kept as
 * compiled in `.stepline/cli/`, with all they require, and compiled again where files changed. `STEPLINE_COMPILE=always` keeps
 * and takes nothing.
 *
 * @param {string} name of what is kept
 * @returns {{ load: (file: string) => any, keep: () => void }} `keep` is called when all has run that will
 */
export function compiledModules(name) {
  if (process.env.STEPLINE_COMPILE === "always") {
    startTypeScript(root);
    return { load: require, keep: () => {} };
  }
  const folder = path.join(root, ".stepline", "cli");
  const archive = `${name}-${circumstances()}.modules`;
  const modules = new CompiledModules(path.join(folder, archive), root);
  mapStacks((file) => modules.source(file));
  modules.install();
  const keep = () => {
    if (modules.store()) {
      removeOthers(folder, name, archive);
    }
  };
  return { load: require, keep };
}

/** What all compiled code depends on: this Node.js, how TypeScript is compiled, and which packages are installed. */
function circumstances() {
  const { version, arch, platform, execArgv, env } = process;
  const settings = Object.entries(env).filter(([key]) => /^(TS_NODE_|NODE_OPTIONS$|NODE_PATH$)/.test(key));
  const installed = fs.statSync(path.join(root, "node_modules", ".package-lock.json"));
  return createHash("sha256")
    .update(JSON.stringify([version, arch, platform, execArgv, settings.sort(), root]))
    .update(JSON.stringify([installed.size, installed.mtimeMs, installed.ctimeMs]))
    .update(fs.readFileSync(path.join(root, "tsconfig.json")))
    .digest("hex")
    .slice(0, 16);
}

/** Archives of this name that were made under other circumstances. */
function removeOthers(folder, name, archive) {
  const others = fs
    .readdirSync(folder)
    .filter((file) => /^(.+)-[0-9a-f]{16}\.modules$/.exec(file)?.[1] === name && file !== archive);
  for (const file of others) {
    fs.rmSync(path.join(folder, file), { force: true });
  }
}
