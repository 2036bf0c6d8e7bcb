import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Names } from "../naming";
import { boundaryName } from "./bootstrap-names";
import { boundaryDocument } from "./boundary-document";
import { checkSize } from "./role-policies";

export interface PermissionsBoundaryArgs {
  /** Of the stack whose roles are bounded. */
  readonly names: Names;
}

/** The policy that bounds a stack's roles. Only an administrator's `pulumi -C bootstrap up` changes it. */
export class PermissionsBoundary extends pulumi.ComponentResource {
  /** `stepline-bootstrap-dev-boundary` */
  public readonly policyName: string;
  public readonly policyArn: pulumi.Output<string>;

  constructor(name: string, args: PermissionsBoundaryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:deployment:PermissionsBoundary", name, {}, opts);
    this.policyName = boundaryName(args.names);
    const document = boundaryDocument(args.names);
    checkSize(this.policyName, document);
    const policy = new aws.iam.Policy(
      `${name}-policy`,
      {
        name: this.policyName,
        description: `The most that roles of ${args.names.resource()} may do`,
        policy: JSON.stringify(document),
      },
      // Roles of a stack that is deployed have it.
      { parent: this, protect: true },
    );
    this.policyArn = policy.arn;
    this.registerOutputs({ policyName: this.policyName, policyArn: this.policyArn });
  }
}
