import assert from "node:assert/strict";
import { parseOperator } from "../../../sandbox/iam/condition-operators";
import { holds, RequestContext } from "../../../sandbox/iam/conditions";

type Given = Record<string, string | string[]>;

function outcome(operator: string, key: string, values: string[], given: Given) {
  return holds({ operator: parseOperator(operator)!, key, values }, new RequestContext(given), true);
}

describe("conditions", () => {
  const cases: [
    operator: string,
    values: string[],
    present: string | string[] | undefined,
    holds: boolean,
  ][] = [
    ["StringEquals", ["a", "b"], "b", true],
    ["StringEquals", ["a*"], "ab", false],
    ["StringEquals", ["A"], "a", false],
    ["StringEquals", ["a"], undefined, false],
    ["StringEqualsIfExists", ["a"], undefined, true],
    ["StringEqualsIfExists", ["a"], "b", false],
    ["StringNotEquals", ["a", "b"], "b", false],
    ["StringNotEquals", ["a", "b"], "c", true],
    ["StringNotEquals", ["a"], undefined, true],
    ["StringEqualsIgnoreCase", ["Ab"], "aB", true],
    ["StringNotEqualsIgnoreCase", ["Ab"], "aB", false],
    ["StringLike", ["data/*"], "data/x", true],
    ["StringLike", ["data/?"], "data/xy", false],
    ["StringNotLike", ["data/*"], "data/x", false],
    ["StringNotLike", ["data/*"], undefined, true],
    ["ArnLike", ["arn:aws:iam::1:role/a-*"], "arn:aws:iam::1:role/a-b", true],
    ["ArnEquals", ["arn:aws:iam::1:role/a-*"], "arn:aws:iam::1:role/a-b", true],
    ["ArnNotLike", ["arn:aws:iam::1:role/a-*"], "arn:aws:iam::1:role/a-b", false],
    ["ArnNotEquals", ["arn:aws:iam::1:role/a"], "arn:aws:iam::1:role/b", true],
    ["ArnNotEquals", ["arn:aws:iam::1:role/a"], undefined, true],
    ["Bool", ["true"], "TRUE", true],
    ["Bool", ["false"], "true", false],
    ["Bool", ["false"], undefined, false],
    ["BoolIfExists", ["false"], undefined, true],
    ["Null", ["true"], undefined, true],
    ["Null", ["true"], "x", false],
    ["Null", ["false"], "x", true],
    ["Null", ["false"], undefined, false],
    ["NumericEquals", ["10"], "10.0", true],
    ["NumericNotEquals", ["10"], "10.0", false],
    ["NumericLessThan", ["10"], "9", true],
    ["NumericLessThan", ["10"], "10", false],
    ["NumericLessThanEquals", ["10"], "10", true],
    ["NumericGreaterThan", ["10"], "11", true],
    ["NumericGreaterThanEquals", ["10"], "9", false],
    ["NumericLessThan", ["ten"], "9", false],
    ["DateLessThan", ["2026-01-01T00:00:00Z"], "2025-12-31T23:59:59Z", true],
    ["DateGreaterThan", ["2026-01-01T00:00:00Z"], "2025-12-31T23:59:59Z", false],
    ["DateEquals", ["1767225600"], "2026-01-01T00:00:00Z", true],
    ["DateNotEquals", ["2026-01-01T00:00:00Z"], "1767225600", false],
    ["DateLessThanEquals", ["2026-01-01"], "2026-01-01T00:00:00Z", true],
    ["DateGreaterThanEquals", ["2026-01-01"], "2025-01-01", false],
    ["IpAddress", ["10.0.0.0/8"], "10.1.2.3", true],
    ["IpAddress", ["10.0.0.0/8"], "11.1.2.3", false],
    ["IpAddress", ["10.0.0.1"], "10.0.0.1", true],
    ["IpAddress", ["2001:db8::/32"], "2001:db8::1", true],
    ["IpAddress", ["10.0.0.0/8"], "2001:db8::1", false],
    ["NotIpAddress", ["10.0.0.0/8"], "11.1.2.3", true],
    ["NotIpAddress", ["10.0.0.0/8"], undefined, true],
    ["BinaryEquals", ["QQ=="], "QQ==", true],
    ["ForAnyValue:StringEquals", ["a"], ["b", "a"], true],
    ["ForAnyValue:StringEquals", ["a"], ["b", "c"], false],
    ["ForAnyValue:StringEquals", ["a"], [], false],
    ["ForAnyValue:StringEquals", ["a"], undefined, false],
    ["ForAnyValue:StringNotEquals", ["a"], ["a", "b"], true],
    ["ForAnyValue:StringNotEquals", ["a"], undefined, false],
    ["ForAllValues:StringLike", ["a*"], ["a1", "a2"], true],
    ["ForAllValues:StringLike", ["a*"], ["a1", "b"], false],
    ["ForAllValues:StringLike", ["a*"], undefined, true],
    ["ForAllValues:StringNotLike", ["a*"], ["b", "c"], true],
    ["ForAllValues:StringNotLike", ["a*"], ["b", "a"], false],
  ];
  for (const [operator, values, present, expected] of cases) {
    it(`${operator} [${values.join(", ")}] is ${expected} for ${present === undefined ? "an absent key" : JSON.stringify(present)}`, () => {
      assert.equal(
        outcome(operator, "aws:Key", values, present === undefined ? {} : { "aws:Key": present }),
        expected,
      );
    });
  }

  it("finds keys whatever their case", () => {
    assert.equal(outcome("StringEquals", "AWS:SOURCEARN", ["a"], { "aws:SourceArn": "a" }), true);
  });

  it("replaces variables in texts and ARNs", () => {
    assert.equal(
      outcome("StringEquals", "s3:prefix", ["home/${aws:userid}"], {
        "s3:prefix": "home/me",
        "aws:userid": "me",
      }),
      true,
    );
  });

  it("matches nothing with a variable that has no value", () => {
    assert.equal(outcome("StringLike", "s3:prefix", ["${aws:userid}*"], { "s3:prefix": "x" }), false);
  });

  it("takes a variable without value for equal to nothing: a Not operator holds, no other does", () => {
    const given = { "s3:prefix": "x" };
    assert.equal(outcome("StringNotEquals", "s3:prefix", ["${aws:userid}"], given), true);
    assert.equal(outcome("StringEquals", "s3:prefix", ["${aws:userid}"], given), false);
    assert.equal(outcome("StringEquals", "s3:prefix", ["${aws:userid}", "x"], given), true);
  });

  it("takes an empty list for no value", () => {
    const given = { "aws:PrincipalOrgPaths": [] };
    assert.equal(outcome("Null", "aws:PrincipalOrgPaths", ["true"], given), true);
    assert.equal(outcome("StringEquals", "aws:PrincipalOrgPaths", ["x"], given), false);
  });

  it("asks IfExists of each value under a quantifier: of a key that isn't there it says nothing", () => {
    assert.equal(outcome("ForAnyValue:StringEqualsIfExists", "aws:PrincipalOrgPaths", ["x"], {}), false);
    assert.equal(outcome("ForAllValues:StringEqualsIfExists", "aws:PrincipalOrgPaths", ["x"], {}), true);
  });

  it("calls several values without a quantifier a problem, and names the fix", () => {
    const result = outcome("StringEquals", "aws:CalledVia", ["a"], { "aws:CalledVia": ["a", "b"] });
    assert.match(
      (result as { problem: string }).problem,
      /"aws:CalledVia", which has 2 values here: write ForAnyValue:/,
    );
  });
});
