import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkLookup } from "../../contracts/schema-check";
import { contract } from "./contract-fixture";
import { pieces } from "./delivered-file";

describe("a lookup", () => {
  const lookup = async (content: string): Promise<string[]> => {
    const found = await checkLookup(
      contract,
      "job_categories",
      "job_categories.csv",
      pieces(Buffer.from(content), 5),
    );
    return found.problems.map(({ kind, message }) => `${kind}: ${message}`);
  };
  const head = "job,category,is_employed\n";

  for (const { name, file } of contract.lookups) {
    it(`${file} of the repository has no problems`, async () => {
      const bytes = readFileSync(join(__dirname, "../../contracts/lookups", file));
      const { rows, problems: found } = await checkLookup(contract, name, file, pieces(bytes, 64));
      assert.deepEqual(found, []);
      assert.ok(rows >= 3);
    });
  }

  const cases: Record<string, { file: string; says: string[] }> = {
    "has each key once": {
      file: `${head}retired,not working,no\nstudent,not working,no\nretired,idle,no\n`,
      says: ["lookup-key: line 4: the key stands in line 2 already; keys are unique"],
    },
    "has no value of another type, not even one": {
      file: `${head}retired,not working,no\nstudent,not working,perhaps\n`,
      says: ['lookup-value: line 3: column "is_employed" has a value that is not a boolean'],
    },
    "has no empty required value": {
      file: `${head},not working,no\n`,
      says: ['lookup-value: line 2: column "job" has no value'],
    },
    "has rows": { file: head, says: ["no-rows: the lookup has no rows: every joined value would miss"] },
    "has the contract's columns": {
      file: "job,class,is_employed\nretired,not working,no\n",
      says: [
        'renamed-column: column "category" is missing; column "class" stands in its place (position 2): renamed?',
      ],
    },
  };
  for (const [claim, { file, says }] of Object.entries(cases)) {
    it(claim, async () => {
      assert.deepEqual(await lookup(file), says);
    });
  }

  it("that the contract lacks is an error naming the known ones", async () => {
    await assert.rejects(
      checkLookup(contract, "jobs", "jobs.csv", pieces(Buffer.from(head), 5)),
      /has no lookup "jobs": use one of job_categories, education_levels/,
    );
  });
});
