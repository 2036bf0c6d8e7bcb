import path from "node:path";
import { projectRoot } from "../../sandbox/paths";
import { recordProgram } from "../../sandbox/program/record";
import type { RecordedResource } from "../../sandbox/types";
import { POLICIES } from "./policy-inputs";

interface Document {
  readonly Statement: readonly object[];
}

/** The program's own stacks, and an account's bootstrap for both. */
const RECORDED = [
  { stack: "dev" },
  { stack: "prod" },
  { stack: "example", programDirectory: path.join(projectRoot, "bootstrap") },
];

/** Prints every policy the program and its bootstrap declare, `<stack> <type> <name>` -> document, as JSON: for linters in other languages. */
async function main(): Promise<void> {
  const policies: Record<string, Document> = {};
  for (const options of RECORDED) {
    for (const resource of (await recordProgram(options)).resources) {
      const input = POLICIES[resource.type];
      if (input !== undefined) {
        const type = resource.type.slice(resource.type.lastIndexOf(":") + 1);
        policies[`${options.stack} ${type} ${resource.name}`] = complete(
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
