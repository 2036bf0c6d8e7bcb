import fs from "node:fs";
import path from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { ClientSettings } from "../clients";
import { projectRoot } from "../paths";
import { contactDays } from "./contacts";

export interface Delivery {
  readonly bucket: string;
  /** With `{logicalDate}`, as the pipeline's source says. */
  readonly sourcePrefix: string;
  readonly lookupsPrefix: string;
  /** `2008-11-21`: the last day whose file is delivered, as on that day. Default: all. */
  readonly until?: string;
}

interface SampleFile {
  readonly key: string;
  readonly body: string | Buffer;
}

/** Uploads under way at once: enough to keep the endpoint busy, few enough to leave it responsive. */
const PARALLEL = 16;

/** Delivers the sample data as its producers would: the lookup files, and one for each contact day. Returns how many. */
export async function deliverSampleData(client: ClientSettings, delivery: Delivery): Promise<number> {
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  try {
    const files = sampleFiles(delivery);
    const next = files.values();
    const work = async (): Promise<void> => {
      for (const { key, body } of next) {
        await s3.send(
          new PutObjectCommand({ Bucket: delivery.bucket, Key: key, Body: body, ContentType: "text/csv" }),
        );
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
    return files.length;
  } finally {
    s3.destroy();
  }
}

function sampleFiles({ sourcePrefix, lookupsPrefix, until }: Delivery): SampleFile[] {
  const days = contactDays()
    .filter(({ date }) => until === undefined || date <= until)
    .map(({ date, text }) => ({
      key: `${sourcePrefix.replace("{logicalDate}", date)}contacts.csv`,
      body: text,
    }));
  return [...lookupFiles(lookupsPrefix), ...days];
}

/** The reference files that belong to the sample data. */
export function lookupFiles(prefix: string): SampleFile[] {
  const folder = path.join(projectRoot, "contracts/lookups");
  return fs
    .readdirSync(folder)
    .map((name) => ({ key: prefix + name, body: fs.readFileSync(path.join(folder, name)) }));
}
