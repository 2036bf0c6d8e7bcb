import * as pulumi from "@pulumi/pulumi";

const PROVIDER_SECRETS: readonly string[] = ["accessKey", "secretKey", "token"];

/** Every `aws:` setting of the stack, secrets as such. */
export function providerSettings(): Readonly<Record<string, pulumi.Input<unknown>>> {
  return Object.fromEntries(
    configNamespace("aws").map(([key, text]) => {
      const value = configValue(text);
      return [key, PROVIDER_SECRETS.includes(key) ? pulumi.secret(value) : value] as const;
    }),
  );
}

/** Key without its namespace, and text, of everything that is configured in it. */
export function configNamespace(name: string): readonly (readonly [string, string])[] {
  const prefix = `${name}:`;
  return Object.entries(pulumi.runtime.allConfig())
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, text]) => [key.slice(prefix.length), text] as const);
}

/** Pulumi hands every value over as text: lists and objects as JSON, the rest as written. */
export function configValue(text: string): unknown {
  if (text === "true" || text === "false") {
    return text === "true";
  }
  if (!/^[[{]/.test(text)) {
    return text;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The value of `stepline:vpcId` as an error tells it: `[secret]` of one that was set as a secret. */
export function shownConfig(key: string): string {
  const { isConfigSecret } = pulumi.runtime as unknown as ConfigSecrets;
  return isConfigSecret(key) ? "[secret]" : JSON.stringify(configValue(pulumi.runtime.getConfig(key) ?? ""));
}

/** Pulumi exports it, but not its type. */
interface ConfigSecrets {
  readonly isConfigSecret: (key: string) => boolean;
}
