/** What gives a secret away by its form, whatever it is called. */
const FORMS: readonly (readonly [what: string, form: RegExp])[] = [
  ["an AWS access key id", /\b(AKIA|ASIA)[0-9A-Z]{16}\b/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a password in a URL", /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/:@]+@/i],
  ["a token of GitHub", /\bgh[pousr]_[A-Za-z0-9]{36}/],
];

const SECRET_NAME =
  /passw(or)?d|secret|(api|access|private)[_-]?key|(auth|access|bearer|api)[_-]?token|credential/i;

/** Names of something that leads to a secret, or has only the word in common. */
const NO_SECRET_NAME = /(arn|name|id|path|version|prefix|url|manager|days|seconds)$/i;

/** What is looked up when it is used: an expression, a reference path, an ARN, a dynamic reference. */
const LOOKED_UP = /^(\{%.*%\}|\$.*|arn:.*|\{\{resolve:.*\}\})$/s;

/**
 * Where data holds what looks like a secret: `States.Call.Arguments.Password is named like a secret and holds a text`. The secret
 * itself is never part of it.
 *
 * @param value plain data; texts that are JSON themselves are to be parsed before.
 */
export function secretTexts(value: unknown, path = ""): readonly string[] {
  if (typeof value === "string") {
    const form = FORMS.find(([, pattern]) => pattern.test(value));
    return form === undefined ? [] : [`${path} holds what looks like ${form[0]}`];
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const place = path === "" ? key : `${path}.${key}`;
    const named = SECRET_NAME.test(key) && !NO_SECRET_NAME.test(key);
    return named && typeof inner === "string" && inner !== "" && !LOOKED_UP.test(inner)
      ? [`${place} is named like a secret and holds a text`]
      : secretTexts(inner, place);
  });
}
