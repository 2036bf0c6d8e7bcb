import * as path from "node:path";
import { AssetReader } from "../../cli/synth/asset-contents";
import { shown } from "../../cli/synth/shown-resource";
import { recordProgram } from "../../sandbox/program/record";

/** Folders with a `Pulumi.yaml`, relative to the repository, and the stacks of each that are looked at. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  ".": ["dev", "prod"],
  bootstrap: ["example"],
  "tests/program/longest-names-bootstrap": ["longest"],
  "tests/program/longest-names": ["thelongestname"],
};

/**
 * Prints what providers make of every program, `<folder> <stack>` -> resources, as JSON: for checks in other languages. An archive
 * is told by its size and files. Secrets are not hidden: a recording has none but those the program itself is written with.
 */
async function main(): Promise<void> {
  const reader = new AssetReader();
  const programs: Record<string, readonly object[]> = {};
  for (const [directory, stacks] of Object.entries(PROGRAMS)) {
    for (const stack of stacks) {
      const programDirectory = path.resolve(__dirname, "../..", directory);
      const { resources, region } = await recordProgram({ stack, programDirectory });
      programs[`${directory} ${stack}`] = await Promise.all(
        // The program's own components are made of other resources; what awsx's are made of is not recorded, but for their inputs.
        resources
          .filter(({ type }) => !/^(stepline|pulumi:pulumi):/.test(type))
          .map(async ({ type, name, inputs }) => ({
            type,
            name,
            region,
            inputs: await shown(inputs, [], reader),
          })),
      );
    }
  }
  process.stdout.write(JSON.stringify(programs));
}

void main();
