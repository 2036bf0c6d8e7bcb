import { recordProgram } from "../../sandbox/program/record";
import type { RecordedResource } from "../../sandbox/types";
import { POLICIES } from "./policy-inputs";

interface Document {
  readonly Statement: readonly object[];
}

/** Prints every policy the program declares, `<stack> <type> <name>` -> document, as JSON: for linters in other languages. */
async function main(): Promise<void> {
  const policies: Record<string, Document> = {};
  for (const stack of ["dev", "prod"]) {
    for (const resource of (await recordProgram({ stack })).resources) {
      const input = POLICIES[resource.type];
      if (input !== undefined) {
        const type = resource.type.slice(resource.type.lastIndexOf(":") + 1);
        policies[`${stack} ${type} ${resource.name}`] = complete(
          resource,
          JSON.parse(String(resource.inputs[input])) as Document,
        );
      }
    }
  }
  process.stdout.write(JSON.stringify(policies));
}

/** A trust policy has no Resource: it is its role's own. Linters want to see one. */
function complete({ type, state }: RecordedResource, document: Document): Document {
  return type === "aws:iam/role:Role"
    ? { ...document, Statement: document.Statement.map((one) => ({ ...one, Resource: [state.arn] })) }
    : document;
}

void main();
