import * as fs from "node:fs";
import * as path from "node:path";

/** A resource as the file backend keeps it. Secrets are objects with a `ciphertext`. */
export interface DeployedResource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly parent?: string;
  readonly provider?: string;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  /** Waits for its deletion: another has taken its place. */
  readonly delete?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** A stack's state. */
export interface Deployment {
  readonly resources: readonly DeployedResource[];
  /** The file, as it is. */
  readonly text: string;
}

/** Reads what the file backend in `state` keeps of a stack; nothing of one that was never deployed. */
export function readDeployment(state: string, stack: string): Deployment {
  const folder = path.join(state, ".pulumi", "stacks");
  const file = fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .find((name) => path.basename(name) === `${stack}.json`);
  if (file === undefined) {
    throw new Error(`The backend in ${state} has no stack "${stack}".`);
  }
  const text = fs.readFileSync(path.join(folder, file), "utf8");
  const { checkpoint } = JSON.parse(text) as {
    readonly checkpoint: { readonly latest?: { readonly resources?: readonly DeployedResource[] } };
  };
  return { resources: checkpoint.latest?.resources ?? [], text };
}
