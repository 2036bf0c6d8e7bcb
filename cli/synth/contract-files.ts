import type { CompiledContract } from "../../contracts/compiled-contract";
import { createStagingStatement, createTableStatement } from "../../contracts/redshift/ddl";
import { stagingTable } from "../../contracts/redshift/load";
import { identifier } from "../../contracts/redshift/safe-text";
import type { FileNames } from "./file-names";
import { documentInput, textInput } from "./input-text";
import { sortedJson } from "./json";
import { SECRET, type ShownResource } from "./shown-resource";

export interface ContractFiles {
  readonly files: readonly (readonly [string, string])[];
}

/** Where the program puts a compiled contract: `contracts/<id>/<sha256>.json` in its artifacts bucket. */
const CONTRACT_KEY = /^contracts\/([^/]+)\/[0-9a-f]{64}\.json$/;

/** Of each contract that the program stores: what the pipeline's steps read, and the SQL of its tables. */
export function contractFiles(
  resources: readonly ShownResource[],
  names: FileNames,
): readonly ContractFiles[] {
  const contracts = new Map<string, ShownResource>();
  for (const resource of resources.filter(({ type }) => type === "aws:s3/bucketObjectv2:BucketObjectv2")) {
    const key = textInput(resource, "key");
    if (CONTRACT_KEY.test(key)) {
      // Pipelines may share one.
      contracts.set(key, resource);
    }
  }
  return [...contracts.values()].map((resource) => {
    const contract = documentInput(resource, "content");
    const id = contract === SECRET ? resource.name : (contract as CompiledContract).id;
    const json = [names.take("contracts", id, ".json"), sortedJson(contract)] as const;
    return contract === SECRET
      ? { files: [json] }
      : { files: [json, [names.take("contracts", id, ".sql"), tableSql(contract as CompiledContract)]] };
  });
}

/** What a load runs before it copies: each statement may be repeated. */
function tableSql({ target }: CompiledContract): string {
  const statements = [
    `CREATE SCHEMA IF NOT EXISTS ${identifier(target.schema)}`,
    createTableStatement(target),
    createStagingStatement(target, stagingTable),
  ];
  return statements.map((statement) => `${statement};\n`).join("\n");
}
