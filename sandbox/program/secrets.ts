import * as pulumi from "@pulumi/pulumi";
import type { PropertyPath } from "../types";

/** The value without the wrappers of secrets; assets and archives stay what they are. */
export function plain(value: unknown): unknown {
  if (pulumi.runtime.isRpcSecret(value)) {
    return plain(pulumi.runtime.unwrapRpcSecret(value));
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (typeof value !== "object" || value === null || isAsset(value)) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

/** Where a request's properties hold secrets, the outermost of each; read before they are deserialized, which moves them to the top. */
export function secretPaths(properties: { toJavaScript(): unknown }): readonly PropertyPath[] {
  const paths: PropertyPath[] = [];
  const visit = (value: unknown, path: PropertyPath): void => {
    if (pulumi.runtime.isRpcSecret(value)) {
      paths.push(path);
    } else if (typeof value === "object" && value !== null) {
      Object.entries(value).forEach(([key, member]) => {
        visit(member, [...path, key]);
      });
    }
  };
  visit(properties.toJavaScript(), []);
  return paths;
}

/** Secret inputs as outputs: secret there, too, as the engine has it, and so is what the program makes of them. */
export function secretsOf(
  inputs: Readonly<Record<string, unknown>>,
  outputs: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { specialSecretSig, specialSigKey } = pulumi.runtime;
  const keys = Object.keys(inputs).filter((key) => pulumi.runtime.isRpcSecret(inputs[key]));
  return Object.fromEntries(
    keys.map((key) => [key, { [specialSigKey]: specialSecretSig, value: outputs[key] }]),
  );
}

function isAsset(value: object): boolean {
  return pulumi.asset.Asset.isInstance(value) || pulumi.asset.Archive.isInstance(value);
}
