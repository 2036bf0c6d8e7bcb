import fs from "node:fs";
import path from "node:path";

/** Path of a Chromium or Chrome of this machine: `CHROMIUM_PATH`, or the first on the PATH. Undefined: there is none. */
export function chromiumPath(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  if (environment.CHROMIUM_PATH !== undefined) {
    return environment.CHROMIUM_PATH;
  }
  const folders = (environment.PATH ?? "").split(path.delimiter).filter((folder) => folder !== "");
  return ["chromium", "chromium-browser", "google-chrome"]
    .flatMap((name) => folders.map((folder) => path.join(folder, name)))
    .find((file) => fs.existsSync(file));
}

/** No sandbox, since tests run as root in containers; and nothing that would ask a host of its own accord. */
export const CHROMIUM_ARGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
