import type { AuthorizationCheck } from "../../types";
import {
  check,
  keyChecks,
  textOf,
  type Identified,
  type OperationModel,
  type Scope,
  type ServiceModel,
} from "./model";
import { CONDITION_HEADERS, identify, type Input } from "./s3-input";
import { identifyOperation } from "./s3-routes";

const BUCKET_READS: Readonly<Record<string, string>> = {
  HeadBucket: "s3:ListBucket",
  GetBucketLocation: "s3:GetBucketLocation",
  GetBucketVersioning: "s3:GetBucketVersioning",
  GetBucketTagging: "s3:GetBucketTagging",
  GetBucketPolicy: "s3:GetBucketPolicy",
  GetBucketEncryption: "s3:GetEncryptionConfiguration",
  GetBucketLifecycleConfiguration: "s3:GetLifecycleConfiguration",
  GetPublicAccessBlock: "s3:GetBucketPublicAccessBlock",
  GetBucketLogging: "s3:GetBucketLogging",
  GetBucketOwnershipControls: "s3:GetBucketOwnershipControls",
  GetBucketAcl: "s3:GetBucketAcl",
  ListMultipartUploads: "s3:ListBucketMultipartUploads",
};

function ask(scope: Scope, action: string, resource: string, input: Input): AuthorizationCheck {
  const headers = input.headers as Readonly<Record<string, string | undefined>>;
  const keys = CONDITION_HEADERS.map((name) => [`s3:${name}`, headers[name]]);
  return check(scope, action, resource, {
    ...(Object.fromEntries(keys) as Record<string, string | undefined>),
    "s3:versionid": input.VersionId as string | undefined,
    "s3:authType": input.presigned === true ? "REST-QUERY-STRING" : "REST-HEADER",
    "s3:signatureversion": "AWS4-HMAC-SHA256",
    "s3:ResourceAccount": scope.accountId,
    "s3:TlsVersion": "1.3",
  });
}

const bucketArn = (input: Input) => `arn:aws:s3:::${textOf(input, "Bucket")}`;
const objectArn = (input: Input) => `${bucketArn(input)}/${textOf(input, "Key")}`;

/** The key of new objects: as the request's headers say, or else the bucket's. */
function writeKey(input: Input, scope: Scope): string | undefined {
  const headers = input.headers as Readonly<Record<string, string | undefined>>;
  const [algorithm, id] = [
    headers["x-amz-server-side-encryption"],
    headers["x-amz-server-side-encryption-aws-kms-key-id"],
  ];
  if (algorithm === "AES256") {
    return undefined;
  }
  return id === undefined ? scope.facts.bucketKey(textOf(input, "Bucket")) : (scope.facts.keyArn(id) ?? id);
}

/** S3 uses the key as the caller, bound to the object by the encryption context. */
function onKey(
  input: Input,
  scope: Scope,
  keyArn: string | undefined,
  ...actions: string[]
): AuthorizationCheck[] {
  return keyChecks(scope, keyArn, "s3", actions, { "aws:s3:arn": objectArn(input) });
}

function bucketDefault(input: Input, scope: Scope): string | undefined {
  return scope.facts.bucketKey(textOf(input, "Bucket"));
}

/** `s3:GetObject`, or `s3:GetObjectVersion` when a version is named. */
function versioned(action: string, input: Input): string {
  return input.VersionId === undefined ? action : action.replace("Object", "ObjectVersion");
}

const readObject: OperationModel = (input, scope) => [
  ask(scope, versioned("s3:GetObject", input), objectArn(input), input),
  ...onKey(input, scope, bucketDefault(input, scope), "kms:Decrypt"),
];

/** Metadata is not encrypted; the checksum is. https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
const headObject: OperationModel = (input, scope) => {
  const { "x-amz-checksum-mode": checksum } = input.headers as Readonly<Record<string, string | undefined>>;
  const key = checksum === undefined ? undefined : bucketDefault(input, scope);
  return [
    ask(scope, versioned("s3:GetObject", input), objectArn(input), input),
    ...onKey(input, scope, key, "kms:Decrypt"),
  ];
};

const writeObject =
  (...keyActions: string[]): OperationModel =>
  (input, scope) => {
    const headers = input.headers as Readonly<Record<string, string | undefined>>;
    const also = [
      ...(headers["x-amz-tagging"] === undefined ? [] : ["s3:PutObjectTagging"]),
      ...(headers["x-amz-acl"] === undefined ? [] : ["s3:PutObjectAcl"]),
    ];
    return [
      ...["s3:PutObject", ...also].map((action) => ask(scope, action, objectArn(input), input)),
      ...onKey(input, scope, writeKey(input, scope), ...keyActions),
    ];
  };

/** `x-amz-copy-source: /bucket/key?versionId=...`, encoded. */
function copySource(input: Input): Input {
  const { "x-amz-copy-source": source = "" } = input.headers as Readonly<Record<string, string | undefined>>;
  const [path = "", version] = source.split("?versionId=");
  const [bucket = "", ...key] = decodeURIComponent(path).replace(/^\//, "").split("/");
  return { ...input, Bucket: bucket, Key: key.join("/"), VersionId: version };
}

/** Reading the source and writing the target, each with its own key. */
const copyObject: OperationModel = (input, scope) => [
  ...readObject(copySource(input), scope),
  ...writeObject("kms:GenerateDataKey")(input, scope),
];

const onObject =
  (action: string): OperationModel =>
  (input, scope) => [ask(scope, action, objectArn(input), input)];

/** Its action differs when a version is named. */
const onVersion =
  (action: string): OperationModel =>
  (input, scope) => [ask(scope, versioned(action, input), objectArn(input), input)];

const listObjects =
  (action: string): OperationModel =>
  (input, scope) => {
    const { context, ...asked } = ask(scope, action, bucketArn(input), input);
    const [prefix, delimiter, maxKeys] = [input.Prefix, input.Delimiter, input.MaxKeys] as (
      string | undefined
    )[];
    const keys = { "s3:prefix": prefix ?? "", "s3:delimiter": delimiter, "s3:max-keys": maxKeys };
    const given = Object.entries(keys).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return [{ ...asked, context: { ...context, ...Object.fromEntries(given) } }];
  };

const deleteObjects: OperationModel = (input, scope) =>
  (input.Delete as { Key: string; VersionId?: string }[]).map((object) => {
    const one = { ...input, ...object };
    return ask(scope, versioned("s3:DeleteObject", one), objectArn(one), one);
  });

export const s3: ServiceModel = {
  service: "s3",
  protocol: "rest-xml",
  messageMember: "Message",
  identify,
  streams: (head) => identifyOperation(head).operation !== "DeleteObjects",
  operations: {
    ...Object.fromEntries(
      Object.entries(BUCKET_READS).map(([operation, action]): [string, OperationModel] => [
        operation,
        (input, scope) => [ask(scope, action, bucketArn(input), input)],
      ]),
    ),
    ListBuckets: (input, scope) => [ask(scope, "s3:ListAllMyBuckets", "*", input)],
    ListObjects: listObjects("s3:ListBucket"),
    ListObjectsV2: listObjects("s3:ListBucket"),
    ListObjectVersions: listObjects("s3:ListBucketVersions"),
    GetObject: readObject,
    HeadObject: headObject,
    GetObjectTagging: onVersion("s3:GetObjectTagging"),
    PutObjectTagging: onVersion("s3:PutObjectTagging"),
    DeleteObjectTagging: onVersion("s3:DeleteObjectTagging"),
    PutObject: writeObject("kms:GenerateDataKey"),
    CopyObject: copyObject,
    // Parts are encrypted with the key the upload made, so it is read back: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
    CreateMultipartUpload: writeObject("kms:GenerateDataKey", "kms:Decrypt"),
    UploadPart: writeObject("kms:GenerateDataKey", "kms:Decrypt"),
    UploadPartCopy: (input, scope) => [
      ...readObject(copySource(input), scope),
      ...writeObject("kms:GenerateDataKey", "kms:Decrypt")(input, scope),
    ],
    CompleteMultipartUpload: writeObject("kms:Decrypt"),
    AbortMultipartUpload: onObject("s3:AbortMultipartUpload"),
    ListParts: onObject("s3:ListMultipartUploadParts"),
    DeleteObject: onVersion("s3:DeleteObject"),
    DeleteObjects: deleteObjects,
  },
};

/** S3 tells whether an object is missing only to who may list the bucket; to others it is forbidden. */
export function revealsMissing(
  { operation, input }: Identified,
  scope: Scope,
): AuthorizationCheck | undefined {
  const asks = operation === "GetObject" || operation === "HeadObject";
  return asks ? ask(scope, "s3:ListBucket", bucketArn(input), input) : undefined;
}
