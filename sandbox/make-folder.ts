import fs from "node:fs";
import path from "node:path";

/**
 * Makes a folder that a person named, and those above it. Node's own recursive way never returns where the file system says that
 * there is no such place, as `/proc` does.
 *
 * @throws NodeJS.ErrnoException
 */
export function makeFolder(folder: string): void {
  if (fs.existsSync(folder)) {
    return;
  }
  makeFolder(path.dirname(folder));
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      throw error;
    }
  }
}
