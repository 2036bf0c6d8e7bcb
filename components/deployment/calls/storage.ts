import { inOwnBucket } from "./ownership";
import type { ServiceCalls } from "./service-calls";

type Target = "Buckets" | "Artifacts" | "Objects" | "Tables";

/** Buckets with their settings, what is uploaded to `artifacts`, and tables. */
export const STORAGE_CALLS: ServiceCalls<Target> = {
  name: "storage",
  targets: (names) => ({
    Buckets: { resources: [names.s3(names.bucket("*"))] },
    // Contracts, lookups and scripts: all that a deploy uploads.
    Artifacts: { resources: [names.s3(names.bucket("artifacts"), "*")] },
    Objects: { resources: [names.s3(names.bucket("*"), "*")], conditions: inOwnBucket(names) },
    Tables: { resources: [names.table(names.resource("*"))] },
  }),
  types: {
    "aws:s3/bucket:Bucket": [
      {
        on: "Buckets",
        // The provider reads every setting of a bucket, whatever the program sets.
        read: [
          ...["s3:ListBucket", "s3:GetBucketLocation", "s3:GetBucketTagging", "s3:ListTagsForResource"],
          ...["s3:GetBucketPolicy", "s3:GetBucketAcl", "s3:GetBucketCORS", "s3:GetBucketWebsite"],
          ...["s3:GetBucketVersioning", "s3:GetAccelerateConfiguration", "s3:GetBucketRequestPayment"],
          ...["s3:GetBucketLogging", "s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration"],
          ...["s3:GetEncryptionConfiguration", "s3:GetBucketObjectLockConfiguration"],
        ],
        create: ["s3:CreateBucket", "s3:PutBucketTagging", "s3:TagResource"],
        update: ["s3:PutBucketTagging", "s3:TagResource", "s3:UntagResource"],
        deleteData: ["s3:DeleteBucket", "s3:ListBucketVersions"],
      },
      { on: "Objects", deleteData: ["s3:DeleteObject", "s3:DeleteObjectVersion"] },
    ],
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": [
      {
        on: "Buckets",
        read: ["s3:GetLifecycleConfiguration"],
        create: ["s3:PutLifecycleConfiguration"],
        update: ["s3:PutLifecycleConfiguration"],
        delete: ["s3:PutLifecycleConfiguration"],
      },
    ],
    "aws:s3/bucketLogging:BucketLogging": [
      {
        on: "Buckets",
        read: ["s3:GetBucketLogging"],
        create: ["s3:PutBucketLogging"],
        update: ["s3:PutBucketLogging"],
        delete: ["s3:PutBucketLogging"],
      },
    ],
    "aws:s3/bucketObjectv2:BucketObjectv2": [
      {
        on: "Artifacts",
        read: ["s3:GetObject", "s3:GetObjectTagging"],
        create: ["s3:PutObject", "s3:PutObjectTagging"],
        update: ["s3:PutObject", "s3:PutObjectTagging"],
        delete: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
      },
      { on: "Buckets", delete: ["s3:ListBucketVersions"] },
    ],
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": [
      {
        on: "Buckets",
        read: ["s3:GetBucketOwnershipControls"],
        create: ["s3:PutBucketOwnershipControls"],
        update: ["s3:PutBucketOwnershipControls"],
        delete: ["s3:PutBucketOwnershipControls"],
      },
    ],
    "aws:s3/bucketPolicy:BucketPolicy": [
      {
        on: "Buckets",
        read: ["s3:GetBucketPolicy"],
        create: ["s3:PutBucketPolicy"],
        update: ["s3:PutBucketPolicy"],
        delete: ["s3:DeleteBucketPolicy"],
      },
    ],
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": [
      {
        on: "Buckets",
        read: ["s3:GetBucketPublicAccessBlock"],
        create: ["s3:PutBucketPublicAccessBlock"],
        update: ["s3:PutBucketPublicAccessBlock"],
        delete: ["s3:PutBucketPublicAccessBlock"],
      },
    ],
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
      {
        on: "Buckets",
        read: ["s3:GetEncryptionConfiguration"],
        create: ["s3:PutEncryptionConfiguration"],
        update: ["s3:PutEncryptionConfiguration"],
        delete: ["s3:PutEncryptionConfiguration"],
      },
    ],
    "aws:s3/bucketVersioning:BucketVersioning": [
      {
        on: "Buckets",
        read: ["s3:GetBucketVersioning"],
        create: ["s3:PutBucketVersioning"],
        update: ["s3:PutBucketVersioning"],
        delete: ["s3:PutBucketVersioning"],
      },
    ],
    "aws:dynamodb/table:Table": [
      {
        on: "Tables",
        read: [
          ...["dynamodb:DescribeTable", "dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTimeToLive"],
          "dynamodb:ListTagsOfResource",
        ],
        create: ["dynamodb:CreateTable", "dynamodb:TagResource", "dynamodb:UpdateContinuousBackups"],
        update: [
          ...["dynamodb:UpdateTable", "dynamodb:UpdateContinuousBackups"],
          ...["dynamodb:TagResource", "dynamodb:UntagResource"],
        ],
        deleteData: ["dynamodb:DeleteTable"],
      },
    ],
  },
};
