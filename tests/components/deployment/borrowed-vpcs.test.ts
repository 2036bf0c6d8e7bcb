import assert from "node:assert/strict";
import { NETWORK_CALLS } from "../../../components/deployment/calls/network";
import { actionsOf, rolePolicies } from "../../../components/deployment/role-policies";
import type { PolicyDocument } from "../../../components/iam/permission";
import { recordProgram } from "../../../sandbox/program/record";
import type { RecordedProgram } from "../../../sandbox/types";
import { ACCOUNT, boundedNames, judge } from "./judged";
import { type ProviderCall, providerCalls } from "./provider-calls";

const VPC = "vpc-0123456789abcdef0";
const OTHER_VPC = "vpc-0fedcba9876543210";
const arnOf = (id: string): string => `arn:aws:ec2:eu-west-1:${ACCOUNT}:vpc/${id}`;

/** What the VPC may carry: nothing, or the tags of another stack. */
const TAGS = [{}, { "aws:ResourceTag/Project": "stepline", "aws:ResourceTag/Stack": "prod" }] as const;
const TAGGED_OWN = { "aws:RequestTag/Project": "stepline", "aws:RequestTag/Stack": "dev" };

const policies = (purpose: "deploy" | "preview", vpcIds: readonly string[]) =>
  rolePolicies(boundedNames("dev"), purpose, { deletesData: true, vpcIds });

/** Actions of the table that the role may take on a VPC which is not the stack's. */
function allowedOn(documents: Readonly<Record<string, PolicyDocument>>, vpcId: string): readonly string[] {
  const grants = Object.values(NETWORK_CALLS.types).flatMap((several = []) => several);
  const actions = new Set(
    grants.filter(({ on }) => on !== "EveryNetwork").flatMap((one) => actionsOf(one, "deploy", true)),
  );
  return [...actions].filter((action) =>
    TAGS.some((tags) => {
      // What a call makes carries its tags, not the VPC that it is made in.
      const context = { ...tags, ...(action === "ec2:CreateTags" ? TAGGED_OWN : {}) };
      return judge(documents, { action, resource: arnOf(vpcId), context }).allowed;
    }),
  );
}

describe("a stack whose warehouse stands in a VPC of somebody else", () => {
  let program: RecordedProgram;
  const refused = (purpose: "deploy" | "preview", vpcIds: readonly string[]): readonly ProviderCall[] =>
    providerCalls(program, purpose, true).filter((call) => !judge(policies(purpose, vpcIds), call).allowed);

  before(async () => {
    const subnetIds = JSON.stringify(["subnet-0a1b2c3d", "subnet-1a1b2c3d", "subnet-2a1b2c3d"]);
    program = await recordProgram({ stack: "dev", config: { vpcId: VPC, subnetIds } });
  });

  it("makes no network, but a group in that VPC", () => {
    const types = new Set(program.resources.map(({ type }) => type));
    assert.ok(!types.has("awsx:ec2:Vpc") && types.has("aws:ec2/securityGroup:SecurityGroup"));
    assert.ok(providerCalls(program, "deploy", true).some(({ resource }) => resource === arnOf(VPC)));
  });

  it("is deployed and previewed by its roles, once the bootstrap names the VPC", () => {
    assert.deepEqual(refused("deploy", [OTHER_VPC, VPC]), []);
    assert.deepEqual(refused("preview", [VPC]), []);
  });

  it("is refused both calls on the VPC, and no other, while the bootstrap does not name it", () => {
    for (const vpcIds of [[], [OTHER_VPC]]) {
      const wanted = new Set(
        refused("deploy", vpcIds).map(({ action, resource }) => `${action} ${resource}`),
      );
      assert.deepEqual(
        [...wanted].sort(),
        [`ec2:CreateSecurityGroup ${arnOf(VPC)}`, `ec2:DescribeVpcAttribute ${arnOf(VPC)}`],
        vpcIds.join(),
      );
    }
  });

  it("can't change, tag or delete the VPC, nor put anything else into it", () => {
    const allowed = allowedOn(policies("deploy", [VPC]), VPC);
    assert.deepEqual([...allowed].sort(), ["ec2:CreateSecurityGroup", "ec2:DescribeVpcAttribute"]);
  });

  it("reaches no other VPC, and its previews none", () => {
    assert.deepEqual(allowedOn(policies("deploy", [VPC]), OTHER_VPC), []);
    assert.deepEqual(allowedOn(policies("preview", [VPC]), VPC), []);
  });
});
