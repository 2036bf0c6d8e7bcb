import assert from "node:assert/strict";
import { compareResources } from "../../../../cli/diff/resources/compare";
import type { Snapshot } from "../../../../cli/diff/snapshot";
import type { Operation } from "../../../../sandbox/engine/engine-result";
import type { EngineStack } from "../../../../sandbox/engine/stack";
import { CopiedProgram } from "../../../engine/copied-program";
import { ENGINE_TIMEOUT_MS, useEngine } from "../../../sandbox/engine/use-engine";
import { recordStack } from "./recorded-stack";

type Edit = readonly [file: string, before: string, after: string];

/** How many changes each has is written down too: two that agree on nothing would agree. */
const CHANGES: readonly { readonly of: string; readonly edits: readonly Edit[]; readonly count: number }[] = [
  {
    of: "a handler",
    edits: [
      ["handlers/extract/handler.ts", "export const handler", "console.debug();\nexport const handler"],
    ],
    count: 2,
  },
  {
    of: "the Glue job",
    edits: [["glue/stepline_glue/options.py", "import re\n", "# Changed.\nimport re\n"]],
    count: 5,
  },
  {
    of: "a contract",
    edits: [["contracts/campaign_contacts.odcs.yaml", "version: 1.0.0\n", "version: 1.1.0\n"]],
    count: 5,
  },
  {
    of: "the name of the functions' roles",
    edits: [["components/function.ts", "roleName: functionName", 'roleName: functionName + "-r"']],
    count: 18,
  },
  {
    of: "the table's key",
    edits: [
      ["components/run-ledger.ts", 'rangeKey: "logicalDate"', 'rangeKey: "theDate"'],
      ["components/run-ledger.ts", 'name: "logicalDate", type', 'name: "theDate", type'],
    ],
    count: 1,
  },
  {
    of: "the warehouse's name",
    edits: [
      [
        "components/warehouse.ts",
        "this.workgroupName = args.names.resource()",
        named("this.workgroupName ="),
      ],
      ["components/warehouse.ts", "workgroupName: args.names.resource()", named("workgroupName:")],
    ],
    count: 8,
  },
  {
    of: "the warehouse's database",
    edits: [["components/warehouse.ts", 'DATABASE_NAME = "analytics"', 'DATABASE_NAME = "analysis"']],
    count: 27,
  },
  {
    of: "the provider's tags",
    edits: [
      ["components/stack-provider.ts", "Stack: placement.stack,", 'Stack: placement.stack, Team: "d",'],
    ],
    count: 50,
  },
];

function named(assignee: string): string {
  return `${assignee} args.names.resource("wg")`;
}

/** By URN what happens to it; what nothing happens to is left out, and so is what is not expanded in a review. */
type Actions = Readonly<Record<string, string>>;

describe("a review and Pulumi's engine agree on every resource", () => {
  const engine = useEngine();
  let [base, stack]: [Snapshot?, EngineStack?] = [];
  before(async function () {
    this.timeout(ENGINE_TIMEOUT_MS);
    const program = new CopiedProgram();
    try {
      base = await recordStack("dev", program.directory);
      stack = await engine.stack({ stack: "dev", program: program.load() });
      assert.deepEqual((await stack.up()).errors, []);
    } finally {
      program.remove();
    }
  });

  for (const { of, edits, count } of CHANGES) {
    it(`after a change of ${of}`, async () => {
      const program = new CopiedProgram();
      try {
        edits.forEach((edit) => {
          program.edit(...edit);
        });
        const told = reviewed(compareResources(base!, await recordStack("dev", program.directory)));
        stack!.useProgram(program.load());
        const preview = await stack!.preview();
        assert.deepEqual(preview.errors, []);
        assert.deepEqual(told, planned(preview.operations));
        assert.equal(Object.keys(told).length, count);
      } finally {
        program.remove();
      }
    });
  }
});

function reviewed({ changes }: ReturnType<typeof compareResources>): Actions {
  return Object.fromEntries(changes.map(({ urn, action }) => [urn, action]));
}

/** The parts of the VPC are awsx's own. */
function planned(operations: readonly Operation[]): Actions {
  return Object.fromEntries(
    operations
      .filter(({ op, urn }) => !["same", "read", "refresh"].includes(op) && !urn.includes("awsx:ec2:Vpc$"))
      .map(({ urn, op }) => [urn, op.includes("replace") ? "replace" : op]),
  );
}
