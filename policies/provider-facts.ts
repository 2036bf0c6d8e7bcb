import { member, type Properties, type Resource } from "./resource";

/** What a resource's provider says about it. Pulumi keeps a provider's nested settings as JSON text. */
export function providerFacts(
  provider: Properties,
  urn: string,
): Pick<Resource, "environment" | "defaultTags" | "accountIds"> {
  const tags = member(data(provider.defaultTags), "tags");
  const defaultTags = typeof tags === "object" && tags !== null ? (tags as Properties) : {};
  const accounts = data(provider.allowedAccountIds);
  const { Environment: environment } = defaultTags;
  return {
    defaultTags,
    // Without the tag, a stack is taken for the environment of its name.
    environment: typeof environment === "string" ? environment : (urn.split(":")[2] ?? ""),
    accountIds: Array.isArray(accounts) ? accounts.map(String) : [],
  };
}

function data(value: unknown): unknown {
  try {
    return typeof value === "string" ? (JSON.parse(value) as unknown) : value;
  } catch {
    return undefined;
  }
}
