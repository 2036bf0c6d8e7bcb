import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { buildSync } from "esbuild";
import { bundleHandlers } from "../../components/function-bundle";
import { pythonPath } from "../../sandbox/paths";

/** Frameworks of the CDK family that the same pipeline is written in, each installed with its own versions. */
export const cdkPeers = ["cdk", "ddk", "dsf"] as const;
export type CdkPeer = (typeof cdkPeers)[number];

/** DSF's publisher ships the npm package inside the Python one; npm itself doesn't have it. */
const DSF_WHEEL = "cdklabs.aws-data-solutions-framework==1.21.3";
const DSF_TARBALL = "aws-data-solutions-framework@1.21.3.jsii.tgz";

/**
 * Installs a peer and compiles its program, both only when they have changed. Gives the file to run.
 *
 * @throws Error with what npm, pip or esbuild said
 */
export function buildCdkPeer(peer: CdkPeer, cache: string): string {
  const source = path.join(__dirname, peer);
  const target = path.join(cache, "peers", peer);
  fs.mkdirSync(target, { recursive: true });
  const manifest = fs.readFileSync(path.join(source, "package.json"));
  const installed = path.join(target, "installed");
  const wanted = createHash("sha256").update(manifest).digest("hex");
  if (!fs.existsSync(installed) || fs.readFileSync(installed, "utf8") !== wanted) {
    fs.writeFileSync(path.join(target, "package.json"), manifest);
    if (peer === "dsf") {
      fetchDsf(target);
    }
    execFileSync(
      "npm",
      ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps", "--loglevel=error"],
      { cwd: target, stdio: ["ignore", "ignore", "inherit"] },
    );
    fs.writeFileSync(installed, wanted);
  }
  const outfile = path.join(target, "app.js");
  buildSync({
    entryPoints: [path.join(source, "app.ts")],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  return outfile;
}

/** The CDK program as a user has it: sources beside its node modules, run through ts-node. Gives the folder. */
export function cdkSources(cache: string): string {
  const folder = path.dirname(buildCdkPeer("cdk", cache));
  const app = fs.readFileSync(path.join(__dirname, "cdk", "app.ts"), "utf8");
  fs.writeFileSync(path.join(folder, "app.ts"), app.replace('"../cdk-parts"', '"./cdk-parts"'));
  fs.cpSync(path.join(__dirname, "cdk-parts.ts"), path.join(folder, "cdk-parts.ts"));
  const compilerOptions = {
    target: "ES2022",
    module: "NodeNext",
    moduleResolution: "NodeNext",
    strict: true,
    esModuleInterop: true,
    skipLibCheck: true,
    resolveJsonModule: true,
    types: ["node"],
  };
  fs.writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  const settings = { app: "npx ts-node --prefer-ts-exts app.ts", versionReporting: false, notices: false };
  fs.writeFileSync(path.join(folder, "cdk.json"), JSON.stringify(settings));
  return folder;
}

function fetchDsf(target: string): void {
  const python = pythonPath();
  const quiet = { cwd: target, stdio: ["ignore", "ignore", "inherit"] as ["ignore", "ignore", "inherit"] };
  execFileSync(
    python,
    ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", "wheel", DSF_WHEEL],
    quiet,
  );
  const extract = [
    "import glob, os, sys, zipfile",
    "wheel = zipfile.ZipFile(glob.glob('wheel/*.whl')[0])",
    "name = next(name for name in wheel.namelist() if name.endswith(sys.argv[1]))",
    "open(sys.argv[1], 'wb').write(wheel.read(name))",
  ].join("\n");
  execFileSync(python, ["-c", extract, DSF_TARBALL], quiet);
}

/** What every peer deploys beside its resources: a folder a function, and a script for Glue. The bundles are ours, for all alike. */
export function peerAssets(cache: string): string {
  const assets = path.join(cache, "peers", "assets");
  const bundles = Object.values(bundleHandlers());
  ["extract", "validate", "load", "record"].forEach((name, index) => {
    fs.cpSync(bundles[index].directory, path.join(assets, "lambda", name), { recursive: true });
  });
  fs.mkdirSync(path.join(assets, "glue"), { recursive: true });
  fs.cpSync(path.join(__dirname, "../../glue/transform.py"), path.join(assets, "glue", "job.py"));
  return assets;
}
