import {
  GetObjectCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import * as path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AwsError, type CredentialIssuer, type RoleCredentials } from "../types";
import type { Namespace } from "./warehouse";
import { SqlError } from "./sql-error";

export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

/** Files on S3 that a COPY reads with the permissions of its role. */
export interface RoleFiles {
  /** Undefined when there is no such object. @throws SqlError when the role may not read it. */
  text(location: S3Location): Promise<string | undefined>;
  /** To a file of the scratch folder. Undefined when there is no such object. */
  download(location: S3Location): Promise<{ readonly file: string; readonly bytes: number } | undefined>;
  list(prefix: S3Location): Promise<S3Location[]>;
  /** Removes what was downloaded. */
  release(): Promise<void>;
}

export interface LoadFiles {
  /** @throws SqlError when the namespace may not use the role. */
  as(iamRole: string, user: string, signal: AbortSignal): Promise<RoleFiles>;
}

/** Service names Redshift Serverless assumes a namespace's roles with; a role's trust policy names one or both. */
const services = ["redshift-serverless.amazonaws.com", "redshift.amazonaws.com"];

/** Reads S3 through the sandbox's endpoint with credentials of the namespace's own roles. */
export class NamespaceFiles implements LoadFiles {
  constructor(
    private readonly namespace: Namespace,
    private readonly issuer: CredentialIssuer,
    private readonly endpoint: () => string,
    private readonly region: string,
    private readonly scratch: string,
  ) {}

  async as(iamRole: string, user: string, signal: AbortSignal): Promise<RoleFiles> {
    const roleArn = iamRole === "default" ? this.namespace.defaultRoleArn : iamRole;
    if (roleArn === undefined)
      throw new SqlError("The namespace has no default IAM role: name a role, or set defaultIamRoleArn.");
    const credentials = this.assume(roleArn, user);
    const client = new S3Client({
      endpoint: this.endpoint(),
      region: this.region,
      forcePathStyle: true,
      credentials,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    });
    return new S3Files(client, await mkdtemp(path.join(this.scratch, "copy-")), signal);
  }

  private assume(roleArn: string, user: string): RoleCredentials {
    const refused = new SqlError(
      `User arn:aws:redshift:${this.region}:${this.namespace.accountId}:dbuser:serverless-${this.namespace.accountId}-` +
        `${this.namespace.name}/${user} is not authorized to assume IAM Role ${roleArn}`,
    );
    // Only roles associated with the namespace may be used, whatever their trust policy says.
    if (!this.namespace.roleArns.includes(roleArn)) throw refused;
    for (const service of services) {
      try {
        return this.issuer.issueToService({
          roleArn,
          service,
          sessionName: "RedshiftIamRoleSession",
          sourceArn: this.namespace.arn,
        });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
      }
    }
    throw refused;
  }
}

class S3Files implements RoleFiles {
  private downloads = 0;

  constructor(
    private readonly client: S3Client,
    private readonly folder: string,
    private readonly signal: AbortSignal,
  ) {}

  async text(location: S3Location): Promise<string | undefined> {
    const body = await this.open(location);
    return body?.transformToString("utf-8");
  }

  async download(location: S3Location): Promise<{ file: string; bytes: number } | undefined> {
    const body = await this.open(location);
    if (body === undefined) return undefined;
    this.downloads += 1;
    const file = path.join(this.folder, `${this.downloads}.parquet`);
    const output = createWriteStream(file);
    await pipeline(body as unknown as Readable, output, { signal: this.signal });
    return { file, bytes: output.bytesWritten };
  }

  async list(prefix: S3Location): Promise<S3Location[]> {
    return this.request(async () => {
      const found: S3Location[] = [];
      const pages = paginateListObjectsV2(
        { client: this.client },
        { Bucket: prefix.bucket, Prefix: prefix.key },
      );
      for await (const page of pages) {
        this.signal.throwIfAborted();
        for (const object of page.Contents ?? [])
          found.push({ bucket: prefix.bucket, key: object.Key ?? "" });
      }
      return found;
    });
  }

  async release(): Promise<void> {
    this.client.destroy();
    await rm(this.folder, { recursive: true, force: true });
  }

  private open({ bucket, key }: S3Location) {
    return this.request(async () => {
      // COPY needs "permission to LIST the bucket and GET the objects being loaded, and the manifest file".
      const listing = new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 });
      await this.client.send(listing, { abortSignal: this.signal });
      try {
        const command = new GetObjectCommand({ Bucket: bucket, Key: key });
        return (await this.client.send(command, { abortSignal: this.signal })).Body;
      } catch (error) {
        if (error instanceof S3ServiceException && error.name === "NoSuchKey") return undefined;
        throw error;
      }
    });
  }

  private async request<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.signal.throwIfAborted();
      if (!(error instanceof S3ServiceException)) throw error;
      throw new SqlError(s3Text(error.message, error.$metadata.httpStatusCode ?? 500, error.name));
    }
  }
}

/** `S3ServiceException:Access Denied,Status 403,Error AccessDenied` */
export function s3Text(message: string, status: number, code: string): string {
  return `S3ServiceException:${message},Status ${status},Error ${code}`;
}
