import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { parseOperator } from "../../../sandbox/iam/condition-operators";
import { evaluate, type Decision as Evaluated } from "../../../sandbox/iam/evaluate";
import { parsePolicy } from "../../../sandbox/iam/policy";
import type { Caller } from "../../../sandbox/iam/principal";
import { conditions, contexts, KEY_KINDS } from "./generated-conditions";
import { cases, resourcePatterns, resources, SESSION_ARN, signed, type Case } from "./generated-requests";
import { conditionsHold, ORACLE_OPERATORS } from "./oracle/conditions";
import { decide, type Decision } from "./oracle/decision";
import { roleArn } from "./recorded-program";

const reader: Caller = {
  ...{ kind: "role", roleArn: roleArn("reader"), roleName: "reader", sessionName: "run", arn: SESSION_ARN },
  assumedBy: "lambda.amazonaws.com",
};

/** The sandbox's decision, in the oracle's words. */
function evaluated({ asked, policies, resourceKind }: Case): Decision {
  const { action, resource, context, requester } = asked;
  const principal: Caller = "service" in requester ? { kind: "service", service: requester.service } : reader;
  const { identity, boundary, session, resource: own } = policies;
  const decision: Evaluated = evaluate(
    { principal, action, resource, context },
    {
      identity: identity.map((policy, index) => parsePolicy(policy, `identity-${index}`)),
      boundary: boundary === undefined ? undefined : parsePolicy(boundary, "boundary"),
      session: session === undefined ? undefined : parsePolicy(session, "session"),
      resource: own === undefined ? undefined : parsePolicy(own, "resource", resourceKind),
    },
  );
  return decision.allowed ? "allow" : decision.explicit ? "explicit deny" : "implicit deny";
}

class Tally {
  private readonly counts = new Map<string, number>();

  add(what: string): void {
    this.counts.set(what, this.of(what) + 1);
  }

  of(what: string): number {
    return this.counts.get(what) ?? 0;
  }

  /** Fails when something was met too seldom for the comparison to say anything of it. */
  atLeast(least: number, ...whats: readonly string[]): void {
    const seldom = whats.filter((what) => this.of(what) < least);
    assert.deepEqual(
      seldom,
      [],
      `met fewer than ${least} times: ${seldom.map((what) => `${what} ${this.of(what)}`).join()}`,
    );
  }
}

describe("the evaluator beside an oracle written from IAM's user guide", () => {
  it("decides every request as the oracle does, whatever the policies", function () {
    this.timeout(60_000);
    const met = new Tally();
    fc.assert(
      fc.property(cases, (one) => {
        const expected = decide(one.asked, one.policies);
        for (const feature of featuresOf(one)) {
          met.add(`${feature}: ${expected}`);
        }
        assert.equal(evaluated(one), expected);
      }),
      { seed: 20_261_121, numRuns: 12_000 },
    );
    const outcomes = ["allow", "explicit deny", "implicit deny"];
    for (const feature of [
      "request",
      "boundary",
      "session",
      "resource",
      "key",
      "alias",
      "role",
      "web identity",
      "service",
      "condition",
    ]) {
      met.atLeast(40, ...outcomes.map((outcome) => `${feature}: ${outcome}`));
    }
    met.atLeast(
      40,
      ...["NotAction", "NotResource", "variable", "2008"].flatMap((name) =>
        outcomes.map((outcome) => `${name}: ${outcome}`),
      ),
    );
    met.atLeast(40, "NotPrincipal: explicit deny", "NotPrincipal: implicit deny");
  });

  it("judges every operator, with and without IfExists and quantifiers, as the oracle does", function () {
    this.timeout(60_000);
    const met = new Tally();
    fc.assert(
      fc.property(conditions, contexts, fc.constantFrom("Allow", "Deny"), (Condition, given, effect) => {
        const context = { ...given, ...signed(false) };
        const holds = conditionsHold(Condition, context, true);
        const [operator = ""] = Object.keys(Condition);
        met.add(`${operator}: ${holds}`);
        const statement = { Effect: effect, Action: "*", Resource: "*", Condition };
        const everything = { Effect: "Allow" as const, Action: "*", Resource: "*" };
        const one: Case = {
          asked: {
            action: "s3:GetObject",
            resource: "*",
            requester: { account: "", role: "", session: "" },
            context,
          },
          policies: {
            identity: [
              {
                Version: "2012-10-17",
                Statement: effect === "Allow" ? [statement] : [everything, statement],
              },
            ],
          },
          resourceKind: "resource",
        };
        assert.equal(evaluated(one) === "allow", holds === (effect === "Allow"));
      }),
      { seed: 20_261_122, numRuns: 30_000 },
    );
    const suffixes = ["", "IfExists"];
    const quantifiers = ["", "ForAnyValue:", "ForAllValues:"];
    for (const operator of KEY_KINDS.flatMap(({ operators }) => operators)) {
      const forms = quantifiers.flatMap((quantifier) =>
        suffixes.map((suffix) => `${quantifier}${operator}${suffix}`),
      );
      met.atLeast(8, ...forms.flatMap((form) => [`${form}: true`, `${form}: false`]));
    }
    met.atLeast(100, "Null: true", "Null: false");
  });

  it("matches resources to patterns as the oracle does", () => {
    const met = new Tally();
    fc.assert(
      fc.property(resources, resourcePatterns, contexts, (resource, Resource, given) => {
        const one: Case = {
          asked: {
            ...{ action: "s3:GetObject", resource, context: { ...given, ...signed(false) } },
            requester: { account: "", role: "", session: "" },
          },
          policies: {
            identity: [{ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource }] }],
          },
          resourceKind: "resource",
        };
        const expected = decide(one.asked, one.policies);
        met.add(expected);
        assert.equal(evaluated(one), expected);
      }),
      { seed: 20_261_123, numRuns: 4_000 },
    );
    met.atLeast(500, "allow", "implicit deny");
  });

  it("and the oracle know the same operators", () => {
    const strange = ORACLE_OPERATORS.filter((operator) => parseOperator(operator) === undefined);
    assert.deepEqual(strange, []);
    assert.equal(new Set(ORACLE_OPERATORS).size, 27);
  });
});

/** What a generated case is about, for the count of what the comparison has met. */
function featuresOf({ asked, policies, resourceKind }: Case): string[] {
  const { boundary, session, resource, identity } = policies;
  const all = [...identity, boundary, session, resource].flatMap((policy) => policy?.Statement ?? []);
  const text = JSON.stringify(policies);
  const facts: readonly (readonly [string, boolean])[] = [
    ["request", true],
    ["boundary", boundary !== undefined],
    ["session", session !== undefined],
    ["resource", resource !== undefined],
    ["key", asked.action === "kms:Decrypt" && resource !== undefined],
    ["alias", asked.action === "kms:CreateAlias"],
    ["role", resourceKind === "trust" && resource !== undefined],
    ["web identity", asked.action === "sts:AssumeRoleWithWebIdentity" && resource !== undefined],
    ["service", "service" in asked.requester && resource !== undefined],
    ["condition", all.some(({ Condition }) => Condition !== undefined)],
    ["NotAction", all.some(({ NotAction }) => NotAction !== undefined)],
    ["NotResource", all.some(({ NotResource }) => NotResource !== undefined)],
    ["NotPrincipal", all.some(({ NotPrincipal }) => NotPrincipal !== undefined)],
    ["variable", text.includes("${")],
    ["2008", text.includes("2008-10-17")],
  ];
  return facts.filter(([, holds]) => holds).map(([name]) => name);
}
