import { notModelled } from "./wire-response";

/** They have no region: clients sign for us-east-1, or for their own. */
const GLOBAL_SERVICES: ReadonlySet<string> = new Set(["iam", "sts"]);

/**
 * Resources are in the program's region alone: an answer for another one would be those of this one, or none, where AWS has others.
 *
 * @param own the program's.
 * @throws AwsError NotModelled. No redirect, as S3 would give: a client follows it, and never tells that it is set up wrongly.
 */
export function requireRegion(service: string, operation: string, region: string, own: string): void {
  if (region !== own && !GLOBAL_SERVICES.has(service)) {
    throw notModelled(
      service,
      operation,
      `it is signed for ${region}, and everything here is in ${own}. Set AWS_REGION and AWS_DEFAULT_REGION, or the client's region, to ${own}.`,
    );
  }
}
