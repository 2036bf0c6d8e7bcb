import fs from "node:fs";
import path from "node:path";
import { say } from "./message.mjs";
import { run } from "./run.mjs";

/** Installs the packages of package-lock.json unless exactly they are there. */
export function installNodeModules(root) {
  const wrong = firstDifference(root);
  if (wrong === undefined) {
    return;
  }
  say(`Installing node modules (${wrong}) ...`);
  // Their install scripts fetch binaries we don't use: Pulumi's plugins, and copies of what the packages already hold.
  run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    what: "Installing the node modules",
    shell: process.platform === "win32",
  });
}

/**
 * What is missing or different, or undefined. npm keeps what it installed in `node_modules/.package-lock.json`; each package
 * is looked for besides, since that file survives a folder that was deleted by hand.
 */
export function firstDifference(root) {
  const wanted = packages(path.join(root, "package-lock.json"));
  const installed = packages(path.join(root, "node_modules", ".package-lock.json"));
  if (installed === undefined) {
    return "none there";
  }
  for (const [location, { version, optional, link }] of Object.entries(wanted ?? {})) {
    if (location === "" || link) {
      continue;
    }
    const there = installed[location];
    // Optional packages are those of other platforms.
    if (there === undefined && optional) {
      continue;
    }
    if (there?.version !== version) {
      return `${location.replace(/^.*node_modules\//, "")} ${version} is ${there?.version ?? "missing"}`;
    }
    if (!fs.existsSync(path.join(root, location, "package.json"))) {
      return `${location} is damaged`;
    }
  }
  return undefined;
}

function packages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}
