import type * as pulumi from "@pulumi/pulumi";

/** The environment's side of deleting data: see `environments/`. */
export interface DataProtection {
  readonly protectResources: boolean;
  readonly allowDataDeletion: boolean;
}

/**
 * Deleting data takes two keys: the resource's wish (what it holds can be had again) and the environment's consent. With one
 * of them missing, Pulumi leaves the resource and its data where they are, whatever happens to the stack.
 */
export function mayDeleteData(deleteWithStack: boolean, protection: DataProtection): boolean {
  return deleteWithStack && protection.allowDataDeletion;
}

/** Options of a resource that holds data. */
export function dataOptions(
  deleteWithStack: boolean,
  protection: DataProtection,
): pulumi.CustomResourceOptions {
  return {
    protect: protection.protectResources,
    retainOnDelete: !mayDeleteData(deleteWithStack, protection),
  };
}
