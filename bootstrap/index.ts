import { boundaryName } from "../components/deployment/bootstrap-names";
import { GitHubOidc } from "../components/deployment/github-oidc";
import { StackDeployment } from "../components/deployment/stack-deployment";
import { Names, type Placement } from "../components/naming";
import { createProvider } from "../components/stack-provider";
import { locateStack } from "../environments/locate-stack";
import { loadConfig } from "./config";
import { gitHubVariables } from "./github-variables";

/** What an account holds once, for all stacks that are deployed to it: GitHub as identity provider, and each stack's roles, boundary and state. */
export = async (): Promise<Record<string, unknown>> => {
  const { config, awsProvider } = loadConfig();
  const here = await locateStack(config);
  const providers = [createProvider(here, "bootstrap", awsProvider)];
  const oidc = new GitHubOidc(
    "github",
    { placement: here, existingProviderArn: config.oidcProviderArn },
    { providers },
  );
  const { providerArn } = oidc;
  const { repository, stateBackend } = config;
  const deployments = config.environments.map(({ name, ...rights }) => ({
    stack: name,
    deployment: new StackDeployment(
      name,
      { names: namesOf(here, config.project, name), providerArn, repository, stateBackend, ...rights },
      { providers, dependsOn: [oidc] },
    ),
  }));
  return {
    oidcProviderArn: providerArn,
    gitHubVariables: Object.assign(
      {},
      ...deployments.map(({ stack, deployment }) => gitHubVariables(stack, here.region, deployment)),
    ) as unknown,
    stacks: Object.fromEntries(
      deployments.map(({ stack, deployment: { permissionsBoundary, backendUrl, secretsProvider } }) => [
        stack,
        { permissionsBoundary, backendUrl, secretsProvider },
      ]),
    ),
  };
};

/** Names of a stack that will be deployed here, bounded by the policy made for it. */
function namesOf(here: Placement, project: string, stack: string): Names {
  const permissionsBoundary = boundaryName(new Names({ ...here, project, stack }));
  return new Names({ ...here, project, stack, permissionsBoundary });
}
