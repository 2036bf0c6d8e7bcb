import assert from "node:assert/strict";
import { ALL_CALLS } from "../../../components/deployment/calls/all";
import { checkSize, type Purpose, rolePolicies } from "../../../components/deployment/role-policies";
import type { PolicyDocument } from "../../../components/iam/permission";
import { Names } from "../../../components/naming";
import { recordProgram } from "../../../sandbox/program/record";
import type { RecordedProgram } from "../../../sandbox/types";
import { boundedNames, judge, namesStack } from "./judged";
import { type ProviderCall, providerCalls } from "./provider-calls";

type Documents = Readonly<Record<string, PolicyDocument>>;

/** Components of the program's own, and what only Pulumi knows. */
const NO_AWS_RESOURCE = /^(stepline:|pulumi:)/;

const STACKS = [
  { stack: "dev", deletesData: true },
  { stack: "prod", deletesData: false },
] as const;

function refused(calls: readonly ProviderCall[], documents: Documents): readonly string[] {
  return calls
    .filter((call) => !judge(documents, call).allowed)
    .map(({ action, resource, by }) => `${action} on ${resource} for ${by}`);
}

/** Each call once: most resources of a kind ask for the same. */
function distinct(calls: readonly ProviderCall[]): readonly ProviderCall[] {
  const byText = new Map(calls.map((call) => [JSON.stringify({ ...call, by: "" }), call]));
  return [...byText.values()];
}

/** Every document with one action taken out of one statement, with what it was. */
function* withoutAnAction(documents: Documents): Generator<{ action: string; sid: string; left: Documents }> {
  for (const [name, document] of Object.entries(documents)) {
    for (const statement of document.Statement) {
      for (const action of statement.Action) {
        const left = document.Statement.flatMap((one) => {
          const rest = one.Action.filter((kept) => kept !== action);
          return one !== statement ? [one] : rest.length === 0 ? [] : [{ ...one, Action: rest }];
        });
        const entries = Object.entries(documents).map(
          ([key, whole]) => [key, key === name ? { ...whole, Statement: left } : whole] as const,
        );
        yield {
          action,
          sid: `${name} ${statement.Sid}`,
          left: Object.fromEntries(entries.filter(([, { Statement }]) => Statement.length > 0)),
        };
      }
    }
  }
}

describe("the table of calls", () => {
  let programs: readonly RecordedProgram[];
  before(async () => {
    programs = [await recordProgram({ stack: "dev" }), await recordProgram({ stack: "prod" })];
  });

  it("has every type of resource that dev or prod declares, and no other", () => {
    const declared = new Set(
      programs
        .flatMap(({ resources }) => resources.map(({ type }) => type))
        .filter((type) => !NO_AWS_RESOURCE.test(type)),
    );
    const known = new Set(ALL_CALLS.flatMap(({ types }) => Object.keys(types)));
    assert.deepEqual([...known].sort(), [...declared].sort());
  });
});

for (const { stack, deletesData } of STACKS) {
  describe(`roles that deploy and preview ${stack}`, () => {
    let program: RecordedProgram;
    const documents = (purpose: Purpose, of: string = stack): Documents =>
      rolePolicies(boundedNames(of), purpose, { deletesData });
    before(async () => {
      program = await recordProgram({ stack });
    });

    for (const purpose of ["deploy", "preview"] as const) {
      it(`may make every call of a ${purpose} on every resource, where AWS has it`, () => {
        const calls = distinct(providerCalls(program, purpose, deletesData));
        assert.ok(calls.length > 100, String(calls.length));
        assert.deepEqual(refused(calls, documents(purpose)), []);
      });

      it(`have no action too many for a ${purpose}: without any, something can't be managed`, () => {
        const calls = distinct(providerCalls(program, purpose, deletesData));
        const useless: string[] = [];
        for (const { action, sid, left } of withoutAnAction(documents(purpose))) {
          const asking = calls.filter((call) => call.action === action);
          if (refused(asking, left).length === 0) {
            useless.push(`${sid}: ${action}`);
          }
        }
        const expected = /FlowLogs$|^storage Artifacts: s3:Delete/;
        assert.deepEqual(
          // dev has no flow log, and may delete every object besides those it uploads.
          useless.filter((one) => stack === "prod" || !expected.test(one)),
          [],
        );
      });
    }

    it("names the stack in every resource, or asks for its tags, and no action twice", () => {
      for (const purpose of ["deploy", "preview"] as const) {
        const statements = Object.values(documents(purpose)).flatMap(({ Statement }) => Statement);
        const foreign = statements.flatMap((one) =>
          one.Resource.filter((arn) => arn !== "*" && !namesStack(one, arn, stack)),
        );
        const linked =
          "arn:aws:iam::111122223333:role/aws-service-role/redshift.amazonaws.com/AWSServiceRoleForRedshift";
        assert.deepEqual(foreign, purpose === "deploy" ? [linked] : []);
        for (const { Sid, Action } of statements) {
          assert.equal(new Set(Action).size, Action.length, Sid);
        }
      }
    });

    it("may do nothing to another stack of the account but ask what has no name", async () => {
      const other = stack === "dev" ? "prod" : "dev";
      const calls = distinct(providerCalls(await recordProgram({ stack: other }), "deploy", true));
      const allowed = calls
        .filter((call) => judge(documents("deploy"), call).allowed)
        .map(({ action, resource }) => `${action} on ${resource}`);
      assert.deepEqual(
        [...new Set(allowed)].filter((one) => !one.endsWith(" on *")),
        [
          "iam:CreateServiceLinkedRole on arn:aws:iam::111122223333:role/aws-service-role/redshift.amazonaws.com/AWSServiceRoleForRedshift",
        ],
      );
    });
  });
}

describe("rolePolicies", () => {
  it("lets only those delete what holds data that may", () => {
    const deletes = (deletesData: boolean): readonly string[] =>
      Object.values(rolePolicies(boundedNames("dev"), "deploy", { deletesData })).flatMap(({ Statement }) =>
        Statement.flatMap(({ Action, Resource }) =>
          Action.filter((action) =>
            /:(Delete(Bucket|Object|Table|Namespace|Secret)|ScheduleKeyDeletion)/.test(action),
          ).map((action) => `${action} ${Resource.join()}`),
        ),
      );
    const ARTIFACTS = "arn:aws:s3:::stepline-dev-artifacts-111122223333-eu-west-1/*";
    assert.deepEqual(deletes(false), [
      "s3:DeleteBucketPolicy arn:aws:s3:::stepline-dev-*-111122223333-eu-west-1",
      `s3:DeleteObject ${ARTIFACTS}`,
      `s3:DeleteObjectVersion ${ARTIFACTS}`,
    ]);
    assert.equal(deletes(true).length, 10);
  });

  it("fits IAM's policies with the longest names that a stack can have", () => {
    // Longer ones do not fit S3's 63 characters for the bucket of access logs.
    const names = boundedNames("a".repeat(14), "stepline", "ap-southeast-1");
    assert.doesNotThrow(() => rolePolicies(names, "deploy", { deletesData: true }));
  });

  it("refuses a policy longer than IAM takes, by its name", () => {
    const actions = Array.from({ length: 400 }, (_, index) => `s3:GetObject${index}`);
    const statement = { Sid: "Long", Effect: "Allow", Action: actions, Resource: ["*"] } as const;
    assert.throws(() => {
      checkSize("storage", { Version: "2012-10-17", Statement: [statement] });
    }, /"storage" has [0-9]+ characters, IAM allows 6144/);
  });

  it("needs the boundary that a deploy's roles must have", () => {
    const { project, stack, accountId, region, partition } = boundedNames("dev").placement;
    const unbounded = new Names({ project, stack, accountId, region, partition });
    assert.throws(
      () => rolePolicies(unbounded, "deploy", { deletesData: true }),
      /stepline-dev has no permissions boundary/,
    );
  });
});
