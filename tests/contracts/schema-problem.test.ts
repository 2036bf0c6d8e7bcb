import assert from "node:assert/strict";
import fc from "fast-check";
import { describeProblems, type SchemaProblemKind } from "../../contracts/schema-problem";
import { check, first, header, withColumn } from "./delivered-file";

describe("the description of problems", () => {
  const problem = (message: string, kind: SchemaProblemKind = "missing-column") => ({
    kind,
    file: "contacts.csv",
    message,
  });

  it("has one line a problem, with the file first", async () => {
    const { problems: found } = await check(
      withColumn("balance", (value, line) => (line === 0 ? "acct_balance" : value)),
    );
    assert.equal(
      describeProblems(found),
      'contacts.csv: column "balance" is missing; column "acct_balance" stands in its place (position 7): renamed?',
    );
  });

  it("says how many problems it leaves out, and never exceeds 2,000 characters", () => {
    const text = describeProblems(
      Array.from({ length: 500 }, (_, number) => problem(`column "c${number}" is missing`)),
    );
    assert.ok(text.length <= 2_000);
    const lines = text.split("\n");
    assert.equal(lines.at(-1), `... and ${500 - (lines.length - 1)} more problems`);
  });

  it("stays within 2,000 characters and one line a problem whatever a file has in its header", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "binary", maxLength: 300 }), { maxLength: 30 }),
        async (names) => {
          const cells = names.map((name) => `"${name.replaceAll('"', '""')}"`);
          const { problems: found } = await check(`${header},${cells.join(",")}\n`);
          const text = describeProblems(found);
          assert.ok(text.length <= 2_000);
          assert.ok(text.split("\n").length <= found.length);
          assert.doesNotMatch(text.replaceAll("\n", ""), /[\p{Cc}\p{Zl}\p{Zp}]/u);
        },
      ),
    );
  });

  it("gives the position of a column whose name has characters that turn a line, and the report their codes", async () => {
    const { problems: found } = await check(`${header},evil\u202egpj\n${first},1\n`);
    assert.equal(describeProblems(found), "contacts.csv: the column in position 19 is not in the contract");
    assert.equal(found[0].column, "evil\\u202egpj");
  });
});
