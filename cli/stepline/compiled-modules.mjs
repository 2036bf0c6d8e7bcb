import fs from "node:fs";
import Module from "node:module";
import path from "node:path";
import vm from "node:vm";
import { deferredExports, isDeferred } from "./deferred.mjs";
import { fileStamp, folderNames } from "./file-stamp.mjs";
import { ModuleArchive, writeArchive } from "./module-archive.mjs";
import { startTypeScript } from "./typescript.mjs";

/** A script of one's own can't import ES modules yet, but for an experiment: Node.js compiles these modules, at every start. */
const IMPORTS = /\bimport\s*[(/]/;

/** What `Module.wrap` writes before the source, on its first line. */
const WRAPPER_COLUMNS = Module.wrap("").indexOf("\n");

/**
 * Has `require` take modules from an archive, with V8's code for them, while their files are what they were. All others are
 * loaded as without it, TypeScript by ts-node; `store` keeps them for the next time.
 */
export class CompiledModules {
  #file;
  #root;
  #archive;
  /** Whether a request of the project's own modules still means the file it meant. */
  #resolutionsHold;
  #hasNew = false;
  /** File -> its stamp from before it was read. */
  #stamps = new Map();
  /** File -> `{ stamp, source, script }` of what was run. */
  #run = new Map();
  #resolved = {};
  #startingTypeScript = false;
  #nodeCompile = Module.prototype._compile;

  /**
   * @param {string} file of the archive
   * @param {string} root of the project; installed packages are taken for unchanged, as far as requests go
   */
  constructor(file, root) {
    this.#file = file;
    this.#root = root;
    this.#archive = ModuleArchive.read(file);
    this.#resolutionsHold = Object.entries(this.#archive.folders).every(
      ([folder, names]) => folderNames(folder) === names,
    );
  }

  install() {
    const { _resolveFilename: resolve, _extensions: extensions } = Module;
    Module._resolveFilename = (...args) => this.#resolve((...as) => resolve.apply(Module, as), ...args);
    const javaScript = extensions[".js"];
    let typeScript;
    extensions[".js"] = (module, file) => {
      this.#load(module, file, javaScript);
    };
    extensions[".ts"] = (module, file) => {
      this.#load(module, file, (...args) => {
        typeScript ??= this.#startTypeScript();
        typeScript(...args);
      });
    };
    const compile = this.#nodeCompile;
    const modules = this;
    Module.prototype._compile = function (source, file, format) {
      const stamp = modules.#stamps.get(file);
      return stamp === undefined || format === "module"
        ? compile.call(this, source, file, format)
        : modules.#compileAndRun(this, file, { stamp, source });
    };
  }

  /** @returns {string | undefined} what was compiled: the JavaScript of a module that was run */
  source(file) {
    return this.#run.get(file)?.source;
  }

  /**
   * Writes the archive, unless it has everything that was run. Only speed depends on it: a failure is no failure.
   *
   * @returns {boolean} whether it was written
   */
  store() {
    if (!this.#hasNew && this.#resolutionsHold) {
      return false;
    }
    const resolutions = this.#resolved;
    for (const [requester, requests] of Object.entries(this.#archive.resolutions)) {
      if (this.#holds(requester)) {
        resolutions[requester] = { ...requests, ...resolutions[requester] };
      }
    }
    const folders = this.#projectFolders(resolutions).map((folder) => [folder, folderNames(folder)]);
    try {
      writeArchive(this.#file, {
        modules: this.#allModules(),
        resolutions,
        folders: Object.fromEntries(folders),
      });
      return true;
    } catch {
      if (fs.existsSync(this.#file)) {
        fs.rmSync(this.#file);
      }
      return false;
    }
  }

  #resolve(resolve, request, parent, isMain, options) {
    const requester = parent?.filename;
    if (options !== undefined || !requester || this.#startingTypeScript) {
      return resolve(request, parent, isMain, options);
    }
    const known = this.#holds(requester) ? this.#archive.resolutions[requester]?.[request] : undefined;
    const found = known ?? resolve(request, parent, isMain);
    if (path.isAbsolute(found)) {
      (this.#resolved[requester] ??= {})[request] = found;
      this.#hasNew ||= known === undefined;
    }
    return found;
  }

  #holds(requester) {
    return this.#resolutionsHold || !this.#isOfProject(requester);
  }

  #isOfProject(file) {
    return file.startsWith(this.#root + path.sep) && !file.includes(`${path.sep}node_modules${path.sep}`);
  }

  /** Runs what is stored, or has it loaded and, on its way, compiled here. */
  #load(module, file, load) {
    if (this.#startingTypeScript) {
      load(module, file);
      return;
    }
    const stamp = fileStamp(file);
    if (stamp !== undefined && this.#archive.stamp(file) === stamp) {
      this.#compileAndRun(module, file, { stamp, ...this.#archive.module(file) });
      return;
    }
    this.#hasNew = true;
    this.#stamps.set(file, stamp);
    load(module, file);
  }

  #compileAndRun(module, file, { stamp, source, code }) {
    if (IMPORTS.test(source)) {
      this.#run.set(file, { stamp, source });
      return Reflect.apply(this.#nodeCompile, module, [source, file, "commonjs"]);
    }
    const script = new vm.Script(Module.wrap(source.replace(/^#!.*/, "")), {
      filename: file,
      columnOffset: -WRAPPER_COLUMNS,
      cachedData: code,
    });
    this.#hasNew ||= script.cachedDataRejected === true;
    this.#run.set(file, { stamp, source, script });
    const { exports } = module;
    const args = [exports, requireOf(module), module, file, path.dirname(file)];
    return Reflect.apply(script.runInThisContext(), exports, args);
  }

  /** ts-node's own modules stay out of the archive: a later run needs none of them. */
  #startTypeScript() {
    const { ".ts": ours } = Module._extensions;
    const { prepareStackTrace } = Error;
    this.#startingTypeScript = true;
    try {
      // It would take ours for the loader that it improves on.
      delete Module._extensions[".ts"];
      startTypeScript(this.#root);
      return Module._extensions[".ts"];
    } finally {
      Module._extensions[".ts"] = ours;
      Error.prepareStackTrace = prepareStackTrace;
      this.#startingTypeScript = false;
    }
  }

  /** What was run, with the code V8 has by now; and what another run may need. */
  *#allModules() {
    for (const [file, { stamp, source, script }] of this.#run) {
      if (stamp !== undefined) {
        yield [file, { stamp, source, code: script?.createCachedData() }];
      }
    }
    for (const file of this.#archive.files) {
      const stamp = this.#run.has(file) ? undefined : fileStamp(file);
      if (stamp !== undefined && stamp === this.#archive.stamp(file)) {
        yield [file, { stamp, ...this.#archive.module(file) }];
      }
    }
  }

  /** Where another file could come to answer a request: the project's folders, up to its root. */
  #projectFolders(resolutions) {
    const files = Object.entries(resolutions).flatMap(([requester, requests]) => [
      requester,
      ...Object.values(requests),
    ]);
    const folders = new Set([this.#root]);
    for (const file of files.filter((one) => this.#isOfProject(one))) {
      for (let folder = path.dirname(file); !folders.has(folder); folder = path.dirname(folder)) {
        folders.add(folder);
      }
    }
    return [...folders];
  }
}

/** The `require` of a module, as Node.js makes it. */
function requireOf(module) {
  const require = (id) =>
    isDeferred(id, module.filename) ? deferredExports(() => module.require(id)) : module.require(id);
  require.resolve = (request, options) => Module._resolveFilename(request, module, false, options);
  require.resolve.paths = (request) => Module._resolveLookupPaths(request, module);
  require.main = process.mainModule;
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return require;
}
