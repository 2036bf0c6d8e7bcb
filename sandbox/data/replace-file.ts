import * as fs from "node:fs";

/** Writes a file at once: who ends in the middle leaves the one before. Only its owner may read it. */
export function replaceFile(file: string, content: string): void {
  const temporary = `${file}.new`;
  const out = fs.openSync(temporary, "w", 0o600);
  try {
    fs.writeFileSync(out, content);
    fs.fsyncSync(out);
  } finally {
    fs.closeSync(out);
  }
  fs.renameSync(temporary, file);
}
