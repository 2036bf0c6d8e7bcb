import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { together } from "../../../../cli/diff/roles/role-change";
import { readStatements } from "../../../../cli/diff/roles/policy/statement";
import { judgeStatements } from "../../../../cli/diff/roles/statement-verdict";
import { evaluate } from "../../../../sandbox/iam/evaluate";
import { parsePolicy } from "../../../../sandbox/iam/policy";
import type { Caller } from "../../../../sandbox/iam/principal";
import { cases, SESSION_ARN, type Case } from "../../../sandbox/iam/generated-requests";
import type { WrittenPolicy } from "../../../sandbox/iam/oracle/decision";
import { roleArn } from "../../../sandbox/iam/recorded-program";

const reader: Caller = {
  ...{ kind: "role", roleArn: roleArn("reader"), roleName: "reader", sessionName: "run", arn: SESSION_ARN },
  assumedBy: "lambda.amazonaws.com",
};

type Kind = "identity" | "resource" | "trust";

/** Whether the evaluator allows it when the policy is the only one. */
function allows(policy: WrittenPolicy, kind: Kind, { asked }: Case): boolean {
  const { action, resource, context, requester } = asked;
  const principal: Caller = "service" in requester ? { kind: "service", service: requester.service } : reader;
  const parsed = parsePolicy(policy, "p", kind);
  // A key's policy may leave it to the caller's own policies: those allow everything here.
  const everything = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
  const set =
    kind === "identity"
      ? { identity: [parsed] }
      : {
          identity: [],
          resource: parsed,
          ...(asked.action.startsWith("sts:") ? { identity: [parsePolicy(everything, "own")] } : {}),
        };
  return evaluate({ principal, action, resource, context }, set).allowed;
}

type Edit = (statements: WrittenPolicy["Statement"], other: WrittenPolicy["Statement"][number]) => unknown[];

const without = (statement: object, ...keys: readonly string[]): object =>
  Object.fromEntries(Object.entries(statement).filter(([key]) => !keys.includes(key)));

/** Small edits, as a pull request makes them. */
const EDITS: readonly Edit[] = [
  (statements) => [...statements],
  (statements) => statements.slice(1),
  (statements, other) => [...statements, other],
  ([first, ...rest], other) => [other, first, ...rest],
  ([first, ...rest]) => [without(first, "Condition"), ...rest],
  ([first, ...rest], other) => [
    { ...first, ...(other.Condition ? { Condition: other.Condition } : {}) },
    ...rest,
  ],
  ([first, ...rest]) => [first.Resource ? { ...first, Resource: "*" } : first, ...rest],
  ([first, ...rest]) => [first.Action ? { ...first, Action: "*" } : first, ...rest],
  ([first, ...rest]) => [
    Array.isArray(first.Action) ? { ...first, Action: first.Action.slice(0, 1) } : first,
    ...rest,
  ],
  ([first, ...rest]) => [
    Array.isArray(first.Resource) ? { ...first, Resource: first.Resource.slice(-1) } : first,
    ...rest,
  ],
  ([first, ...rest], other) => [
    first.Resource && other.Resource ? { ...first, Resource: other.Resource } : first,
    ...rest,
  ],
  ([first, ...rest], other) => [
    first.Action && other.Action ? { ...first, Action: [first.Action, other.Action].flat() } : first,
    ...rest,
  ],
  ([first, ...rest]) => [...[first.Action ?? []].flat().map((Action) => ({ ...first, Action })), ...rest],
  (statements) => [...statements].reverse(),
];

const requests = fc.array(cases, { minLength: 10, maxLength: 10 });

function policiesOf(one: Case, kind: Kind): readonly WrittenPolicy[] {
  const { identity, boundary, session, resource } = one.policies;
  if (kind === "identity") {
    return [...identity, boundary, session].filter((policy) => policy !== undefined);
  }
  return one.resourceKind === kind && resource !== undefined ? [resource] : [];
}

/** Holds the verdict on random policies and edits of them against what the evaluator decides. */
function check(kind: Kind, seed: number): ReadonlyMap<string, number> {
  const met = new Map<string, number>();
  const count = (what: string): void => void met.set(what, (met.get(what) ?? 0) + 1);
  fc.assert(
    fc.property(requests, fc.nat(), (asked, nth) => {
      const drawn = asked.flatMap((one) => policiesOf(one, kind));
      const [old, other] = drawn;
      if (drawn.length < 2) {
        return;
      }
      const edit = EDITS[nth % EDITS.length];
      const Statement = edit(old.Statement, other.Statement[0]) as WrittenPolicy["Statement"];
      if (Statement.length === 0) {
        return;
      }
      const now: WrittenPolicy = { ...old, Statement };
      const pairs = judgeStatements(
        readStatements(JSON.stringify(old), "p"),
        readStatements(JSON.stringify(now), "p"),
      );
      const verdict = together(pairs.map(({ access }) => access));
      count(verdict);
      for (const request of asked) {
        const [before, after] = [allows(old, kind, request), allows(now, kind, request)];
        if (!before && after) {
          count("newly allowed");
          assert.ok(verdict === "more" || verdict === "both", `allowed now, and the verdict is ${verdict}`);
        }
        if (before && !after) {
          count("newly refused");
          assert.ok(verdict === "less" || verdict === "both", `refused now, and the verdict is ${verdict}`);
        }
      }
    }),
    { seed, numRuns: 1_200 },
  );
  return met;
}

describe("the verdict on a policy's change beside the sandbox's evaluator", () => {
  (["identity", "resource", "trust"] as const).forEach((kind, index) => {
    it(`never calls a policy of kind ${kind} narrowed that allows a request more, nor widened one that refuses one more`, function () {
      this.timeout(60_000);
      const met = check(kind, 20_261_200 + index);
      const seldom = ["more", "less", "both", "same", "newly allowed", "newly refused"].filter(
        (what) => (met.get(what) ?? 0) < 8,
      );
      assert.deepEqual(seldom, [], `met too seldom: ${JSON.stringify([...met])}`);
    });
  });
});
