import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { assetBytes } from "../../sandbox/provision/asset-bytes";
import type { RecordedProgram, RecordedResource } from "../../sandbox/types";
import { type AssetReader, hexDigest, isAsset } from "./asset-contents";
import type { Bundle, PackedBundle } from "./bundles";
import { byText } from "./json";

/** Scripts and modules of the program's Glue jobs, each once: the objects that it puts where its jobs look for them. */
export async function glueBundles(
  { resources }: RecordedProgram,
  reader: AssetReader,
): Promise<readonly PackedBundle[]> {
  const objects = new Map<string, unknown>(
    resources
      .filter(({ type }) => /^aws:s3\/bucketObject(v2)?:/.test(type))
      .map(({ inputs }) => [`s3://${String(inputs.bucket)}/${String(inputs.key)}`, inputs.source] as const),
  );
  const uses = new Map<string, { readonly kind: Bundle["kind"]; readonly usedBy: string[] }>();
  for (const { uri, kind, job } of resources
    .filter(({ type }) => type === "aws:glue/job:Job")
    .flatMap(codeOf)) {
    const known = uses.get(uri) ?? { kind, usedBy: [] };
    known.usedBy.push(job);
    uses.set(uri, known);
  }
  const made = await Promise.all(
    [...uses].map(async ([uri, { kind, usedBy }]) => {
      const source = objects.get(uri);
      return typeof source !== "object" || source === null || !isAsset(source) || "uri" in source
        ? []
        : [
            await packed(
              { name: path.posix.basename(uri), kind, usedBy: usedBy.sort(byText) },
              source,
              reader,
            ),
          ];
    }),
  );
  return made.flat();
}

interface JobCode {
  readonly uri: string;
  readonly kind: Bundle["kind"];
  readonly job: string;
}

function codeOf({ name, inputs }: RecordedResource): readonly JobCode[] {
  const { command, defaultArguments } = inputs as {
    readonly command?: { readonly scriptLocation?: unknown };
    readonly defaultArguments?: Readonly<Record<string, unknown>>;
  };
  const job = typeof inputs.name === "string" ? inputs.name : name;
  const modules = defaultArguments?.["--extra-py-files"];
  return [
    { uri: String(command?.scriptLocation), kind: "Glue script", job },
    ...(typeof modules === "string" ? modules.split(",") : []).map((uri): JobCode => ({
      uri: uri.trim(),
      kind: "Glue modules",
      job,
    })),
  ];
}

async function packed(
  told: Pick<Bundle, "name" | "kind" | "usedBy">,
  source: object,
  reader: AssetReader,
): Promise<PackedBundle> {
  if (pulumi.asset.Archive.isInstance(source)) {
    const { contents, files } = await reader.archive(source);
    return { bundle: { ...told, ...contents }, content: files };
  }
  const content = await assetBytes(source);
  return { bundle: { ...told, bytes: content.length, sha256: hexDigest(content) }, content: [content] };
}
