import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
  AbortMultipartUploadCommand,
} from "@aws-sdk/client-s3";

interface StoredVersion {
  readonly versionId: string | undefined;
  readonly etag: string;
  readonly body: Buffer;
}

/**
 * S3 as the handlers use it: versions, ETags, `If-Match`, pages, multipart uploads. A missing object is 403 to them, since none
 * may list a whole bucket; with `mayList` it is 404. Unknown commands throw.
 */
export class InMemoryS3 {
  /** `bucket/key` -> versions, oldest first. */
  readonly objects = new Map<string, StoredVersion[]>();
  /** `GetObjectCommand raw/key`, in calling order. */
  readonly calls: string[] = [];
  readonly openUploads = new Map<string, Buffer[]>();
  /** Called before each command; may throw, or change objects as another writer would. */
  before: (command: object, input: Record<string, unknown>) => void = () => undefined;
  private versions = 0;

  constructor(
    private readonly options: {
      versioned?: boolean;
      pageSize?: number;
      chunkBytes?: number;
      mayList?: boolean;
    } = {},
  ) {}

  /** The real class, for `paginateListObjectsV2` asks for one, with this as its `send`. */
  get client(): S3Client {
    const client = new S3Client({ region: "eu-west-1" });
    client.send = ((command: { input: Record<string, unknown> }) => this.send(command)) as S3Client["send"];
    return client;
  }

  put(bucket: string, key: string, body: string | Buffer): StoredVersion {
    const content = Buffer.from(body);
    const version = {
      versionId: this.options.versioned === false ? undefined : `v${++this.versions}`,
      etag: `"${createHash("md5").update(content).digest("hex")}"`,
      body: content,
    };
    const earlier = this.options.versioned === false ? [] : (this.objects.get(`${bucket}/${key}`) ?? []);
    this.objects.set(`${bucket}/${key}`, [...earlier, version]);
    return version;
  }

  text(bucket: string, key: string): string {
    return this.find({ Bucket: bucket, Key: key }).body.toString("utf8");
  }

  json(bucket: string, key: string): unknown {
    return JSON.parse(this.text(bucket, key));
  }

  private async send(command: { input: Record<string, unknown> }): Promise<unknown> {
    const { input } = command;
    this.calls.push(
      `${command.constructor.name} ${String(input.Bucket)}/${String(input.Key ?? input.Prefix)}`,
    );
    this.before(command, input);
    if (command instanceof ListObjectsV2Command) return this.list(input);
    if (command instanceof HeadObjectCommand) return this.head(input);
    if (command instanceof GetObjectCommand) return this.get(input);
    if (command instanceof PutObjectCommand) {
      const { versionId, etag } = this.put(String(input.Bucket), String(input.Key), input.Body as string);
      return { VersionId: versionId, ETag: etag };
    }
    if (command instanceof CopyObjectCommand) return this.copy(input);
    return this.multipart(command, input);
  }

  private list({ Bucket, Prefix, ContinuationToken }: Record<string, unknown>): unknown {
    const all = [...this.objects.keys()]
      .filter((name) => name.startsWith(`${String(Bucket)}/${String(Prefix)}`))
      .sort();
    const start = Number(ContinuationToken ?? 0);
    const end = start + (this.options.pageSize ?? 1000);
    return {
      Contents: all.slice(start, end).map((name) => ({
        Key: name.slice(String(Bucket).length + 1),
        Size: this.objects.get(name)!.at(-1)!.body.length,
      })),
      IsTruncated: end < all.length,
      NextContinuationToken: end < all.length ? String(end) : undefined,
    };
  }

  private head(input: Record<string, unknown>): unknown {
    try {
      return this.describe(this.find(input));
    } catch (error) {
      const { httpStatusCode = 0 } = (error as S3ServiceException).$metadata;
      // Without a body, the SDK has a name for 404 only.
      throw s3Error(httpStatusCode === 404 ? "NotFound" : "Unknown", httpStatusCode);
    }
  }

  private get(input: Record<string, unknown>): unknown {
    const version = this.find(input);
    const size = this.options.chunkBytes ?? 64 * 1024;
    const chunks: Buffer[] = [];
    for (let at = 0; at < version.body.length; at += size) chunks.push(version.body.subarray(at, at + size));
    const Body = Object.assign(Readable.from(chunks), {
      transformToString: async () => version.body.toString("utf8"),
    });
    return { ...(this.describe(version) as object), Body };
  }

  private copy(input: Record<string, unknown>): unknown {
    const [, bucket, key, versionId] = /^([^/]+)\/([^?]+)(?:\?versionId=(.*))?$/.exec(
      String(input.CopySource),
    )!;
    const source = this.find({
      Bucket: bucket,
      Key: key,
      VersionId: versionId,
      IfMatch: input.CopySourceIfMatch,
    });
    const copy = this.put(String(input.Bucket), String(input.Key), source.body);
    return { VersionId: copy.versionId, CopyObjectResult: { ETag: copy.etag } };
  }

  private multipart(command: object, input: Record<string, unknown>): unknown {
    const id = String(input.UploadId);
    if (command instanceof CreateMultipartUploadCommand) {
      this.openUploads.set("upload-1", []);
      return { UploadId: "upload-1" };
    }
    if (command instanceof UploadPartCommand) {
      this.openUploads.get(id)!.push(Buffer.from(input.Body as Buffer));
      return { ETag: `"part-${String(input.PartNumber)}"`, ChecksumCRC32: "AAAAAA==" };
    }
    if (command instanceof CompleteMultipartUploadCommand) {
      const body = Buffer.concat(this.openUploads.get(id)!);
      this.openUploads.delete(id);
      const { versionId, etag } = this.put(String(input.Bucket), String(input.Key), body);
      return { VersionId: versionId, ETag: etag };
    }
    if (command instanceof AbortMultipartUploadCommand) {
      this.openUploads.delete(id);
      return {};
    }
    throw new Error(`InMemoryS3 knows no ${command.constructor.name}.`);
  }

  private find(input: Record<string, unknown>): StoredVersion {
    const versions = this.objects.get(`${String(input.Bucket)}/${String(input.Key)}`) ?? [];
    const found =
      input.VersionId === undefined
        ? versions.at(-1)
        : versions.find(({ versionId }) => versionId === input.VersionId);
    if (found === undefined) {
      throw this.options.mayList === true ? s3Error("NoSuchKey", 404) : s3Error("AccessDenied", 403);
    }
    if (input.IfMatch !== undefined && input.IfMatch !== found.etag) throw s3Error("PreconditionFailed", 412);
    return found;
  }

  private describe({ versionId, etag, body }: StoredVersion): unknown {
    return { VersionId: versionId, ETag: etag, ContentLength: body.length };
  }
}

export function s3Error(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({
    name,
    $fault: httpStatusCode < 500 ? "client" : "server",
    message: name,
    $metadata: { httpStatusCode },
  });
}
