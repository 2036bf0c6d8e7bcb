import assert from "node:assert/strict";
import fc from "fast-check";
import { checkFile, checkLookup } from "../../contracts/schema-check";
import { describeProblems, type SchemaProblem } from "../../contracts/schema-problem";
import { contract } from "./contract-fixture";
import { check, good, header, pieces, withColumn } from "./delivered-file";

const columns = header.split(",");

/** Every cell has "zx" in it, which nothing else has, so that one search finds any of them. */
const cell = fc
  .tuple(
    fc.constantFrom("Ann Zx", "zx.ann@example.com", "+49 30 zx", "zx", "=zx()", "Zx\u202e", "7 zx way"),
    fc.nat(99),
  )
  .map(([text, number]) => `${text}${number}`);
const row = fc.array(cell, { minLength: columns.length, maxLength: columns.length });
const rows = fc.array(row, { minLength: 1, maxLength: 4 });

/** Ways in which a delivery goes wrong; `at` is a number to choose a place with. */
const breakages: Record<string, (cells: string[][], at: number) => string> = {
  "values of other types": (cells) => text([columns, ...cells]),
  "no header": (cells) => text(cells),
  "no header, and values that are names of columns": (cells, at) =>
    text([cells[0].map((value, column) => (column <= at % 9 ? columns[17 - column] : value)), ...cells]),
  "a header that runs into the first row": (cells) => text([[...columns, ...cells[0]], ...cells.slice(1)]),
  "a header that runs into the first row, fused": (cells) => `${header}${text(cells)}`,
  "lines that end with CR": (cells) => text([columns, ...cells]).replaceAll("\n", "\r"),
  "another delimiter": (cells) => text([columns, ...cells]).replaceAll(",", ";"),
  "a quote that opens in the header and closes in a row": (cells, at) => {
    const quoted = columns.map((name, column) => (column === at % 18 ? `"${name}` : name));
    return text([quoted, ...cells]).replace("zx", 'zx",');
  },
  "a header that lacks a column": (cells, at) =>
    text([columns.filter((_, column) => column !== at % 18), ...cells]),
  "a renamed column": (cells, at) =>
    text([columns.map((name, column) => (column === at % 18 ? `my_${name}` : name)), ...cells]),
  "a column that is there twice": (cells, at) => text([[...columns, columns[at % 18]], ...cells]),
  "a row that is too long": (cells) => text([columns, ...cells, [...cells[0], ...cells[0]]]),
  "a quote inside a field": (cells) => text([columns, ...cells]).replace("zx", 'z"x'),
  "a file that ends too early": (cells, at) => {
    const whole = text([columns, ...cells]);
    return whole.slice(0, header.length + 1 + (at % (whole.length - header.length)));
  },
  "NUL characters": (cells) => `${text([columns, ...cells])}\0`,
};

function text(lines: readonly (readonly string[])[]): string {
  return `${lines.map((fields) => fields.join(",")).join("\n")}\n`;
}

function tellsNothing(problems: readonly SchemaProblem[], file: string): void {
  assert.doesNotMatch(describeProblems(problems), /zx|z"x/i, JSON.stringify(file));
}

describe("the description of a broken file", () => {
  for (const [name, breakage] of Object.entries(breakages)) {
    it(`has no value of its rows: ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(rows, fc.nat(10_000), async (cells, at) => {
          const file = breakage(cells, at);
          const { problems } = await checkFile(contract, "contacts.csv", pieces(Buffer.from(file), 64));
          assert.notEqual(problems.length, 0);
          tellsNothing(problems, file);
        }),
        { numRuns: 40 },
      );
    });
  }

  it("has no value of a lookup's rows", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 5 }), async (keys) => {
        const file = text([["job", "category", "is_employed"], ...keys.map((key) => [key, key, key])]);
        const bytes = pieces(Buffer.from(file + file.split("\n")[1]), 64);
        const { problems } = await checkLookup(contract, "job_categories", "job_categories.csv", bytes);
        assert.notEqual(problems.length, 0);
        tellsNothing(problems, file);
      }),
      { numRuns: 40 },
    );
  });
});

describe("the report of a broken file", () => {
  it("has the value that shows a problem, at most 200 characters of it", async () => {
    const long = withColumn("age", (value, line) => (line === 0 ? value : "58 years ".repeat(50)));
    const [problem] = (await check(long)).problems;
    assert.match(problem.example!, /^58 years 58 years .*\.\.\.$/);
    assert.equal(problem.example!.length, 200);
  });

  it("has what a first line that is no header starts with", async () => {
    const [problem] = (await check(good.slice(header.length + 1))).problems;
    assert.equal(problem.kind, "missing-header");
    assert.equal(problem.example, "1");
  });

  it("has the name of a column that a message leaves out", async () => {
    const [extra] = (await check(withColumn("y", (value, line) => (line === 0 ? "y,a@b.c" : `${value},1`))))
      .problems;
    assert.equal(extra.message, "the column in position 19 is not in the contract");
    assert.equal(extra.column, "a@b.c");
    const [renamed] = (await check(withColumn("pdays", (value, line) => (line === 0 ? "#1" : value))))
      .problems;
    assert.equal(
      renamed.message,
      'column "pdays" is missing; another stands in its place (position 15): renamed?',
    );
    assert.equal(renamed.example, "#1");
  });
});

describe("a header that is none", () => {
  it("of lines that end with CR alone is said to go on in the next line", async () => {
    const { problems } = await check(good.replaceAll("\n", "\r"));
    assert.deepEqual(problems[0], {
      kind: "quoting",
      file: "contacts.csv",
      line: 1,
      message:
        "a field of the header goes on in the next line: its quote is never closed, or lines end with CR alone",
    });
  });

  it("of many thousand fields is one problem, found at once", async () => {
    const wide = Array.from({ length: 90_000 }, (_, number) => `c${number}`);
    const { problems } = await check(`${header},${wide.join(",")}\n`, 65_536);
    assert.deepEqual(
      problems.map(({ kind, message }) => [kind, message]),
      [["field-count", "the header has 90018 fields, the contract 18 columns"]],
    );
  });
});
