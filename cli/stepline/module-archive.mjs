import fs from "node:fs";
import path from "node:path";

/**
 * What a command's modules are compiled from, and V8's code for them, in one file: the length of the index in 8 digits, the
 * index as JSON, then the bytes it points to.
 *
 * @typedef {{ stamp: string, ascii: boolean, source: [number, number], code: [number, number] }} Entry positions in the file
 * @typedef {{ source: string, code: Buffer | undefined }} StoredModule
 */
export class ModuleArchive {
  #bytes;
  #index;

  constructor(bytes, index) {
    this.#bytes = bytes;
    this.#index = index;
  }

  /** The archive in `file`; an empty one when there is none, or one that was cut short. */
  static read(file) {
    try {
      const bytes = fs.readFileSync(file);
      const start = DIGITS + Number(bytes.latin1Slice(0, DIGITS));
      const index = JSON.parse(bytes.utf8Slice(DIGITS, start));
      if (bytes.length === start + index.length) {
        return new ModuleArchive(bytes.subarray(start), index);
      }
    } catch {
      // Made anew.
    }
    return new ModuleArchive(Buffer.alloc(0), { modules: {}, resolutions: {}, folders: {} });
  }

  /** What was asked for by which module, and where it was: `{ [module]: { [request]: file } }`. */
  get resolutions() {
    return this.#index.resolutions;
  }

  /** The project's folders, with what was in them that a request could mean. */
  get folders() {
    return this.#index.folders;
  }

  get files() {
    return Object.keys(this.#index.modules);
  }

  /** @returns {string | undefined} the stamp of the file when it was stored */
  stamp(file) {
    return this.#index.modules[file]?.stamp;
  }

  /** @returns {StoredModule} */
  module(file) {
    const { ascii, source, code } = this.#index.modules[file];
    return {
      source: ascii ? this.#bytes.latin1Slice(...source) : this.#bytes.utf8Slice(...source),
      code: code[0] === code[1] ? undefined : this.#bytes.subarray(...code),
    };
  }
}

const DIGITS = 8;

/**
 * Writes an archive beside `file` and renames it: a reader sees all of it or none.
 *
 * @param {{ modules: Iterable<[string, StoredModule & { stamp: string }]>, resolutions: object, folders: object }} contents
 */
export function writeArchive(file, { modules, resolutions, folders }) {
  const chunks = [];
  let length = 0;
  const add = (chunk) => {
    // V8 wants its code aligned, and copies it otherwise.
    const padding = Buffer.alloc((8 - (length % 8)) % 8);
    chunks.push(padding, chunk);
    const start = length + padding.length;
    length = start + chunk.length;
    return [start, length];
  };
  const entries = {};
  for (const [name, { stamp, source, code }] of modules) {
    const text = Buffer.from(source, "utf8");
    const ascii = text.length === source.length;
    entries[name] = { stamp, ascii, source: add(text), code: add(code ?? Buffer.alloc(0)) };
  }
  const json = JSON.stringify({ length, modules: entries, resolutions, folders });
  const index = Buffer.from(json.padEnd(json.length + ((8 - (Buffer.byteLength(json) % 8)) % 8)));
  const beside = `${file}.${process.pid}`;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(
    beside,
    Buffer.concat([Buffer.from(String(index.length).padStart(DIGITS)), index, ...chunks]),
  );
  fs.renameSync(beside, file);
}
