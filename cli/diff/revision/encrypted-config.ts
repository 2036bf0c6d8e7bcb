import * as fs from "node:fs";
import * as path from "node:path";
import { load } from "js-yaml";

/**
 * Values of `Pulumi.<stack>.yaml` that only the Pulumi CLI can decrypt, with a stand-in for each encrypted text: `key` or
 * `namespace:key` -> text, as the CLI would hand it to the program.
 *
 * @param standIn of a ciphertext: equal for equal ones, so that a change shows, though not what it is
 */
export function encryptedConfig(
  directory: string,
  stack: string,
  standIn: (ciphertext: string) => string,
): Readonly<Record<string, string>> {
  const file = path.join(directory, `Pulumi.${stack}.yaml`);
  const settings = load(fs.readFileSync(file, "utf8"), { filename: file }) as {
    readonly config?: Readonly<Record<string, unknown>> | null;
  } | null;
  return Object.fromEntries(
    Object.entries(settings?.config ?? {}).flatMap(([key, value]): [string, string][] => {
      const ciphertexts: string[] = [];
      const clear = replaced(value, (ciphertext) => {
        ciphertexts.push(ciphertext);
        return standIn(ciphertext);
      });
      return ciphertexts.length > 0 ? [[key, typeof clear === "string" ? clear : JSON.stringify(clear)]] : [];
    }),
  );
}

/** `{ secure: <ciphertext> }`, wherever it stands, gives way to its stand-in. */
function replaced(value: unknown, standIn: (ciphertext: string) => string): unknown {
  if (Array.isArray(value)) {
    return value.map((member) => replaced(member, standIn));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const { secure, ...others } = value as Readonly<Record<string, unknown>>;
  if (typeof secure === "string" && Object.keys(others).length === 0) {
    return standIn(secure);
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replaced(member, standIn)]));
}
