import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  matchesArnCondition,
  matchesPattern,
  matchesResource,
  parsePattern,
  variablesOf,
} from "../../../sandbox/iam/pattern";

/** Wildcards as their definition says, without any cleverness. */
function reference(pattern: string, text: string): boolean {
  if (pattern === "") {
    return text === "";
  }
  const [first, rest] = [pattern[0], pattern.slice(1)];
  if (first === "*") {
    return reference(rest, text) || (text !== "" && reference(pattern, text.slice(1)));
  }
  return text !== "" && (first === "?" || first === text[0]) && reference(rest, text.slice(1));
}

const texts = fc.string({ unit: fc.constantFrom("a", "b", ":", "/", ".", "$", "(", "\n"), maxLength: 10 });
const patterns = fc.string({
  unit: fc.constantFrom("a", "b", ":", "/", ".", "$", "(", "\n", "*", "?"),
  maxLength: 8,
});
const match = (pattern: string, text: string) => matchesPattern(parsePattern(pattern)!, text);

describe("matchesPattern", () => {
  it("agrees with the definition of wildcards", () => {
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => match(pattern, text) === reference(pattern, text)),
      { numRuns: 2_000 },
    );
  });

  it("takes text without wildcards as it stands", () => {
    fc.assert(fc.property(texts, texts, (a, b) => match(a, b) === (a === b)));
  });

  it("ignores case only when told", () => {
    assert.equal(match("S3:getobject", "s3:GetObject"), false);
    assert.equal(matchesPattern(parsePattern("S3:getobject")!, "s3:GetObject", { ignoreCase: true }), true);
  });

  it("answers quickly for long runs of stars", () => {
    const started = performance.now();
    assert.equal(match("*".repeat(200) + "b", "a".repeat(5_000)), false);
    assert.ok(performance.now() - started < 1_000);
  });
});

describe("matchesResource", () => {
  const cases: [pattern: string, arn: string, matches: boolean][] = [
    ["*", "arn:aws:s3:::b/k", true],
    ["arn:aws:s3:::b/*", "arn:aws:s3:::b/x/y:z", true],
    ["arn:aws:s3:::b/*", "arn:aws:s3:::b", false],
    ["arn:aws:s3:::B/*", "arn:aws:s3:::b/k", false],
    ["arn:aws:lambda:eu-west-1:1:function:f", "arn:aws:lambda:eu-west-1:1:function:f:live", false],
    ["arn:aws:lambda:eu-west-1:1:function:f:*", "arn:aws:lambda:eu-west-1:1:function:f:live", true],
    ["arn:aws:lambda:eu-west-1:1:function:f:*", "arn:aws:lambda:eu-west-1:1:function:f", false],
    ["arn:aws:sns:*:1:topic", "arn:aws:sns:eu-west-1:1:topic", true],
    ["arn:aws:sns:eu-*-1:1:topic", "arn:aws:sns:eu-west-1:1:topic", true],
    ["arn:aws:sns:eu-*x:1:t", "arn:aws:sns:eu-w:yx:1:t", false],
    ["arn:aws:s3:::b/a*z", "arn:aws:s3:::b/a:b/z", true],
    ["arn:aws:sns:eu-west-?:1:t", "arn:aws:sns:eu-west-1:1:t", true],
    ["arn:aws:sns:eu-west?1:1:t", "arn:aws:sns:eu-west:1:1:t", false],
    ["arn:aws:sns:*", "arn:aws:sns:eu-west-1:1:topic", true],
    ["arn:aws:sqs:eu-west-1:1*3:queue", "arn:aws:sqs:eu-west-1:111122223333:queue", true],
    ["arn:aws:sqs:eu-west-1:1*3:queue", "arn:aws:sqs:eu-west-1:1:3:queue", false],
    ["arn:aws:sqs:eu-west-1:1?3:queue", "arn:aws:sqs:eu-west-1:1:3:queue", false],
    ["arn:aws:lambda:eu-west-1:1:f*x", "arn:aws:lambda:eu-west-1:1:function:x", true],
  ];
  for (const [pattern, arn, matches] of cases) {
    it(`${pattern} ${matches ? "covers" : "doesn't cover"} ${arn}`, () => {
      assert.equal(matchesResource(parsePattern(pattern)!, arn), matches);
    });
  }

  it("never covers more than the plain wildcard would", () => {
    fc.assert(
      fc.property(
        patterns,
        texts,
        (pattern, text) => !matchesResource(parsePattern(pattern)!, text) || reference(pattern, text),
      ),
    );
  });
});

describe("matchesArnCondition", () => {
  const cases: [pattern: string, arn: string, matches: boolean][] = [
    ["arn:aws:iam::1:role/stepline-dev-*", "arn:aws:iam::1:role/stepline-dev-extract", true],
    ["arn:aws:iam::*:role/r", "arn:aws:iam::1:role/r", true],
    ["arn:aws:iam:*:role/r", "arn:aws:iam::1:role/r", false],
    ["arn:aws:states:eu-west-1:1:stateMachine:*", "arn:aws:states:eu-west-1:1:stateMachine:m", true],
    ["*", "arn:aws:iam::1:role/r", false],
    ["arn:aws:sqs:eu-west-1:1*3:queue", "arn:aws:sqs:eu-west-1:111122223333:queue", true],
    ["arn:aws:sqs:eu-west-1:1*3:queue", "arn:aws:sqs:eu-west-1:1:3:queue", false],
    ["arn:aws:sqs:eu-west-1:1?3:queue", "arn:aws:sqs:eu-west-1:1:3:queue", false],
    ["arn:aws:lambda:eu-west-1:1:f*x", "arn:aws:lambda:eu-west-1:1:function:x", true],
    ["arn:aws:sqs:eu-west-1:*", "arn:aws:sqs:eu-west-1:1:queue", false],
    ["arn:aws:sqs:eu-west-1:*", "arn:aws:sqs:eu-west-1:1", false],
  ];
  for (const [pattern, arn, matches] of cases) {
    it(`${pattern} ${matches ? "matches" : "doesn't match"} ${arn}`, () => {
      assert.equal(matchesArnCondition(parsePattern(pattern)!, arn), matches);
    });
  }
});

describe("parsePattern", () => {
  const lookup = (key: string) => ({ "aws:userid": "AROA:me*", "aws:empty": "" })[key];

  it("puts the values of variables in, their wildcards without force", () => {
    const pattern = parsePattern("home/${aws:userid}/*", lookup)!;
    assert.equal(matchesPattern(pattern, "home/AROA:me*/x"), true);
    assert.equal(matchesPattern(pattern, "home/AROA:me-too/x"), false);
  });

  it("keeps ${*}, ${?} and ${$} as characters", () => {
    const pattern = parsePattern("a${*}${?}${$}", lookup)!;
    assert.equal(matchesPattern(pattern, "a*?$"), true);
    assert.equal(matchesPattern(pattern, "abcd"), false);
  });

  it("takes the default of a variable without value, and none when there is a value", () => {
    assert.equal(matchesPattern(parsePattern("${aws:team, 'ops'}", lookup)!, "ops"), true);
    assert.equal(matchesPattern(parsePattern("x${aws:empty, 'ops'}", lookup)!, "x"), true);
  });

  it("gives nothing for a variable without value or default", () => {
    assert.equal(parsePattern("${aws:team}", lookup), undefined);
  });

  it("names the variables of a text", () => {
    assert.deepEqual(variablesOf("a${aws:userid}/${*}${aws:team, 'x'}"), ["aws:userid", "aws:team"]);
  });
});
