import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * Stands in for `@aws-sdk/credential-provider-node` in the bundles. Lambda gives a function its role in environment variables,
 * so the chain's other ways (profiles, SSO, web identity, instance metadata) are 110 KB and 6 ms that never run.
 */
export function defaultProvider(): ReturnType<typeof fromEnv> {
  return fromEnv();
}
