import { recordProgram } from "../../sandbox/program/record";

/** Prints every identity policy the program declares, `<stack> <role policy> -> document`, as JSON: for linters in other languages. */
async function main(): Promise<void> {
  const policies: Record<string, unknown> = {};
  for (const stack of ["dev", "prod"]) {
    for (const { type, name, inputs } of (await recordProgram({ stack })).resources) {
      if (type === "aws:iam/rolePolicy:RolePolicy") {
        policies[`${stack} ${name}`] = JSON.parse(String(inputs.policy)) as unknown;
      }
    }
  }
  process.stdout.write(JSON.stringify(policies));
}

void main();
