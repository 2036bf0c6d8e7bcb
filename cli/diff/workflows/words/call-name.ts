/** `glue:startJobRun.sync` of an integration's ARN; anything else, such as a function, as it is. */
export function callName(resource: unknown): string {
  const text = String(resource);
  return /^arn:[^:]+:states:::(.+)$/.exec(text)?.[1] ?? text;
}
