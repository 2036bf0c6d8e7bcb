import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { PolicyDocument } from "../iam/permission";
import { trustPolicy } from "../iam/trust-policy";
import { trustGitHubEnvironment } from "./github-oidc";

export interface GitHubRoleArgs {
  readonly roleName: string;
  readonly description: string;
  readonly providerArn: string;
  /** As in the tokens' subject: `acme/pipelines` or `acme@123456/pipelines@456789`. */
  readonly repository: string;
  /** The only one whose jobs may take the role. */
  readonly gitHubEnvironment: string;
  /** Last part of a managed policy's name -> its document. */
  readonly policies: Readonly<Record<string, PolicyDocument>>;
}

/** IAM allows no less than an hour; a deploy that makes a warehouse takes a quarter of one. */
const SESSION_SECONDS = 3_600;

/** Managed policies that a role takes unless the account's quota was raised (IAM user guide, "IAM and AWS STS quotas"). */
const POLICIES_PER_ROLE = 10;

/** A role that jobs of one GitHub environment take, for an hour at most, with managed policies of its own. */
export class GitHubRole extends pulumi.ComponentResource {
  public readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: GitHubRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:deployment:GitHubRole", name, {}, opts);
    const { roleName, description, repository, gitHubEnvironment } = args;
    const policies = Object.entries(args.policies);
    if (policies.length > POLICIES_PER_ROLE) {
      throw new Error(
        `Role "${roleName}" would have ${policies.length} managed policies, IAM allows ${POLICIES_PER_ROLE}: put some of them together.`,
      );
    }
    const role = new aws.iam.Role(
      `${name}-role`,
      {
        name: roleName,
        description,
        maxSessionDuration: SESSION_SECONDS,
        assumeRolePolicy: trustPolicy([
          trustGitHubEnvironment(args.providerArn, repository, gitHubEnvironment),
        ]),
      },
      { parent: this },
    );
    for (const [suffix, document] of policies) {
      const policy = new aws.iam.Policy(
        `${name}-${suffix}`,
        { name: `${roleName}-${suffix}`, description, policy: JSON.stringify(document) },
        { parent: this },
      );
      new aws.iam.RolePolicyAttachment(
        `${name}-${suffix}-attachment`,
        { role: role.name, policyArn: policy.arn },
        { parent: this },
      );
    }
    this.roleArn = role.arn;
    this.registerOutputs({ roleArn: this.roleArn });
  }
}
