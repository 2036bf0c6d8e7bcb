import { strict as assert } from "node:assert";
import { compareContracts } from "../../../../cli/diff/contracts/compare";
import type { ContractChange } from "../../../../cli/diff/contracts/contract-change";
import { createHash } from "node:crypto";
import type { CompiledContract } from "../../../../contracts/compiled-contract";
import { contract } from "../../../contracts/contract-fixture";
import type { Snapshot, SnapshotResource } from "../../../../cli/diff/snapshot";

/** A revision that stores these contracts, as the program does, and nothing else. */
export function storing(...contracts: readonly (CompiledContract | string)[]): Snapshot {
  const resources = contracts.map((contract, index): SnapshotResource => {
    const content = typeof contract === "string" ? contract : JSON.stringify(contract);
    const id = typeof contract === "string" ? "hidden" : contract.id;
    const sha256 = createHash("sha256").update(content).digest("hex");
    const type = "aws:s3/bucketObjectv2:BucketObjectv2";
    return {
      ...{ urn: `urn:pulumi:dev::stepline::${type}::contract-${index}`, type, name: `contract-${index}` },
      ...{ custom: true, dependencies: [], options: {}, outputs: {} },
      inputs: { bucket: "artifacts", key: `contracts/${id}/${sha256}.json`, content },
    };
  });
  return { project: "stepline", stack: "dev", accountId: "111122223333", region: "eu-west-1", resources };
}

/** The one contract that differs. */
export function changeTo(after: CompiledContract, before: CompiledContract = contract): ContractChange {
  const changes = compareContracts(storing(before), storing(after));
  assert.equal(changes.length, 1);
  return changes[0];
}
