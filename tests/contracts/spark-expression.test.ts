import assert from "node:assert/strict";
import { expressionProblem } from "../../contracts/spark-expression";
import { contract } from "./contract-fixture";

const known = new Map([
  ["contacts", new Set(["age", "default"])],
  ["jobs", new Set(["category"])],
]);

describe("an expression of a contract", () => {
  for (const expression of [
    "contacts.age",
    "contacts.`default`",
    "contacts . age + 1",
    "coalesce(jobs.category, 'it''s -- no /* comment */ ; at all')",
    "CASE WHEN contacts.age >= 18 THEN TRUE ELSE NULL END",
    "cast(contacts.age AS decimal(10, 2)) / 1.5e3",
    ":logical_date - INTERVAL 1 DAY",
    "jobs.category <=> 'a' OR NOT contacts.default",
  ]) {
    it(`may be ${expression}`, () => {
      assert.equal(expressionProblem(expression, known), undefined);
    });
  }

  const faults: readonly (readonly [string, RegExp])[] = [
    ["age > 1", /"age" is neither a function nor a qualified column/],
    ["contacts.agee", /no column "agee": did you mean "age"/],
    ["client.age", /"client.age" names no object of the contract: use one of contacts, jobs/],
    ["db.contacts.age", /names no object/],
    [":today", /parameter ":today" does not exist/],
    ["contacts.age = 1; DROP TABLE x", /";" at character 17/],
    ["contacts.age -- all", /it has a comment/],
    ["contacts.age /* all */", /it has a comment/],
    ["(contacts.age", /a bracket is not closed/],
    ["contacts.age)", /a bracket is closed that was not opened/],
    ['contacts.age = "1"', /"\\?"" at character 16/],
    ["'open", /"'" at character 1/],
    ["`coalesce`(contacts.age)", /neither a function/],
    ["(SELECT max(contacts.age) FROM contacts)", /"SELECT" is neither/],
  ];
  for (const [expression, says] of faults) {
    it(`may not be ${expression}`, () => {
      assert.match(expressionProblem(expression, known) ?? "", says);
    });
  }

  it("is allowed wherever the campaign contract has one", () => {
    const objects = new Map(
      [{ name: contract.source.object, columns: contract.source.columns }, ...contract.lookups].map(
        ({ name, columns }) => [name, new Set(columns.map((column) => column.name))] as const,
      ),
    );
    for (const { expression } of [...contract.rules, ...contract.target.columns]) {
      assert.equal(expressionProblem(expression, objects), undefined, expression);
    }
  });
});
