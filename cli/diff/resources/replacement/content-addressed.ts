import type { SnapshotResource } from "../../snapshot";

const OBJECTS = ["aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2"];

/** A hexadecimal digest of at least 128 bits, between what may surround it in a key. */
const DIGEST = /(^|[/._-])[0-9a-f]{32,128}(?=$|[/._-])/;

/**
 * Whether the object's key is made of its contents, and only the digest in it differs, and the earlier one stays: then what the
 * engine calls a replacement adds a version, and what runs keeps the one it began with.
 */
export function isContentAddressed(before: SnapshotResource, after: SnapshotResource): boolean {
  const [was, is] = [before, after].map(({ inputs }) => withoutDigest(inputs.key));
  return (
    OBJECTS.includes(after.type) &&
    before.options.retainOnDelete === true &&
    before.inputs.bucket === after.inputs.bucket &&
    before.inputs.key !== after.inputs.key &&
    was !== undefined &&
    was === is
  );
}

function withoutDigest(key: unknown): string | undefined {
  return typeof key === "string" && DIGEST.test(key) ? key.replace(DIGEST, "$1<digest>") : undefined;
}
