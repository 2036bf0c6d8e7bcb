import assert from "node:assert/strict";
import { boundaryDocument } from "../../../components/deployment/boundary-document";
import { checkSize } from "../../../components/deployment/role-policies";
import type { PolicyDocument } from "../../../components/iam/permission";
import { recordProgram } from "../../../sandbox/program/record";
import type { RecordedProgram } from "../../../sandbox/types";
import { boundedNames, judge, namesStack } from "./judged";

interface Right {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

/** Every action of every role of the program, on a thing that its resource pattern means. */
function rights(program: RecordedProgram): readonly Right[] {
  const owned = { "aws:ResourceTag/Project": "stepline", "aws:ResourceTag/Stack": program.stack };
  return program.resources
    .filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")
    .flatMap(({ inputs }) => {
      const { Statement } = JSON.parse(String(inputs.policy)) as PolicyDocument;
      return Statement.flatMap(({ Action, Resource, Condition }) =>
        Action.flatMap((action) =>
          Resource.map((resource) => ({
            ...{
              role: String(inputs.role),
              action,
              resource: resource === "*" ? "*" : resource.replaceAll("*", "x"),
            },
            context: {
              ...(resource.includes(":workgroup/") ? owned : {}),
              ...(resource.includes(":s3:") ? { "s3:ResourceAccount": program.accountId } : {}),
              ...(Condition?.StringEquals as Record<string, string> | undefined),
            },
          })),
        ),
      );
    });
}

for (const stack of ["dev", "prod"]) {
  describe(`the boundary of ${stack}`, () => {
    let program: RecordedProgram;
    const boundary = boundaryDocument(boundedNames(stack));
    const everything: PolicyDocument = {
      Version: "2012-10-17",
      Statement: [{ Sid: "Everything", Effect: "Allow", Action: ["*"], Resource: ["*"] }],
    };
    const cut = (of: PolicyDocument): readonly string[] =>
      rights(program)
        .filter((right) => !judge({ everything }, right, of).allowed)
        .map(({ role, action, resource }) => `${role}: ${action} on ${resource}`);
    before(async () => {
      program = await recordProgram({ stack });
    });

    it("takes nothing from any role of the program", () => {
      assert.ok(rights(program).length > 100);
      assert.deepEqual(cut(boundary), []);
    });

    it("has no action that no role of the program has, but on keys, whose own policy lets roles in", () => {
      const used = new Set(rights(program).map(({ action }) => action));
      const unused = boundary.Statement.filter(({ Effect }) => Effect === "Allow")
        .flatMap(({ Action }) => Action)
        .filter((action) => !used.has(action) && !action.startsWith("kms:"));
      // Only stacks with flow logs.
      assert.deepEqual(unused, stack === "prod" ? [] : ["logs:DescribeLogStreams"]);
    });

    it("names its stack in every resource, or asks for its tags", () => {
      const foreign = boundary.Statement.filter(({ Effect }) => Effect === "Allow").flatMap((one) =>
        one.Resource.filter((arn) => arn !== "*" && !namesStack(one, arn, stack)),
      );
      // The one rule that Step Functions manages.
      assert.deepEqual(foreign, [
        "arn:aws:events:eu-west-1:111122223333:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule",
      ]);
    });

    it("has no statement that could be missed", () => {
      for (const { Sid } of boundary.Statement.filter(
        (one) => one.Effect === "Allow" && one.Sid !== "KeyThroughServices",
      )) {
        const left = { ...boundary, Statement: boundary.Statement.filter((one) => one.Sid !== Sid) };
        assert.notDeepEqual(cut(left), [], Sid);
      }
    });
  });
}

describe("a boundary", () => {
  it("fits IAM's 6,144 characters with the longest names", () => {
    const names = boundedNames("a".repeat(14), "stepline", "ap-southeast-1");
    assert.doesNotThrow(() => {
      checkSize("boundary", boundaryDocument(names));
    });
  });
});
