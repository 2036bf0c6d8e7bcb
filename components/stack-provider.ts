import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { Placement } from "./naming";

/**
 * The provider that makes everything of a stack, and tags it. It does not read the stack's `aws:` configuration by itself, so
 * every setting is handed over; docs/decisions/one-provider-of-the-programs-own.md has the reasons.
 */
export function createProvider(
  placement: Placement,
  environmentName: string,
  settings: Readonly<Record<string, pulumi.Input<unknown>>>,
): aws.Provider {
  const configured = settings.defaultTags as { readonly tags?: Readonly<Record<string, string>> } | undefined;
  return new aws.Provider("stepline", {
    ...settings,
    region: placement.region,
    allowedAccountIds: [placement.accountId],
    defaultTags: {
      tags: {
        ...configured?.tags,
        Project: placement.project,
        Stack: placement.stack,
        Environment: environmentName,
      },
    },
  });
}
