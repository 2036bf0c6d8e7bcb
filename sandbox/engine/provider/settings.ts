import type { Account } from "./account";
import type { Properties } from "./protocol";

/** How a provider of the program is set up. */
export interface ProviderSettings {
  readonly region: string;
  /** Go onto everything that takes tags. */
  readonly defaultTags: Readonly<Record<string, string>>;
}

/**
 * Settings as the engine hands them over: those that aren't text are JSON.
 *
 * @throws Error in the provider's words when it must not touch the account, or doesn't know the region
 */
export function providerSettings(given: Properties, account: Account): ProviderSettings {
  const { region, allowedAccountIds, defaultTags } = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, parsed(value)]),
  );
  if (typeof region !== "string" || region === "") {
    throw new Error(
      'provider: missing required configuration key "aws:region": the AWS region where resources live',
    );
  }
  if (
    Array.isArray(allowedAccountIds) &&
    allowedAccountIds.length > 0 &&
    !allowedAccountIds.includes(account.accountId)
  ) {
    throw new Error(`AWS account ID not allowed: ${account.accountId}`);
  }
  const tags = (defaultTags as { readonly tags?: Readonly<Record<string, string>> } | undefined)?.tags;
  return { region, defaultTags: tags ?? {} };
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^[[{]/.test(value)) {
    return value;
  }
  return JSON.parse(value) as unknown;
}
