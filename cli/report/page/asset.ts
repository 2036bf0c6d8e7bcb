import fs from "node:fs";
import path from "node:path";

const FOLDER = path.join("cli", "report", "page");

/**
 * Text of a file beside this one. Looked for from here upwards as a path from the project's root, so that it is found as well
 * when this module was bundled into a file elsewhere below the root.
 */
export function asset(name: "page.css" | "page.client.js"): string {
  for (let folder = __dirname; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const file = path.join(folder, FOLDER, name);
    if (fs.existsSync(file)) {
      return fs.readFileSync(file, "utf8");
    }
  }
  throw new Error(
    `No folder above ${__dirname} holds ${path.join(FOLDER, name)}: keep the command below the project's root.`,
  );
}
