import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** Days after which an upload that was begun and never ended is cleared away. */
const UPLOAD_DAYS = 7;

/** A versioned bucket, owned by the account alone and closed to the public; encryption, lifecycle and policy are its owner's. */
export function createClosedBucket(
  name: string,
  args: aws.s3.BucketArgs,
  parent: pulumi.Resource,
  options: pulumi.CustomResourceOptions,
): aws.s3.Bucket {
  const bucket = new aws.s3.Bucket(`${name}-bucket`, args, { parent, ...options });
  new aws.s3.BucketOwnershipControls(
    `${name}-ownership`,
    { bucket: bucket.id, rule: { objectOwnership: "BucketOwnerEnforced" } },
    { parent },
  );
  new aws.s3.BucketPublicAccessBlock(
    `${name}-public-access`,
    {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    { parent },
  );
  new aws.s3.BucketVersioning(
    `${name}-versioning`,
    { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } },
    { parent },
  );
  return bucket;
}

export function encryptWithKey(
  name: string,
  bucket: aws.s3.Bucket,
  kmsKeyArn: pulumi.Input<string>,
  parent: pulumi.Resource,
): void {
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    {
      bucket: bucket.id,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
          // One data key for many objects: without it every object of a run is a call to KMS.
          bucketKeyEnabled: true,
        },
      ],
    },
    { parent },
  );
}

export type LifecycleRule = aws.types.input.s3.BucketLifecycleConfigurationRule;

export function expire(
  name: string,
  bucket: aws.s3.Bucket,
  rules: readonly LifecycleRule[],
  parent: pulumi.Resource,
): void {
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    { bucket: bucket.id, rules: [...rules] },
    { parent },
  );
}

/** Clears away what no reader of the bucket can see, but for versions that were written over in the last days. */
export function tidyRule(noncurrentVersionDays: number): LifecycleRule {
  return {
    id: "tidy",
    status: "Enabled",
    filter: {},
    // What is left when every version of a deleted object has expired. S3 takes it with neither days nor a date in the rule.
    expiration: { expiredObjectDeleteMarker: true },
    noncurrentVersionExpiration: { noncurrentDays: noncurrentVersionDays },
    abortIncompleteMultipartUpload: { daysAfterInitiation: UPLOAD_DAYS },
  };
}
