import * as pulumi from "@pulumi/pulumi";

import type { Names } from "../naming";
import { bootstrapName } from "./bootstrap-names";
import { GitHubRole } from "./github-role";
import { PermissionsBoundary } from "./permissions-boundary";
import { type Purpose, rolePolicies } from "./role-policies";
import { stateAccess } from "./state-access";
import { StateBackend } from "./state-backend";

export interface StackDeploymentArgs {
  /** Of the stack that is deployed; its placement names the boundary. */
  readonly names: Names;
  readonly providerArn: string;
  /** As in the tokens' subject: `acme/pipelines` or `acme@123456/pipelines@456789`. */
  readonly repository: string;
  /** Whether the deploy role may delete what holds data. Default: false. */
  readonly deletesData?: boolean;
  /** VPCs of others that the stack may put its warehouse into. Default: none. */
  readonly vpcIds?: readonly string[];
  /** Keep the stack's state in a bucket of the account. Default: false, for Pulumi Cloud. */
  readonly stateBackend?: boolean;
}

/**
 * What GitHub needs to deploy one stack: a deploy role for the GitHub environment of the stack's name, whose rules (reviewers, branches) guard it, a
 * preview role for `<stack>-preview`, which pull requests and the nightly drift check use and which only reads, the boundary of the stack's own
 * roles, and, where asked for, the place of its state.
 */
export class StackDeployment extends pulumi.ComponentResource {
  public readonly deployRoleArn: pulumi.Output<string>;
  public readonly previewRoleArn: pulumi.Output<string>;
  /** Name of the policy, for the stack's `permissionsBoundary`. */
  public readonly permissionsBoundary: string;
  public readonly backendUrl?: string;
  public readonly secretsProvider?: string;

  constructor(name: string, args: StackDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stepline:deployment:StackDeployment", name, {}, opts);
    const { names } = args;
    const boundary = new PermissionsBoundary(`${name}-boundary`, { names }, { parent: this });
    this.permissionsBoundary = boundary.policyName;
    this.deployRoleArn = createRole(name, "deploy", args, this).roleArn;
    this.previewRoleArn = createRole(name, "preview", args, this).roleArn;
    if (args.stateBackend === true) {
      const roles = { deploy: roleName(names, "deploy"), preview: roleName(names, "preview") };
      const state = new StateBackend(`${name}-state`, { names, roles }, { parent: this });
      this.backendUrl = state.backendUrl;
      this.secretsProvider = state.secretsProvider;
    }
    this.registerOutputs({
      deployRoleArn: this.deployRoleArn,
      previewRoleArn: this.previewRoleArn,
      permissionsBoundary: this.permissionsBoundary,
      backendUrl: this.backendUrl,
      secretsProvider: this.secretsProvider,
    });
  }
}

const DESCRIPTIONS: Readonly<Record<Purpose, string>> = {
  deploy: "GitHub Actions: pulumi up of",
  preview: "GitHub Actions: pulumi preview and drift check of",
};

/** `dev` deploys, `dev-preview` looks. */
function gitHubEnvironment({ placement }: Names, purpose: Purpose): string {
  return purpose === "deploy" ? placement.stack : `${placement.stack}-${purpose}`;
}

function roleName(names: Names, purpose: Purpose): string {
  return bootstrapName(names, purpose);
}

function createRole(
  name: string,
  purpose: Purpose,
  { names, providerArn, repository, deletesData, vpcIds, stateBackend }: StackDeploymentArgs,
  parent: pulumi.Resource,
): GitHubRole {
  return new GitHubRole(
    `${name}-${purpose}`,
    {
      roleName: roleName(names, purpose),
      description: `${DESCRIPTIONS[purpose]} ${names.resource()}`,
      providerArn,
      repository,
      gitHubEnvironment: gitHubEnvironment(names, purpose),
      policies: {
        ...rolePolicies(names, purpose, { deletesData: deletesData ?? false, vpcIds }),
        ...(stateBackend === true ? { state: stateAccess(names, purpose) } : {}),
      },
    },
    { parent },
  );
}
