import { createHash } from "node:crypto";

/** Where the recorded stack lives, and what names it. */
export interface RecordedPlace {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
}

/** `arn:aws:SERVICE:REGION:ACCOUNT:resource` */
export function arn(
  { partition, region, accountId }: RecordedPlace,
  service: string,
  resource: string,
): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

/** ARN of a global service: IAM has no region, S3 neither region nor account. */
export function globalArn(place: RecordedPlace, service: "iam" | "s3", resource: string): string {
  return `arn:${place.partition}:${service}::${service === "iam" ? place.accountId : ""}:${resource}`;
}

/** Lower-case hex digits that are the same for the same seed: what AWS makes at random is the same in every recording. */
export function digits(seed: string, length: number): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, length);
}

/** `8f14e45f-ceea-467f-8f14-e45fceea467f`: a version 4 UUID in form, made of the seed. */
export function uuid(seed: string): string {
  const hex = digits(seed, 32);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join("-");
}
