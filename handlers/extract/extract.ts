import type { S3Client } from "@aws-sdk/client-s3";
import type { CompiledContract } from "../../contracts/compiled-contract";
import { SourceMissing } from "../errors";
import type { ExtractEvent, ExtractResult, PinnedFile, RunManifest, S3Pointer } from "../events";
import type { RunLog } from "../observed-handler";
import type { Pace } from "../pace";
import { readContract } from "../run-files";
import { uri, writeJson } from "../s3-objects";
import { landFromApi } from "./api-source";
import type { HttpTransport } from "./https-transport";
import { landCopy } from "./landing-copy";
import { landFromS3, listFiles } from "./s3-source";

export interface ExtractTools {
  readonly s3: S3Client;
  readonly transport: HttpTransport;
  readonly pace: Pace;
  readonly log: RunLog;
  /** Of the function's time-out. */
  readonly remainingMilliseconds: () => number;
}

/**
 * Lands the source's files and the lookups under the run's own prefix and writes the manifest that pins them, last. Repeating
 * it overwrites the files with the same content and the manifest with pins of the new copies.
 *
 * @throws ContractInvalid, SourceMissing, SourceRejected, SourceUnavailable, SourceChanged
 */
export async function extract(event: ExtractEvent, tools: ExtractTools): Promise<ExtractResult> {
  const { s3, log } = tools;
  const contract = await readContract(s3, event.contract);
  const lookups = await landLookups(event, contract, s3);
  const files =
    event.source.kind === "s3"
      ? await landFromS3(event.source, event, s3, log)
      : [await landFromApi(event.source, event, contract, tools)];
  const { pipeline, logicalDate, runId } = event;
  const manifest: RunManifest = { formatVersion: 1, pipeline, logicalDate, runId, files, lookups };
  const pointer = under(event.landing, "manifest.json");
  await writeJson(s3, pointer, manifest);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  log.info("Wrote the run manifest", { manifest: uri(pointer), files: files.length, bytes });
  return { manifest: pointer, files: files.length, bytes };
}

async function landLookups(
  event: ExtractEvent,
  contract: CompiledContract,
  s3: S3Client,
): Promise<RunManifest["lookups"]> {
  if (contract.lookups.length === 0) return [];
  const delivered = await listFiles(s3, event.lookups);
  const landed: (PinnedFile & { name: string })[] = [];
  for (const { name, file } of contract.lookups) {
    const source = delivered.find(({ key }) => key === `${event.lookups.key}${file}`);
    if (source === undefined) {
      throw new SourceMissing(
        `The lookup "${name}" has no file ${uri(event.lookups)}${file}: upload it, or run the command that seeds the lookups.`,
      );
    }
    landed.push({ name, ...(await landCopy(s3, source, under(event.landing, `lookups/${file}`))) });
  }
  return landed;
}

/** `path` below a prefix that ends with a slash. */
export function under(prefix: S3Pointer, path: string): S3Pointer {
  return { bucket: prefix.bucket, key: `${prefix.key}${path}` };
}
