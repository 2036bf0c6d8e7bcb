import type { Output } from "@pulumi/pulumi";

import type { StackDeployment } from "../components/deployment/stack-deployment";

/** GitHub environment -> its variables, by the names that `.github/workflows/` reads. None is secret. */
export function gitHubVariables(
  stack: string,
  region: string,
  { deployRoleArn, previewRoleArn, backendUrl }: StackDeployment,
): Readonly<Record<string, Readonly<Record<string, string | Output<string>>>>> {
  const common = {
    AWS_REGION: region,
    ...(backendUrl === undefined ? {} : { PULUMI_BACKEND_URL: backendUrl }),
  };
  return {
    [stack]: { AWS_DEPLOY_ROLE_ARN: deployRoleArn, ...common },
    [`${stack}-preview`]: { AWS_PREVIEW_ROLE_ARN: previewRoleArn, ...common },
  };
}
