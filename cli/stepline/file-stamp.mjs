import fs from "node:fs";
import path from "node:path";

/** Two changes closer than this may leave a file with the same times. */
const CLOCK_STEP_MS = 50;

/** Size and times of a file: another one when its content was changed. Undefined when that isn't certain, or it isn't there. */
export function fileStamp(file, now = Date.now()) {
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  return stats === undefined || now - stats.ctimeMs < CLOCK_STEP_MS
    ? undefined
    : `${stats.size}/${stats.mtimeMs}/${stats.ctimeMs}`;
}

/** Names in a folder that a module's request could mean: another text when a request may be answered by another file. */
export function folderNames(folder) {
  try {
    return fs
      .readdirSync(folder, { withFileTypes: true })
      .filter((entry) =>
        entry.isDirectory() ? entry.name === "node_modules" : MODULE.has(path.extname(entry.name)),
      )
      .map(({ name }) => name)
      .sort()
      .join("/");
  } catch {
    return undefined;
  }
}

const MODULE = new Set([".js", ".json", ".node", ".ts", ".cjs", ".mjs", ""]);
