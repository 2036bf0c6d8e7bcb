import { ofType, refersTo, type Resource } from "../resource";

/** A type of S3's resources under both names it has had: `aws:s3/bucketAcl:BucketAcl`, `aws:s3/bucketAclV2:BucketAclV2`. */
export function s3Types(type: string): readonly string[] {
  const name = `${type[0].toUpperCase()}${type.slice(1)}`;
  return [`aws:s3/${type}:${name}`, `aws:s3/${type}V2:${name}V2`];
}

export const BUCKET = s3Types("bucket");
export const BUCKET_POLICY = s3Types("bucketPolicy");

/** What is declared apart for a bucket: its versioning, its policy, its public access block. */
export function parts(resources: readonly Resource[], type: string, bucket: Resource): readonly Resource[] {
  return ofType(resources, s3Types(type)).filter((part) => refersTo(part, "bucket", bucket));
}

/** Whether a bucket receives the access logs of others: it can't log itself, nor be encrypted with a KMS key. */
export function receivesLogs(resources: readonly Resource[], bucket: Resource): boolean {
  return ofType(resources, s3Types("bucketLogging")).some((logging) =>
    refersTo(logging, "targetBucket", bucket),
  );
}
