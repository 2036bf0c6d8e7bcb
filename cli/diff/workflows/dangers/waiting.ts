/** What the workflow loses when a call no longer waits; nothing when it waits as before, or more. */
export function waitingDanger(before: unknown, after: unknown): string | undefined {
  const was = waitedFor(before);
  if (was === undefined || typeof after !== "string" || waitedFor(after) !== undefined) {
    return undefined;
  }
  return `the workflow no longer waits ${was}, and goes on even if it fails`;
}

/** The call ends where the service answers, unless its name says otherwise: developer guide, "Service integration patterns". */
function waitedFor(resource: unknown): string | undefined {
  if (typeof resource !== "string") {
    return undefined;
  }
  if (/\.sync(?::2)?$/.test(resource)) {
    return "for what it starts to end";
  }
  return resource.endsWith(".waitForTaskToken") ? "for the answer to its task token" : undefined;
}
