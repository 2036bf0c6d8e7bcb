import type { Payload } from "../run-report";

/** Members of AWS's answers that are secrets themselves: credentials, secrets, decrypted text, tokens that let a task end. */
const SECRET =
  /^(SecretAccessKey|SessionToken|SecretString|SecretBinary|\w*Password|Plaintext|AuthorizationToken|TaskToken)$/i;

const NOT_SHOWN = "[not shown]";

/** Pretty-printed where it is JSON, without secrets; what AWS cut is no JSON, and stays as it is. Undefined where there is nothing to show. */
export function payload(text: string | undefined, truncated = false): Payload | undefined {
  if (text === undefined) {
    return truncated ? { json: "", truncated } : undefined;
  }
  const value = parsed(text);
  return { json: value === undefined ? text : JSON.stringify(value, withoutSecret, 2), truncated };
}

/** Of variables: JSON text by name. */
export function variables(assigned: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(assigned).map(([name, text]) => {
      const value = SECRET.test(name) ? NOT_SHOWN : parsed(text);
      return [name, value === undefined ? text : JSON.stringify(value, withoutSecret)];
    }),
  );
}

function withoutSecret(name: string, value: unknown): unknown {
  return SECRET.test(name) && value !== null ? NOT_SHOWN : value;
}

/** Undefined when the text is no JSON. */
export function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

/** The value at a path of member names, or undefined. */
export function member(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, name)
        ? (inner as Readonly<Record<string, unknown>>)[name]
        : undefined,
    value,
  );
}

export function textMember(value: unknown, ...path: readonly string[]): string | undefined {
  const found = member(value, ...path);
  return typeof found === "string" ? found : undefined;
}
