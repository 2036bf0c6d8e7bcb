import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Trust } from "../iam/trust-policy";
import type { Placement } from "../naming";

export interface GitHubOidcArgs {
  readonly placement: Placement;
  /** ARN of the account's provider for GitHub, where there is one: an account can have only one. Default: one is made. */
  readonly existingProviderArn?: string;
}

const ISSUER = "token.actions.githubusercontent.com";
const AUDIENCE = "sts.amazonaws.com";

/**
 * GitHub Actions as an identity provider of the account: a workflow run shows a token that GitHub signed for that run, and no key is kept anywhere.
 * No thumbprints: AWS checks GitHub's certificate against the authorities it trusts itself (IAM user guide, "Obtain the thumbprint for an OpenID
 * Connect identity provider").
 */
export class GitHubOidc extends pulumi.ComponentResource {
  /** Known text, so that who is trusted can be read in the first preview. */
  public readonly providerArn: string;

  constructor(name: string, args: GitHubOidcArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:deployment:GitHubOidc", name, {}, opts);
    const { partition, accountId } = args.placement;
    this.providerArn =
      args.existingProviderArn ?? `arn:${partition}:iam::${accountId}:oidc-provider/${ISSUER}`;
    if (args.existingProviderArn === undefined) {
      new aws.iam.OpenIdConnectProvider(
        `${name}-provider`,
        { url: `https://${ISSUER}`, clientIdLists: [AUDIENCE] },
        // Other repositories of the account may have come to use it.
        { parent: this, retainOnDelete: true },
      );
    }
    this.registerOutputs({ providerArn: this.providerArn });
  }
}

/**
 * Lets in jobs of one GitHub environment of one repository, by the token's exact subject, `repo:acme/pipelines:environment:dev`: no branch, tag,
 * other environment or other repository has it.
 *
 * Forks: the token of a pull request from a fork can't be had, as GitHub gives such runs no `id-token: write`, whatever their workflow asks for
 * (GitHub docs, "Automatic token authentication"); and a workflow that runs in the fork itself has the fork's name in its subject.
 *
 * @param repository as GitHub writes it into the subject: `acme/pipelines`, or with identifiers, `acme@123456/pipelines@456789`, for repositories
 * created or renamed since July 15, 2026, and those that opted in (GitHub docs, "Immutable subject claims").
 */
export function trustGitHubEnvironment(
  providerArn: string,
  repository: string,
  gitHubEnvironment: string,
): Trust {
  return {
    sid: "GitHubEnvironment",
    principal: { federated: providerArn },
    conditions: {
      StringEquals: {
        [`${ISSUER}:aud`]: AUDIENCE,
        [`${ISSUER}:sub`]: `repo:${repository}:environment:${gitHubEnvironment}`,
      },
    },
  };
}
