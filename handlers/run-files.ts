import type { S3Client } from "@aws-sdk/client-s3";
import type { CompiledContract } from "../contracts/compiled-contract";
import { ContractInvalid, InvalidEvent, TransformOutputInvalid } from "./errors";
import type { RunIdentity, RunManifest, S3Pointer, TransformSummary } from "./events";
import { parseJson, readText, uri } from "./s3-objects";

/** @throws ContractInvalid when the file is absent or not readable, no JSON, or of another format. */
export async function readContract(s3: S3Client, pointer: S3Pointer): Promise<CompiledContract> {
  const contract = await readFormat<CompiledContract>(s3, pointer, "source");
  if (typeof contract === "string") {
    throw new ContractInvalid(`The contract ${uri(pointer)} ${contract}: deploy the pipeline again.`);
  }
  return contract;
}

/** @throws InvalidEvent when the file is absent or not readable, no JSON, of another format, or of another run. */
export async function readManifest(s3: S3Client, pointer: S3Pointer, run: RunIdentity): Promise<RunManifest> {
  const manifest = await readFormat<RunManifest>(s3, pointer, "files");
  const fault = typeof manifest === "string" ? manifest : otherRun(manifest, run);
  if (fault !== undefined) {
    throw new InvalidEvent(
      `The run manifest ${uri(pointer)} ${fault}: pass the manifest that this run's extract wrote.`,
    );
  }
  return manifest as RunManifest;
}

/** @throws TransformOutputInvalid when the file is absent or not readable, no JSON, of another format, or of another run. */
export async function readTransformSummary(
  s3: S3Client,
  pointer: S3Pointer,
  run: RunIdentity,
): Promise<TransformSummary> {
  const summary = await readFormat<TransformSummary>(s3, pointer, "quarantinedByRule");
  const fault = typeof summary === "string" ? summary : (otherRun(summary, run) ?? badCounts(summary));
  if (fault !== undefined) {
    throw new TransformOutputInvalid(
      `The transform summary ${uri(pointer)} ${fault}: look at the Glue job run that should have written it.`,
    );
  }
  return summary as TransformSummary;
}

/** The parsed file, or what is wrong with it. `member` is one that every such file has. */
async function readFormat<T extends { readonly formatVersion: 1 }>(
  s3: S3Client,
  pointer: S3Pointer,
  member: keyof T & string,
): Promise<T | string> {
  const { text, fault } = await readText(s3, pointer);
  if (fault !== undefined) return fault;
  const value = parseJson(text);
  if (typeof value !== "object" || value === null) return "is not a JSON object";
  const { formatVersion } = value as { formatVersion?: unknown };
  if (formatVersion !== 1) return `has formatVersion ${JSON.stringify(formatVersion)} instead of 1`;
  if (!Object.hasOwn(value, member)) return `has no member "${member}"`;
  return value as T;
}

type Identity = Pick<RunIdentity, "pipeline" | "logicalDate" | "runId">;

function otherRun(found: Identity, run: Identity): string | undefined {
  const members = ["pipeline", "logicalDate", "runId"] as const;
  const differing = members.find((name) => found[name] !== run[name]);
  if (differing === undefined) return undefined;
  return `has ${differing} ${JSON.stringify(found[differing])}, the run has ${JSON.stringify(run[differing])}`;
}

function badCounts(summary: TransformSummary): string | undefined {
  const names = ["source", "curated", "quarantined", "duplicates"] as const;
  const bad = names.find((name) => !Number.isSafeInteger(summary[name]) || summary[name] < 0);
  return bad === undefined ? undefined : `has ${bad} ${JSON.stringify(summary[bad])}, which is no row count`;
}
