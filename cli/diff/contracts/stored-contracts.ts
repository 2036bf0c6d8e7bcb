import { isDeepStrictEqual } from "node:util";
import type { CompiledContract } from "../../../contracts/compiled-contract";
import { isObject } from "../../../sandbox/iam/policy-elements";
import type { Snapshot } from "../snapshot";

/** Where the program puts a compiled contract: `contracts/<id>/<sha256>.json` in its artifacts bucket. */
const CONTRACT_KEY = /^contracts\/([^/]+)\/[0-9a-f]{64}\.json$/;

/** Compiled contracts of a revision by their id; pipelines may share one. A text where it is a secret or no contract. */
export function storedContracts(snapshot: Snapshot): ReadonlyMap<string, CompiledContract | string> {
  const found = new Map<string, CompiledContract | string>();
  for (const { type, inputs } of snapshot.resources) {
    const id = CONTRACT_KEY.exec(String(inputs.key))?.[1];
    if (type !== "aws:s3/bucketObjectv2:BucketObjectv2" || id === undefined) {
      continue;
    }
    const contract = parsed(inputs.content);
    found.set(freeId(found, id, contract), contract);
  }
  return found;
}

function parsed(content: unknown): CompiledContract | string {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  try {
    const contract = JSON.parse(text) as unknown;
    return isObject(contract) && isObject(contract.target) && isObject(contract.source)
      ? (contract as unknown as CompiledContract)
      : text;
  } catch {
    return text;
  }
}

/** Two contracts of one id, which nothing forbids, are told apart by their tables. */
function freeId(
  found: ReadonlyMap<string, CompiledContract | string>,
  id: string,
  contract: CompiledContract | string,
): string {
  const earlier = found.get(id);
  if (earlier === undefined || isDeepStrictEqual(earlier, contract) || typeof contract === "string") {
    return id;
  }
  return `${id} (${contract.target.schema}.${contract.target.table})`;
}
