/** Inputs by which a type says what AWS calls it, where that is not its `name`. */
const NAME_INPUTS: Readonly<Partial<Record<string, string>>> = {
  "aws:s3/bucket:Bucket": "bucket",
  "aws:redshiftserverless/namespace:Namespace": "namespaceName",
  "aws:redshiftserverless/workgroup:Workgroup": "workgroupName",
  "aws:cloudwatch/dashboard:Dashboard": "dashboardName",
  "aws:s3/bucketObject:BucketObject": "key",
  "aws:s3/bucketObjectv2:BucketObjectv2": "key",
};

interface Named {
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What AWS calls the resource, where the program says so; otherwise the provider makes a name that no other has. */
export function physicalName({ type, inputs }: Named): string | undefined {
  const name = inputs[NAME_INPUTS[type] ?? "name"];
  return typeof name === "string" ? name : undefined;
}

/** Types that are a part of another resource, and are called like it: AWS has one of each for each. */
const PART_OF = [
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketLogging:BucketLogging",
  "aws:s3/bucketNotification:BucketNotification",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketVersioning:BucketVersioning",
];

/** What the resource is a setting of, and overwrites when it is made a second time. */
export function settingOf({ type, inputs }: Named): string | undefined {
  return PART_OF.includes(type) && typeof inputs.bucket === "string" ? inputs.bucket : undefined;
}
