import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { Names } from "../naming";
import { type Permission, policyDocument } from "./permission";
import { type Trust, trustPolicy } from "./trust-policy";

export interface RoleArgs {
  /** Of the stack, whose permissions boundary the role gets. */
  readonly names: Names;
  /** Physical name: that of the thing that uses the role. */
  readonly roleName: string;
  readonly description: string;
  readonly trusts: readonly Trust[];
  readonly permissions: readonly Permission[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** A role and its one inline policy, `permissions`. What uses the role depends on both, or it may start without its rights. */
export interface RoleWithPolicy {
  readonly role: aws.iam.Role;
  readonly policy: aws.iam.RolePolicy;
}

/** `<name>-role` and `<name>-role-policy`, children of `opts.parent`. */
export function createRole(name: string, args: RoleArgs, opts: pulumi.CustomResourceOptions): RoleWithPolicy {
  const permissionsBoundary = args.names.permissionsBoundary();
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      name: args.roleName,
      description: args.description,
      assumeRolePolicy: trustPolicy(args.trusts),
      ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
      ...(args.tags === undefined ? {} : { tags: { ...args.tags } }),
    },
    opts,
  );
  const policy = new aws.iam.RolePolicy(
    `${name}-role-policy`,
    { name: "permissions", role: role.name, policy: JSON.stringify(policyDocument(args.permissions)) },
    opts,
  );
  return { role, policy };
}
