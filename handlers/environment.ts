/**
 * The named environment variables of the function.
 *
 * @throws Error naming every variable that is not set or empty.
 */
export function requireEnvironment<Name extends string>(
  names: readonly Name[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<Name, string>> {
  const missing = names.filter((name) => !environment[name]);
  if (missing.length > 0) {
    throw new Error(
      `The environment lacks ${missing.join(", ")}: set ${missing.length === 1 ? "it" : "them"} in the function's environment variables.`,
    );
  }
  return Object.fromEntries(names.map((name) => [name, environment[name]])) as Record<Name, string>;
}
