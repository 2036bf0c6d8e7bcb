import { createHash } from "node:crypto";
import type { ExtractEvent, RunManifest } from "../../../handlers/events";
import type { ExtractTools } from "../../../handlers/extract/extract";
import type { HttpTransport } from "../../../handlers/extract/https-transport";
import { InMemoryS3 } from "./in-memory-s3";
import { InstantPace } from "./instant-pace";
import { RecordedLog } from "./recorded-log";
import { run, sampleContract } from "./sample-contract";

export const landing = { bucket: "raw", key: "landing/marketing/2008-11-21/run-1/" };

export const fromS3: ExtractEvent = {
  ...run,
  source: { kind: "s3", bucket: "raw", prefix: "source/marketing/contact_date={logicalDate}/" },
  lookups: { bucket: "raw", key: "lookups/marketing/" },
  landing,
};

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** With everything extract reads but the data. */
export function s3WithContract(options: ConstructorParameters<typeof InMemoryS3>[0] = {}): InMemoryS3 {
  const s3 = new InMemoryS3(options);
  s3.put(run.contract.bucket, run.contract.key, JSON.stringify(sampleContract));
  s3.put("raw", "lookups/marketing/job_categories.csv", "job,category\nadmin.,office\n");
  return s3;
}

export const unusedTransport: HttpTransport = async () => {
  throw new Error("no request was expected");
};

export function tools(s3: InMemoryS3, transport: HttpTransport = unusedTransport): ExtractTools {
  return {
    s3: s3.client,
    transport,
    pace: new InstantPace(),
    log: new RecordedLog(),
    remainingMilliseconds: () => 300_000,
  };
}

export function manifestOf(s3: InMemoryS3): RunManifest {
  return s3.json("raw", `${landing.key}manifest.json`) as RunManifest;
}
