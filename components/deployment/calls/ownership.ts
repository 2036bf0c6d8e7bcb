import type { Conditions } from "../../iam/permission";
import type { Names } from "../../naming";

/**
 * Who owns what AWS names by an identifier: the tags that the stack's provider puts on everything (components/stack-provider.ts).
 * Names say it where a resource's ARN has one; these are for keys, networks and the warehouse.
 */

/** Of the stack already. */
export function owned({ placement }: Names): Conditions {
  return {
    StringEquals: {
      "aws:ResourceTag/Project": placement.project,
      "aws:ResourceTag/Stack": placement.stack,
    },
  };
}

/** Made by this call, with the stack's tags. */
export function created({ placement }: Names): Conditions {
  return {
    StringEquals: {
      "aws:RequestTag/Project": placement.project,
      "aws:RequestTag/Stack": placement.stack,
    },
  };
}

/**
 * Tagged as the stack's while no stack's yet. AWS asks for the right to tag both when a key is made and when one is tagged later, and tells the
 * two apart by nothing: a thing of the account without a `Stack` tag could be made the stack's. Tag what else is there, or give stacks an account.
 */
export function adopted(names: Names): Conditions {
  return { ...created(names), Null: { "aws:ResourceTag/Stack": "true" } };
}

/**
 * A bucket of the account's own. In the ARN of an object a `*` runs past the slash: `stepline-dev-*-111122223333-eu-west-1/*` means keys of a
 * stranger's bucket `stepline-dev-x` as well. Not for buckets themselves, whose names have no slash: one that is gone belongs to no account.
 */
export function inOwnBucket({ placement }: Names): Conditions {
  return { StringEquals: { "s3:ResourceAccount": placement.accountId } };
}
