import assert from "node:assert/strict";
import { StackDeployment } from "../../../components/deployment/stack-deployment";
import { named, ofType, record, type Recording } from "../../pulumi-mocks";
import { policy } from "../fixtures";
import { ACCOUNT, boundedNames, letsIn } from "./judged";

const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;

async function deployed(args: { stateBackend?: boolean; deletesData?: boolean } = {}): Promise<Recording> {
  return await record(() => {
    const { deployRoleArn, previewRoleArn, permissionsBoundary, backendUrl, secretsProvider } =
      new StackDeployment("dev", {
        ...{ names: boundedNames("dev"), providerArn: PROVIDER, repository: "acme/pipelines" },
        ...args,
      });
    return { deployRoleArn, previewRoleArn, permissionsBoundary, backendUrl, secretsProvider };
  });
}

/** Documents attached to a role, by the last part of their policies' names. */
function attached(recording: Recording, role: string): readonly string[] {
  return ofType(recording, "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    .filter(({ inputs }) => inputs.role === role)
    .map(
      ({ inputs }) => named(recording, String(inputs.policyArn).replace("arn-of-", "")).inputs.name as string,
    );
}

describe("StackDeployment", () => {
  it("lets the stack's GitHub environment deploy, and the one of previews look", async () => {
    const recording = await deployed();
    for (const [role, environment, other] of [
      ["deploy", "dev", "dev-preview"],
      ["preview", "dev-preview", "dev"],
    ]) {
      const { inputs } = named(recording, `dev-${role}-role`);
      assert.equal(inputs.name, `stepline-bootstrap-dev-${role}`);
      assert.equal(inputs.maxSessionDuration, 3600);
      const claims = (name: string) => ({
        aud: "sts.amazonaws.com",
        sub: `repo:acme/pipelines:environment:${name}`,
      });
      assert.ok(letsIn(inputs.assumeRolePolicy as string, claims(environment)));
      assert.ok(!letsIn(inputs.assumeRolePolicy as string, claims(other)));
    }
  });

  it("gives each role its policies, no more than IAM takes, and each policy one role", async () => {
    const recording = await deployed({ stateBackend: true });
    const deploy = attached(recording, "stepline-bootstrap-dev-deploy");
    const preview = attached(recording, "stepline-bootstrap-dev-preview");
    const services = ["access", "compute", "encryption", "messaging", "network", "observability"];
    const suffixes = [...services, "state", "storage", "warehouse"];
    assert.deepEqual(
      [...deploy].sort(),
      suffixes.map((one) => `stepline-bootstrap-dev-deploy-${one}`),
    );
    assert.deepEqual(
      [...preview].sort(),
      suffixes.map((one) => `stepline-bootstrap-dev-preview-${one}`),
    );
    assert.ok(deploy.length <= 10);
    const policies = ofType(recording, "aws:iam/policy:Policy");
    assert.equal(policies.length, deploy.length + preview.length + 1);
    for (const { inputs, name } of policies) {
      assert.ok(String(inputs.policy).length <= 6_144, name);
    }
  });

  it("protects the boundary, which roles of the stack carry", async () => {
    const recording = await deployed();
    const boundary = named(recording, "dev-boundary-policy");
    assert.equal(boundary.inputs.name, "stepline-bootstrap-dev-boundary");
    assert.equal(boundary.protect, true);
  });

  it("lets a deploy delete data only where that is wished for", async () => {
    const deletes = (recording: Recording): boolean =>
      policy(named(recording, "dev-deploy-storage").inputs.policy).Statement.some(({ Action }) =>
        Action.includes("dynamodb:DeleteTable"),
      );
    assert.equal(deletes(await deployed()), false);
    assert.equal(deletes(await deployed({ deletesData: true })), true);
  });

  it("makes no place for state unless asked, and then says how to log in to it", async () => {
    const without = await deployed();
    assert.deepEqual(ofType(without, "aws:s3/bucket:Bucket"), []);
    assert.deepEqual(without.outputs, {
      deployRoleArn: "arn-of-dev-deploy-role",
      previewRoleArn: "arn-of-dev-preview-role",
      permissionsBoundary: "stepline-bootstrap-dev-boundary",
      backendUrl: undefined,
      secretsProvider: undefined,
    });
    const { outputs } = await deployed({ stateBackend: true });
    const { backendUrl, secretsProvider } = outputs as Readonly<Record<string, string>>;
    assert.equal(backendUrl, "s3://stepline-bootstrap-dev-111122223333-eu-west-1?region=eu-west-1");
    assert.equal(secretsProvider, "awskms://alias/stepline-bootstrap-dev-state?region=eu-west-1");
  });
});
