import { header, percentDecoded, type RequestHead } from "../wire-request";
import { restOperation } from "./rest-operations";

export interface S3Route {
  readonly operation: string;
  readonly bucket?: string;
  readonly key?: string;
}

/** Query parameters that make another operation of the method on a bucket; without any, the method's own. */
const BUCKET_GETS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    location: "GetBucketLocation",
    versioning: "GetBucketVersioning",
    versions: "ListObjectVersions",
    uploads: "ListMultipartUploads",
    tagging: "GetBucketTagging",
    policy: "GetBucketPolicy",
    encryption: "GetBucketEncryption",
    lifecycle: "GetBucketLifecycleConfiguration",
    publicAccessBlock: "GetPublicAccessBlock",
    logging: "GetBucketLogging",
    ownershipControls: "GetBucketOwnershipControls",
    acl: "GetBucketAcl",
  }),
);

/** The same of methods that change a bucket. */
const BUCKET_CHANGES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    PUT: "CreateBucket",
    "PUT versioning": "PutBucketVersioning",
    "PUT tagging": "PutBucketTagging",
    "PUT policy": "PutBucketPolicy",
    "PUT encryption": "PutBucketEncryption",
    "PUT lifecycle": "PutBucketLifecycleConfiguration",
    "PUT publicAccessBlock": "PutPublicAccessBlock",
    "PUT ownershipControls": "PutBucketOwnershipControls",
    DELETE: "DeleteBucket",
    "DELETE tagging": "DeleteBucketTagging",
    "POST delete": "DeleteObjects",
  }),
);

/** Query parameters that only qualify an operation, or that sign it. Any other names a sub-resource. */
const QUALIFIERS = new Set([
  ...[
    "list-type",
    "prefix",
    "delimiter",
    "max-keys",
    "marker",
    "continuation-token",
    "start-after",
    "encoding-type",
  ],
  ...[
    "fetch-owner",
    "versionId",
    "uploadId",
    "partNumber",
    "x-id",
    "key-marker",
    "version-id-marker",
    "max-uploads",
  ],
  ...[
    "upload-id-marker",
    "max-parts",
    "part-number-marker",
    "max-buckets",
    "bucket-region",
    "response-content-type",
  ],
  ...["response-cache-control", "response-content-disposition", "response-content-encoding"],
  ...["response-content-language", "response-expires", "id", "annotationName", "select-type"],
]);

/**
 * The S3 operation a request is: method, path and sub-resource decide.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
export function identifyOperation(head: RequestHead): S3Route {
  const [, rawBucket = "", ...rest] = head.path.split("/");
  const [bucket, key] = [percentDecoded(rawBucket), percentDecoded(rest.join("/"))];
  const subresource = [...head.query.keys()].find((name) => !QUALIFIERS.has(name) && !/^x-amz-/i.test(name));
  if (bucket === "") {
    return {
      operation:
        head.method === "GET" && subresource === undefined
          ? "ListBuckets"
          : restOperation("s3", head, subresource),
    };
  }
  if (key === "") {
    return { operation: onBucket(head, subresource), bucket };
  }
  return { operation: onObject(head, subresource), bucket, key };
}

function onBucket(head: RequestHead, subresource: string | undefined): string {
  if (head.method === "GET") {
    const plain = head.query.get("list-type") === "2" ? "ListObjectsV2" : "ListObjects";
    return subresource === undefined
      ? plain
      : (BUCKET_GETS.get(subresource) ?? restOperation("s3", head, subresource));
  }
  if (head.method === "HEAD" && subresource === undefined) {
    return "HeadBucket";
  }
  return (
    BUCKET_CHANGES.get(`${head.method} ${subresource ?? ""}`.trim()) ?? restOperation("s3", head, subresource)
  );
}

function onObject(head: RequestHead, subresource: string | undefined): string {
  const { method, query } = head;
  const copies = header(head, "x-amz-copy-source") !== undefined;
  const part = query.has("uploadId") && query.has("partNumber");
  const upload = query.has("uploadId");
  switch (`${method} ${subresource ?? ""}`.trim()) {
    case "GET":
      return upload ? "ListParts" : "GetObject";
    case "HEAD":
      return "HeadObject";
    case "PUT":
      return part ? (copies ? "UploadPartCopy" : "UploadPart") : copies ? "CopyObject" : "PutObject";
    case "POST":
      return upload ? "CompleteMultipartUpload" : restOperation("s3", head, subresource);
    case "POST uploads":
      return "CreateMultipartUpload";
    case "DELETE":
      return upload ? "AbortMultipartUpload" : "DeleteObject";
    case "GET tagging":
      return "GetObjectTagging";
    case "PUT tagging":
      return "PutObjectTagging";
    case "DELETE tagging":
      return "DeleteObjectTagging";
    default:
      return restOperation("s3", head, subresource);
  }
}
