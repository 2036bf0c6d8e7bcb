import assert from "node:assert/strict";
import path from "node:path";
import { boundaryDocument } from "../../components/deployment/boundary-document";
import { Names } from "../../components/naming";
import { recordedRoles } from "../../sandbox/iam/recorded-roles";
import { recordProgram } from "../../sandbox/program/record";
import { projectRoot } from "../../sandbox/paths";
import type { RecordedProgram, RecordedResource } from "../../sandbox/types";

const programDirectory = path.join(projectRoot, "bootstrap");

function named({ resources }: RecordedProgram, name: string): RecordedResource {
  const found = resources.find((one) => one.name === name);
  assert.ok(found, name);
  return found;
}

describe("the bootstrap's program", () => {
  let program: RecordedProgram;
  before(async () => {
    program = await recordProgram({ stack: "example", programDirectory });
  });

  it("says what to set in GitHub, for each environment that its workflows use", () => {
    const common = (stack: string): object => ({
      AWS_REGION: "eu-west-1",
      PULUMI_BACKEND_URL: `s3://stepline-bootstrap-${stack}-111122223333-eu-west-1?region=eu-west-1`,
    });
    const role = (name: string): string => `arn:aws:iam::111122223333:role/stepline-bootstrap-${name}`;
    assert.deepEqual(program.outputs.gitHubVariables, {
      dev: { AWS_DEPLOY_ROLE_ARN: role("dev-deploy"), ...common("dev") },
      "dev-preview": { AWS_PREVIEW_ROLE_ARN: role("dev-preview"), ...common("dev") },
      prod: { AWS_DEPLOY_ROLE_ARN: role("prod-deploy"), ...common("prod") },
      "prod-preview": { AWS_PREVIEW_ROLE_ARN: role("prod-preview"), ...common("prod") },
    });
  });

  it("makes GitHub's provider once, for all stacks", () => {
    const providers = program.resources.filter(({ type }) => type.includes("openIdConnectProvider"));
    assert.equal(providers.length, 1);
    for (const { inputs } of program.resources.filter(({ type }) => type === "aws:iam/role:Role")) {
      assert.ok(String(inputs.assumeRolePolicy).includes(String(providers[0].state.arn)));
    }
  });

  it("makes the boundary that the stack's configuration names, and the sandbox knows", async () => {
    const boundary = named(program, "dev-boundary-policy");
    const permissionsBoundary = boundary.inputs.name as string;
    const dev = await recordProgram({ stack: "dev", config: { permissionsBoundary } });
    const roles = dev.resources.filter(({ type }) => type === "aws:iam/role:Role");
    assert.ok(roles.length > 8);
    for (const { inputs, name } of roles) {
      assert.equal(inputs.permissionsBoundary, boundary.state.arn, name);
    }
    const names = new Names({
      ...{
        project: "stepline",
        stack: "dev",
        accountId: "111122223333",
        region: "eu-west-1",
        partition: "aws",
      },
    });
    assert.equal(boundary.inputs.policy, JSON.stringify(boundaryDocument(names)));
    const [known] = recordedRoles(dev).values();
    assert.deepEqual(known.documents.boundary, JSON.parse(boundary.inputs.policy));
  });

  it("tags what it makes as its own, so that no stack's roles take it for theirs", () => {
    const { defaultTags } = program.resources.find(({ type }) => type === "pulumi:providers:aws")!.inputs;
    assert.deepEqual(JSON.parse(String(defaultTags)), {
      tags: { Project: "stepline-bootstrap", Stack: "example", Environment: "bootstrap" },
    });
  });

  it("lets only the stacks lose data that say so", () => {
    const deletes = (stack: string): boolean =>
      String(named(program, `${stack}-deploy-storage`).inputs.policy).includes("dynamodb:DeleteTable");
    assert.deepEqual([deletes("dev"), deletes("prod")], [true, false]);
  });

  it("lets only the stacks use a VPC of others that name it, and only that one", async () => {
    const environments = JSON.stringify([
      { name: "dev", vpcIds: ["vpc-0123456789abcdef0"] },
      { name: "prod" },
    ]);
    const recorded = await recordProgram({ stack: "example", programDirectory, config: { environments } });
    const vpcs = (stack: string): readonly string[] =>
      String(named(recorded, `${stack}-deploy-network`).inputs.policy).match(/:vpc\/vpc-[^"]*/g) ?? [];
    assert.deepEqual([vpcs("dev"), vpcs("prod")], [[":vpc/vpc-0123456789abcdef0"], []]);
  });

  it("makes no state bucket for Pulumi Cloud, and uses a provider that is there", async () => {
    const oidcProviderArn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
    const config = { stateBackend: "false", oidcProviderArn };
    const { resources, outputs } = await recordProgram({ stack: "example", programDirectory, config });
    assert.deepEqual(
      resources.filter(({ type }) => /s3|kms|openIdConnect/.test(type)).map(({ name }) => name),
      [],
    );
    assert.equal(outputs.oidcProviderArn, oidcProviderArn);
    assert.deepEqual((outputs.gitHubVariables as Readonly<Record<string, unknown>>).dev, {
      AWS_DEPLOY_ROLE_ARN: "arn:aws:iam::111122223333:role/stepline-bootstrap-dev-deploy",
      AWS_REGION: "eu-west-1",
    });
  });

  it("works in other partitions and regions", async () => {
    const { resources } = await recordProgram({
      stack: "example",
      programDirectory,
      region: "us-gov-west-1",
    });
    const policies = resources.filter(({ type }) => type === "aws:iam/policy:Policy");
    assert.ok(policies.length > 10);
    for (const { inputs, name } of policies) {
      assert.doesNotMatch(String(inputs.policy), /arn:aws:|eu-west-1/, name);
    }
  });
});

describe("a mistake in the bootstrap's configuration", () => {
  const environments = (...stacks: readonly object[]) => ({ environments: JSON.stringify(stacks) });
  const mistakes: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    [
      "a repository without owner",
      { repository: "pipelines" },
      /repository is "pipelines": must be owner\/name/,
    ],
    [
      "identifiers of the owner alone",
      { repository: "acme@1/pipelines" },
      /repository is "acme@1\/pipelines": must be owner\/name/,
    ],
    ["a pattern as repository", { repository: "acme/*" }, /repository is "acme\/\*"/],
    ["no stack", { environments: "[]" }, /environments is missing/],
    [
      "a stack twice",
      environments({ name: "dev" }, { name: "dev" }),
      /environments is .*: names a stack twice/,
    ],
    [
      "a stack's name with a hyphen",
      environments({ name: "dev-2" }),
      /environments\.0\.name is "dev-2": must be/,
    ],
    [
      "a pattern as VPC",
      environments({ name: "dev", vpcIds: ["vpc-*"] }),
      /environments\.0\.vpcIds\.0 is "vpc-\*": must look like vpc-0123456789abcdef0/,
    ],
    [
      "a stack of the bootstrap's own name",
      environments({ name: "bootstrap" }),
      /the bootstrap's own prefix/,
    ],
    ["an unknown key", { colour: "red" }, /stepline-bootstrap:colour is not a known key/],
    [
      "a key of a stack that is unknown",
      environments({ name: "dev", data: true }),
      /data is not a known key/,
    ],
    [
      "another provider",
      { oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/x" },
      /must be the ARN of GitHub's/,
    ],
    [
      "another account",
      { allowedAccountIds: '["999988887777"]' },
      /must not be deployed to account 111122223333: stepline-bootstrap:allowedAccountIds names 999988887777/,
    ],
  ];
  for (const [what, config, message] of mistakes) {
    it(`stops it and says the fix: ${what}`, async () => {
      await assert.rejects(recordProgram({ stack: "example", programDirectory, config }), message);
    });
  }
});
