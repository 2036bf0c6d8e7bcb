import * as fs from "node:fs/promises";
import * as path from "node:path";

import { rfc3986, sendSigned, ServiceError } from "../signed-request";
import type { RoleCredentials } from "../types";

/** Where and as whom a run reads its script and modules. */
export interface DownloadSettings {
  /** The gateway. */
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: RoleCredentials;
}

/**
 * Reads one object into `directory` under its key's last part.
 *
 * @returns path of the file
 * @throws Error in the words of a Glue run that could not be launched.
 */
export async function download(uri: string, directory: string, settings: DownloadSettings): Promise<string> {
  const { bucket, key } = s3Location(uri);
  const target = path.join(directory, path.posix.basename(key));
  const { endpoint, region, credentials } = settings;
  const url = `${endpoint}/${bucket}/${key.split("/").map(rfc3986).join("/")}`;
  try {
    await fs.writeFile(target, await sendSigned({ method: "GET", url, service: "s3", region, credentials }));
  } catch (error) {
    const { code, message, statusCode } = error as ServiceError;
    const answer =
      error instanceof ServiceError
        ? `${message} (Service: Amazon S3; Status Code: ${statusCode}; Error Code: ${code})`
        : (error as Error).message;
    throw new Error(`LAUNCH ERROR | Error downloading from S3 for bucket: ${bucket}, key: ${key}. ${answer}`);
  }
  return target;
}

function s3Location(uri: string): { readonly bucket: string; readonly key: string } {
  const match = /^s3:\/\/([^/]+)\/(.+[^/])$/.exec(uri);
  if (match === null) {
    throw new Error(`LAUNCH ERROR | "${uri}" is not the s3://bucket/key of a file.`);
  }
  return { bucket: match[1], key: match[2] };
}
