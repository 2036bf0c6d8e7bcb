import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Placement } from "../components/naming";
import type { Environment } from "./schema";

/**
 * Where the stack is about to be deployed, asked of AWS and awaited: plain text, so that names, ARNs, definitions and policies
 * are known in the very first preview.
 *
 * @throws pulumi.RunError when the environment does not allow the account.
 */
export async function locateStack(
  environment: Pick<Environment, "allowedAccountIds" | "permissionsBoundary">,
): Promise<Placement> {
  const [caller, region, partition] = await Promise.all([
    aws.getCallerIdentity(),
    aws.getRegion(),
    aws.getPartition(),
  ]);
  const stack = pulumi.getStack();
  const { allowedAccountIds, permissionsBoundary } = environment;
  if (allowedAccountIds.length > 0 && !allowedAccountIds.includes(caller.accountId)) {
    throw new pulumi.RunError(
      `Stack "${stack}" must not be deployed to account ${caller.accountId}: ${pulumi.getProject()}:allowedAccountIds ` +
        `names ${allowedAccountIds.join(", ")}. Use credentials of one of them, or add the account.`,
    );
  }
  return {
    project: pulumi.getProject(),
    stack,
    accountId: caller.accountId,
    region: region.region,
    partition: partition.partition,
    ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
  };
}
