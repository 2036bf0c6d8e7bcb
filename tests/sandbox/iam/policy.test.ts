import assert from "node:assert/strict";
import { parsePolicy } from "../../../sandbox/iam/policy";

const statement = { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" };
const policy = (...statements: unknown[]) => ({ Version: "2012-10-17", Statement: statements });

describe("parsePolicy", () => {
  it("brings text, single statements and single values to one shape", () => {
    const parsed = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statement }), "p");
    const [only] = parsed.statements;
    assert.equal(parsed.variables, true);
    assert.equal(only.label, "Read");
    assert.deepEqual(only.actions, { negated: false, values: ["s3:GetObject"] });
    assert.deepEqual(only.resources, { negated: false, values: ["arn:aws:s3:::b/*"] });
  });

  it("reads NotAction and NotResource as negated and names statements without Sid by their place", () => {
    const parsed = parsePolicy(
      policy({ Effect: "Deny", NotAction: ["s3:*"], NotResource: "arn:aws:s3:::b" }),
      "p",
    );
    assert.equal(parsed.statements[0]?.label, "statement 1");
    assert.equal(parsed.statements[0].actions.negated, true);
    assert.equal(parsed.statements[0].resources?.negated, true);
  });

  it("reads booleans and numbers of a condition as their texts", () => {
    const parsed = parsePolicy(
      policy({ ...statement, Condition: { Bool: { "aws:SecureTransport": false } } }),
      "p",
    );
    assert.deepEqual(parsed.statements[0]?.conditions[0]?.values, ["false"]);
  });

  it("replaces variables in version 2012-10-17 only", () => {
    assert.equal(parsePolicy({ Statement: statement }, "p").variables, false);
  });

  const principal = { Principal: { AWS: "arn:aws:iam::111122223333:root" } };
  const malformed: [
    title: string,
    json: unknown,
    kind: "identity" | "resource" | "trust",
    expected: RegExp,
  ][] = [
    ["text that is not JSON", "{", "identity", /policy "p" is not JSON/],
    ["a list", [], "identity", /policy "p" is not a JSON object/],
    ["an unknown element", { ...policy(statement), Rules: [] }, "identity", /unknown element "Rules"/],
    [
      "an unknown version",
      { Version: "2020-01-01", Statement: [] },
      "identity",
      /Version "2020-01-01": write "2012-10-17"/,
    ],
    ["no statements", policy(), "identity", /no statement/],
    ["a Sid twice", policy(statement, statement), "identity", /two statements with Sid "Read"/],
    [
      "a misspelled element",
      policy({ ...statement, Actions: [] }),
      "identity",
      /"Read": unknown element "Actions"/,
    ],
    [
      "a wrong effect",
      policy({ ...statement, Effect: "allow" }),
      "identity",
      /Effect is "allow": write "Allow" or "Deny"/,
    ],
    ["no action", policy({ Effect: "Allow", Resource: "*" }), "identity", /statement 1: no Action/],
    [
      "both Action and NotAction",
      policy({ ...statement, NotAction: "s3:*" }),
      "identity",
      /both Action and NotAction/,
    ],
    [
      "an action without service",
      policy({ ...statement, Action: "GetObject" }),
      "identity",
      /action "GetObject"/,
    ],
    ["no resource", policy({ Effect: "Allow", Action: "s3:*" }), "identity", /no Resource/],
    [
      "a resource that is no ARN",
      policy({ ...statement, Resource: "b/*" }),
      "identity",
      /resource "b\/\*" is not an ARN/,
    ],
    [
      "a principal in an identity policy",
      policy({ ...statement, ...principal }),
      "identity",
      /has no Principal/,
    ],
    [
      "no principal in a resource policy",
      policy(statement),
      "resource",
      /exactly one of Principal and NotPrincipal/,
    ],
    [
      "a resource in a trust policy",
      policy({ ...statement, ...principal }),
      "trust",
      /trust policy has no Resource/,
    ],
    [
      "NotPrincipal with Allow",
      policy({ ...statement, NotPrincipal: "*" }),
      "resource",
      /NotPrincipal with Allow/,
    ],
    [
      "a wildcard in a principal",
      policy({ ...statement, Principal: { AWS: "arn:aws:iam::1:role/*" } }),
      "resource",
      /wildcard/,
    ],
    [
      "a federated principal but in a trust policy",
      policy({ ...statement, Principal: { Federated: "x" } }),
      "resource",
      /Federated is of trust policies only/,
    ],
    [
      "a canonical user as principal",
      policy({ ...statement, Principal: { CanonicalUser: "x" } }),
      "resource",
      /"CanonicalUser" is not modelled/,
    ],
    ["nobody as principal", policy({ ...statement, Principal: {} }), "resource", /names nobody/],
    [
      "an unknown operator",
      policy({ ...statement, Condition: { StringIs: { "aws:a": "b" } } }),
      "identity",
      /unknown condition operator "StringIs"/,
    ],
    [
      "NullIfExists",
      policy({ ...statement, Condition: { NullIfExists: { "aws:a": "b" } } }),
      "identity",
      /operator "NullIfExists"/,
    ],
    [
      "a condition key without service",
      policy({ ...statement, Condition: { Bool: { x: true } } }),
      "identity",
      /condition key "x"/,
    ],
    [
      "an object as condition value",
      policy({ ...statement, Condition: { Bool: { "a:b": {} } } }),
      "identity",
      /Bool a:b is not text/,
    ],
  ];
  for (const [title, json, kind, expected] of malformed) {
    it(`refuses ${title}`, () => {
      assert.throws(() => parsePolicy(json, "p", kind), expected);
    });
  }
});
