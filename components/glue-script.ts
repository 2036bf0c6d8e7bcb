import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";

export interface GlueScriptArgs {
  readonly artifactsBucket: string;
  /** Folder with `transform.py` and the package `stepline_glue/`. Default: `glue/` of this repository. */
  readonly folder?: string;
}

/**
 * The Glue script and its package in the artifacts bucket, under a key made of their contents: a deploy adds new ones and
 * leaves the old. A run begins with the job's script of that moment, unless its arguments `--scriptLocation` and
 * `--extra-py-files` name other ones: what is retried after a deploy stays with its code only by those.
 */
export class GlueScript extends pulumi.ComponentResource {
  /** Hex digest of script and package. */
  public readonly sha256: string;
  /** `s3://<bucket>/glue/<sha256>/transform.py` */
  public readonly scriptUri: string;
  /** `s3://<bucket>/glue/<sha256>/stepline_glue.zip` */
  public readonly modulesUri: string;

  constructor(name: string, args: GlueScriptArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:glue:GlueScript", name, {}, opts);
    const folder = args.folder ?? resolve(__dirname, "..", "glue");
    const files = pythonFiles(folder);
    this.sha256 = digest(folder, files);
    const [scriptKey, packageKey] = [
      `glue/${this.sha256}/transform.py`,
      `glue/${this.sha256}/stepline_glue.zip`,
    ];
    const packaged = files.filter((file) => file.startsWith("stepline_glue/"));
    const objects: readonly (readonly [string, string, pulumi.asset.Asset | pulumi.asset.Archive])[] = [
      ["script", scriptKey, new pulumi.asset.FileAsset(join(folder, "transform.py"))],
      [
        "package",
        packageKey,
        new pulumi.asset.AssetArchive(
          Object.fromEntries(packaged.map((file) => [file, new pulumi.asset.FileAsset(join(folder, file))])),
        ),
      ],
    ];
    for (const [part, key, source] of objects) {
      new aws.s3.BucketObjectv2(
        `${name}-${part}`,
        { bucket: args.artifactsBucket, key, source },
        { parent: this, retainOnDelete: true },
      );
    }
    this.scriptUri = `s3://${args.artifactsBucket}/${scriptKey}`;
    this.modulesUri = `s3://${args.artifactsBucket}/${packageKey}`;
    this.registerOutputs({ sha256: this.sha256, scriptUri: this.scriptUri, modulesUri: this.modulesUri });
  }
}

/** `transform.py` and the modules of `stepline_glue/`, relative, with `/`, sorted. */
function pythonFiles(folder: string): readonly string[] {
  const inside = readdirSync(join(folder, "stepline_glue"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(py|typed)$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
  return ["transform.py", ...inside].sort();
}

function digest(folder: string, files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) {
    const content = readFileSync(join(folder, file));
    // Lengths keep one file's end from passing for the next one's beginning.
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}
