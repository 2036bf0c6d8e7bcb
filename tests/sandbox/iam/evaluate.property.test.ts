import * as fc from "fast-check";
import { evaluate, type PolicySet } from "../../../sandbox/iam/evaluate";
import { parsePolicy } from "../../../sandbox/iam/policy";
import type { Caller } from "../../../sandbox/iam/principal";
import { ACCOUNT, roleArn } from "./recorded-program";

const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/reader/run`;
const reader: Caller = {
  ...{ kind: "role", roleArn: roleArn("reader"), roleName: "reader", sessionName: "run", arn: SESSION },
  assumedBy: "lambda.amazonaws.com",
};

const actions = fc.constantFrom("s3:GetObject", "s3:PutObject", "sqs:SendMessage", "sns:Publish");
const resources = fc.constantFrom("arn:aws:s3:::a/x", "arn:aws:s3:::b/y", "arn:aws:sqs:eu-west-1:1:q", "*");
const actionPatterns = fc.constantFrom("*", "s3:*", "S3:getobject", "s3:Put?bject", "sqs:*", "sns:Publish");
const resourcePatterns = fc.constantFrom("*", "arn:aws:s3:::a/*", "arn:aws:s3:::?/y", "arn:aws:sqs:*:*:*");
const some = <T>(values: fc.Arbitrary<T>) => fc.array(values, { minLength: 1, maxLength: 3 });

const conditions = fc.option(
  fc.record({
    operator: fc.constantFrom("StringEquals", "StringNotEquals", "StringLike", "StringEqualsIfExists"),
    value: fc.constantFrom("one", "tw*", "${aws:PrincipalAccount}"),
  }),
  { nil: undefined },
);

const statements = fc
  .record({
    effect: fc.constantFrom("Allow", "Deny"),
    action: some(actionPatterns),
    notAction: fc.boolean(),
    resource: some(resourcePatterns),
    notResource: fc.boolean(),
    condition: conditions,
  })
  .map(({ effect, action, notAction, resource, notResource, condition }) => ({
    Effect: effect,
    [notAction ? "NotAction" : "Action"]: action,
    [notResource ? "NotResource" : "Resource"]: resource,
    ...(condition === undefined
      ? {}
      : { Condition: { [condition.operator]: { "s3:prefix": condition.value } } }),
  }));

const requests = fc.record({
  action: actions,
  resource: resources,
  context: fc.constantFrom<Record<string, string>>(
    {},
    { "s3:prefix": "one" },
    { "s3:prefix": "two" },
    { "s3:prefix": ACCOUNT },
  ),
});
type Request = { action: string; resource: string; context: Record<string, string> };
type Written = Record<string, unknown>;

const parse = (list: readonly Written[], kind: "identity" | "resource" = "identity") =>
  list.length === 0 ? undefined : parsePolicy({ Version: "2012-10-17", Statement: list }, "p", kind);

function decide(request: Request, list: readonly Written[], more: Partial<PolicySet> = {}) {
  const own = parse(list);
  return evaluate({ ...request, principal: reader }, { identity: own === undefined ? [] : [own], ...more });
}

const lists = fc.array(statements, { maxLength: 5 });
const everyone = (statement: Written): Written => ({ ...statement, Principal: "*" });

describe("evaluate, whatever the policies", () => {
  it("a matching deny always wins", () => {
    fc.assert(
      fc.property(requests, lists, fc.nat(), (request, list, at) => {
        const denial = { Effect: "Deny", Action: request.action, Resource: "*" };
        const index = at % (list.length + 1);
        return !decide(request, [...list.slice(0, index), denial, ...list.slice(index)]).allowed;
      }),
    );
  });

  it("adding an allow never takes access away", () => {
    fc.assert(
      fc.property(requests, lists, statements, (request, list, added) => {
        return (
          !decide(request, list).allowed || decide(request, [...list, { ...added, Effect: "Allow" }]).allowed
        );
      }),
    );
  });

  it("adding a deny never gives access", () => {
    fc.assert(
      fc.property(requests, lists, statements, (request, list, added) => {
        return (
          decide(request, list).allowed || !decide(request, [...list, { ...added, Effect: "Deny" }]).allowed
        );
      }),
    );
  });

  it("the order of statements and policies doesn't matter", () => {
    const shuffled = lists.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(
        requests,
        shuffled,
        (request, [list, other]) => decide(request, list).allowed === decide(request, other).allowed,
      ),
    );
  });

  it("splitting a policy in two changes nothing", () => {
    fc.assert(
      fc.property(requests, lists, fc.nat(), (request, list, at) => {
        const index = at % (list.length + 1);
        const parts = [list.slice(0, index), list.slice(index)]
          .map((part) => parse(part))
          .filter((part) => part !== undefined);
        const split = evaluate({ ...request, principal: reader }, { identity: parts });
        return split.allowed === decide(request, list).allowed;
      }),
    );
  });

  it("NotAction is the complement of Action", () => {
    fc.assert(
      fc.property(requests, some(actionPatterns), (request, patterns) => {
        const by = (element: string) =>
          decide(request, [{ Effect: "Allow", [element]: patterns, Resource: "*" }]).allowed;
        return by("Action") !== by("NotAction");
      }),
    );
  });

  it("NotResource is the complement of Resource", () => {
    fc.assert(
      fc.property(requests, some(resourcePatterns), (request, patterns) => {
        const by = (element: string) =>
          decide(request, [{ Effect: "Allow", Action: "*", [element]: patterns }]).allowed;
        return by("Resource") !== by("NotResource");
      }),
    );
  });

  it("a boundary never gives access", () => {
    fc.assert(
      fc.property(requests, lists, lists, (request, list, limit) => {
        return !decide(request, list, { boundary: parse(limit) }).allowed || decide(request, list).allowed;
      }),
    );
  });

  it("without a statement that allows there is no access", () => {
    fc.assert(
      fc.property(requests, lists, lists, (request, list, onResource) => {
        const denials = [...list, ...onResource].map((statement) => ({ ...statement, Effect: "Deny" }));
        const resource = parse(denials.slice(list.length).map(everyone), "resource");
        return !decide(request, denials.slice(0, list.length), { resource }).allowed;
      }),
    );
  });

  it("a key is closed to every identity policy while its own policy is silent", () => {
    const key = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`;
    fc.assert(
      fc.property(
        lists,
        (list) => !decide({ action: "kms:Decrypt", resource: key, context: {} }, list).allowed,
      ),
    );
  });

  it("a refusal always says why, and a grant never does", () => {
    fc.assert(
      fc.property(requests, lists, (request, list) => {
        const { allowed, because, decidedBy } = decide(request, list);
        return decidedBy !== "" && (because === "") === allowed;
      }),
    );
  });
});
