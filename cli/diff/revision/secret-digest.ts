import { createHmac, randomBytes } from "node:crypto";
import { sortedJson } from "../../synth/json";

/** How a review's processes know its key. */
export const KEY_VARIABLE = "STEPLINE_DIFF_KEY";

/** A key of one review, in hexadecimal digits: nothing can be looked up by what it makes of secrets. */
export function newKey(): string {
  return randomBytes(32).toString("hex");
}

/** `[secret 1a2b3c]`: the same for equal values and one key. */
export function secretDigest(key: string, value: unknown): string {
  const digest = createHmac("sha256", Buffer.from(key, "hex")).update(sortedJson(value)).digest("hex");
  return `[secret ${digest.slice(0, 6)}]`;
}
