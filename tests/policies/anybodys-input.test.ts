import assert from "node:assert/strict";
import * as fc from "fast-check";
import { judgeStack } from "../../policies/judge";
import { type Resource, UNKNOWN } from "../../policies/resource";
import { RULES } from "../../policies/rules/all";
import { CASES } from "./cases/all";
import { resource } from "./cases/case";

const NOW = new Date(0);
const PROGRAMS = Object.values(CASES).flatMap(({ passes, fails }) => [
  ...Object.values(passes),
  ...Object.values(fails),
]);
const RESOURCES = PROGRAMS.flat();
const TYPES = [...new Set(RESOURCES.map(({ type }) => type))];
/** Of every type, the properties that any case of it sets. */
const PROPERTIES = new Map(
  TYPES.map((type) => [
    type,
    [
      ...new Set(
        RESOURCES.filter((each) => each.type === type).flatMap(({ properties }) => Object.keys(properties)),
      ),
    ],
  ]),
);
/** Where a policy is written, in whatever type. */
const POLICY_PLACES = ["policy", "assumeRolePolicy"];

async function judge(resources: readonly Resource[]): Promise<readonly string[]> {
  return (await judgeStack(RULES, resources, [], NOW)).map(({ rule }) => rule.name);
}

/** A resource of a type that holds a policy, in each place where one may be. */
function holding(type: string, policy: unknown): Resource {
  const places = Object.fromEntries(POLICY_PLACES.map((place) => [place, policy]));
  return resource(type, { ...places, inlinePolicies: [{ policy }, policy] });
}

const ACTIONS = [
  "*",
  "**",
  ":",
  "",
  "s3:*",
  "sfn:StartExecution",
  "constructor:a",
  "s3:constructor",
  "../x:a",
];
const NO_POLICIES: Readonly<Record<string, unknown>> = {
  "no text": "",
  "no JSON": "{",
  "a number": 7,
  null: null,
  "a list": [],
  "nothing in it": {},
  "null, as text": "null",
  "no statement": '{"Version":"2012-10-17"}',
  "statements that are none": { Statement: ["Allow", 7, null, [], UNKNOWN] },
  "elements that are none": {
    Statement: { Effect: 1, Action: { a: 1 }, Resource: null, Principal: 7, Condition: "StringEquals" },
  },
  "what is not known yet": {
    Statement: { Effect: "Allow", Action: [UNKNOWN], Resource: UNKNOWN, Principal: UNKNOWN },
  },
  "conditions that are none": {
    Statement: {
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: "*",
      Condition: { StringEquals: { a: {} }, Bool: 1 },
    },
  },
  "what has the names of something else": '{"Statement":{"Effect":{"toString":1},"Action":{"toString":1}}}',
};

describe("policies, of what anybody may write", () => {
  it("break on no program of any rule's cases", async () => {
    for (const program of PROGRAMS) {
      await judge(program);
    }
    await judge(RESOURCES);
  });

  for (const [title, policy] of Object.entries(NO_POLICIES)) {
    it(`find nobody let in by a policy that is none: ${title}`, async () => {
      const quiet = /^(IAM|KMS\.[125]|S3\.[236]|SNS\.4|SQS\.3|Resource-policies)/;
      const held = await Promise.all(TYPES.map(async (type) => await judge([holding(type, policy)])));
      const found = title.startsWith("conditions") ? [] : held.flat().filter((name) => quiet.test(name));
      assert.deepEqual(found, []);
    });
  }

  it("read one statement that is no list, as IAM does", async () => {
    const Statement = { Effect: "Allow", Action: "*", Resource: "*" };
    for (const policy of [{ Statement }, JSON.stringify({ Statement })]) {
      const found = await judge([resource("aws:iam/policy:Policy", { policy })]);
      assert.ok(found.includes("IAM.1-no-administrators"));
      assert.ok(found.includes("IAM-star-only-without-resources"));
    }
  });

  it("judge every action on everything, also those that IAM has not", async () => {
    for (const Action of ACTIONS) {
      const policy = { Statement: [{ Effect: "Allow", Action, Resource: "*" }] };
      const found = await judge([
        holding("aws:iam/role:Role", policy),
        holding("aws:iam/policy:Policy", policy),
      ]);
      assert.equal(found.filter((name) => name === "IAM-star-only-without-resources").length, 2, Action);
    }
  });

  const text = fc.oneof(
    fc.constantFrom("*", "arn:aws:s3:::*", "arn:", "-1", "0.0.0.0/0", "sg-1", "alias/aws/sns", ...ACTIONS),
    fc.string(),
  );
  const anything = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<unknown>(null, undefined, UNKNOWN, true, false, 0, -1, Number.NaN),
      text,
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom(
          "Statement",
          "Action",
          "uri",
          "grants",
          "policy",
          "rules",
          "tags",
          "protocol",
          "enabled",
        ),
        tie("value"),
        { maxKeys: 3, noNullPrototype: true },
      ),
    ),
  })).value;
  const made = fc.constantFrom(...TYPES).chain((type) =>
    fc
      .record(Object.fromEntries((PROPERTIES.get(type) ?? []).map((property) => [property, anything])), {
        requiredKeys: [],
      })
      .map((properties) => resource(type, properties)),
  );
  const element = fc.oneof(anything, text, fc.array(text, { maxLength: 3 }));
  const statement = fc.record(
    {
      Effect: fc.oneof(fc.constantFrom("Allow", "Deny"), anything),
      Principal: fc.oneof(text, fc.record({ AWS: element, Federated: element, Service: element }), anything),
      Action: element,
      NotAction: element,
      Resource: element,
      NotResource: element,
      Condition: fc.oneof(
        fc.dictionary(
          fc.constantFrom("StringEquals", "StringLike", "Bool", "ArnLike", "X"),
          fc.dictionary(fc.constantFrom("aws:SourceArn", "iam:PassedToService", "a:sub", ""), element),
        ),
        anything,
      ),
    },
    { requiredKeys: [] },
  );

  it("break on no properties, whatever they hold", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(made, { maxLength: 4 }), async (resources) => {
        await judge(resources);
      }),
      { numRuns: 1000 },
    );
  });

  it("break on no policy, whatever it says", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...TYPES),
        fc.array(statement, { maxLength: 3 }),
        async (type, Statement) => {
          await judge([holding(type, { Statement })]);
          await judge([holding(type, JSON.stringify({ Statement }))]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
