import assert from "node:assert/strict";
import fc from "fast-check";
import { check, first, good, header, problems, second, withColumn } from "./delivered-file";

describe("a file as the contract says", () => {
  it("has no problems, and its rows counted", async () => {
    assert.deepEqual(await check(good), { rows: 2, problems: [] });
  });

  it("may end its lines with CR LF, and its last line with nothing", async () => {
    assert.deepEqual(await check(good.trimEnd().replaceAll("\n", "\r\n")), { rows: 2, problems: [] });
  });

  it("may quote fields, with delimiters, quotes and line breaks in them", async () => {
    const row = second.replace("technician", '"techni""cian,\nIT"');
    assert.deepEqual(await check(`${header}\n${first}\n${row}\n`), { rows: 2, problems: [] });
  });

  it("may have blank lines, which are no rows", async () => {
    assert.deepEqual(await check(`${good}\n\n`), { rows: 2, problems: [] });
  });

  it("may have a wrong value in a row: that row is for the quarantine", async () => {
    const third = second.replace("2,44", "3,forty");
    assert.deepEqual(await check(`${good}${third}\n`), { rows: 3, problems: [] });
  });

  it("may have a column that is null throughout", async () => {
    assert.deepEqual(
      (await check(withColumn("pdays", (value, line) => (line === 0 ? value : "-1")))).problems,
      [],
    );
  });

  it("gives the same result wherever its bytes are cut", async () => {
    const text = `${header}\n${first.replace("management", "géomètre ☎")}\n${second}\nodd,row\n`;
    const whole = await check(text, 10_000);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), async (size) => {
        assert.deepEqual(await check(text, size), whole);
      }),
      { numRuns: 30 },
    );
  });
});

describe("columns", () => {
  const cases: Record<string, { file: string; says: string[] }> = {
    "a missing column is named": {
      file: withColumn("balance", () => "\0"),
      says: ['missing-column: column "balance" is missing'],
    },
    "an extra column is named with its position": {
      file: withColumn("y", (value, line) => (line === 0 ? "y,agent" : `${value},17`)),
      says: ['extra-column: column "agent" (position 19) is not in the contract'],
    },
    "a renamed column is recognised by its name": {
      file: withColumn("balance", (value, line) => (line === 0 ? "acct_balance" : value)),
      says: [
        'renamed-column: column "balance" is missing; column "acct_balance" stands in its place (position 7): renamed?',
      ],
    },
    "a renamed column is recognised by its place": {
      file: withColumn("pdays", (value, line) => (line === 0 ? "recency" : value)),
      says: [
        'renamed-column: column "pdays" is missing; column "recency" stands in its place (position 15): renamed?',
      ],
    },
    "reordered columns are one problem": {
      file: good
        .replace("contact_id,age,job", "contact_id,job,age")
        .replace("1,58,management", "1,management,58")
        .replace("2,44,technician", "2,technician,44"),
      says: [
        "reordered-columns: columns are in another order from position 2 on: expected age, job, found job, age",
      ],
    },
    "a column that is there twice is named": {
      file: withColumn("y", (value, line) => (line === 0 ? "y,age" : `${value},30`)),
      says: ['duplicate-column: column "age" (position 2) is there 2 times'],
    },
    "a column most of whose values are of another type has changed its type": {
      file: withColumn("age", (value, line) => (line === 0 ? value : "58 years")),
      says: [
        'retyped-column: column "age" has changed its type: 2 of 2 values are not a whole number of 16 bits, the first in line 2',
      ],
    },
    "a boolean in other words has changed its type": {
      file: withColumn("housing", (value, line) => (line === 0 ? value : "true")),
      says: [
        'retyped-column: column "housing" has changed its type: 2 of 2 values are not a boolean, the first in line 2',
      ],
    },
    "a first line of data is a missing header": {
      file: `${first}\n${second}\n`,
      says: [
        'missing-header: the first line is no header: it has none of the contract\'s columns, expected "contact_id" first',
      ],
    },
  };
  for (const [claim, { file, says }] of Object.entries(cases)) {
    it(claim, async () => {
      assert.deepEqual(await problems(file), says);
    });
  }

  it("half of the values being wrong is still a matter of rows", async () => {
    assert.deepEqual(await problems(withColumn("age", (value, line) => (line === 1 ? "x" : value))), []);
  });

  it("a number beyond its bits is not of the type", async () => {
    const [problem] = await problems(withColumn("campaign", (value, line) => (line === 0 ? value : "32768")));
    assert.match(problem, /^retyped-column: column "campaign"/);
  });

  it("a text longer in bytes than the contract says is not of the type", async () => {
    // 11 characters, 22 bytes.
    const [problem] = await problems(
      withColumn("job", (value, line) => (line === 0 ? value : "é".repeat(11))),
    );
    assert.match(problem, /^retyped-column: column "job" .* not text of at most 20 bytes/);
  });
});
