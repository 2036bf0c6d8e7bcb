import type { Names } from "../naming";

/**
 * Names of what the bootstrap makes for a stack: `stepline-bootstrap-dev-deploy`. They do not begin with the stack's own `stepline-dev-`, which
 * is all that its roles may touch; no stack may be called "bootstrap", so that no role's pattern meets them.
 */
export function bootstrapName({ placement }: Names, ...parts: readonly string[]): string {
  const name = [placement.project, RESERVED_STACK_NAME, placement.stack, ...parts].join("-");
  if (name.length > 64) {
    throw new Error(
      `The name "${name}" has ${name.length} characters, IAM allows a role 64: shorten the project or stack name.`,
    );
  }
  return name;
}

/** A stack of this name would own `stepline-bootstrap-*`. */
export const RESERVED_STACK_NAME = "bootstrap";

/** The managed policy that bounds the stack's roles; `permissionsBoundary` in the stack's configuration. */
export function boundaryName(names: Names): string {
  return bootstrapName(names, "boundary");
}
