import assert from "node:assert/strict";
import { Authorizer } from "../../../sandbox/iam/authorizer";
import { CredentialRegistry } from "../../../sandbox/iam/credentials";
import type { Principal } from "../../../sandbox/types";
import { ACCOUNT, allow, document, program, REGION, role, roleArn } from "./recorded-program";

const FUNCTION = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:f`;

function registry(...resources: ReturnType<typeof role>): CredentialRegistry {
  return new CredentialRegistry(new Authorizer(program(...resources)), ACCOUNT);
}

const forLambda = { service: "lambda.amazonaws.com", sessionName: "run", sourceArn: FUNCTION };

function principalOf(credentials: CredentialRegistry, accessKeyId: string): Principal & { kind: "role" } {
  const principal = credentials.find(accessKeyId)?.principal;
  assert.ok(principal?.kind === "role");
  return principal;
}

describe("CredentialRegistry", () => {
  it("gives a trusted service credentials that lead back to the role's session", () => {
    const credentials = registry(...role("worker", []));
    const issued = credentials.issueToService({ ...forLambda, roleArn: roleArn("worker") });
    assert.match(issued.accessKeyId, /^ASIA[A-Z2-7]{16}$/);
    const known = credentials.find(issued.accessKeyId);
    assert.deepEqual(
      [known?.secretAccessKey, known?.sessionToken],
      [issued.secretAccessKey, issued.sessionToken],
    );
    assert.deepEqual(known?.principal, {
      ...{ kind: "role", roleArn: roleArn("worker"), roleName: "worker", sessionName: "run" },
      ...{ arn: `arn:aws:sts::${ACCOUNT}:assumed-role/worker/run`, assumedBy: "lambda.amazonaws.com" },
    });
  });

  it("refuses a service the trust policy doesn't name", () => {
    const credentials = registry(...role("worker", []));
    const request = { ...forLambda, service: "glue.amazonaws.com", roleArn: roleArn("worker") };
    assert.throws(() => credentials.issueToService(request), {
      code: "AccessDenied",
      message:
        /^glue.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role\/worker/,
    });
  });

  it("refuses a source from another account", () => {
    const credentials = registry(...role("worker", []));
    const sourceArn = FUNCTION.replace(ACCOUNT, "999988887777");
    assert.throws(() => credentials.issueToService({ ...forLambda, roleArn: roleArn("worker"), sourceArn }), {
      code: "AccessDenied",
    });
  });

  it("refuses a role that isn't declared and a session name AWS refuses", () => {
    const credentials = registry(...role("worker", []));
    assert.throws(
      () => credentials.issueToService({ ...forLambda, roleArn: roleArn("ghost") }),
      /ghost is not declared/,
    );
    assert.throws(
      () => credentials.issueToService({ ...forLambda, roleArn: roleArn("worker"), sessionName: "a b" }),
      {
        code: "ValidationError",
      },
    );
  });

  it("lets a role assume another whose trust policy names it, and no other", () => {
    const trusting = (names: string) => ({
      inputs: {
        assumeRolePolicy: document({
          Sid: "T",
          Effect: "Allow",
          Principal: { AWS: names },
          Action: "sts:AssumeRole",
        }),
      },
    });
    const credentials = registry(
      ...role("machine", []),
      ...role("loader", [], trusting(roleArn("machine"))),
      ...role("other", []),
    );
    const caller = (name: string) =>
      principalOf(
        credentials,
        credentials.issueToService({ ...forLambda, roleArn: roleArn(name) }).accessKeyId,
      );
    const assumed = credentials.assumeRole(caller("machine"), roleArn("loader"), "describe");
    assert.equal(assumed.principal.arn, `arn:aws:sts::${ACCOUNT}:assumed-role/loader/describe`);
    assert.throws(() => credentials.assumeRole(caller("other"), roleArn("loader"), "describe"), {
      code: "AccessDenied",
      message:
        /^User: arn:aws:sts::111122223333:assumed-role\/other\/run is not authorized to perform: sts:AssumeRole/,
    });
  });

  it("lets a role in by the account's trust only with sts:AssumeRole of its own", () => {
    const root = `arn:aws:iam::${ACCOUNT}:root`;
    const trust = { Sid: "T", Effect: "Allow", Principal: { AWS: root }, Action: "sts:AssumeRole" };
    const target = role("target", [], { inputs: { assumeRolePolicy: document(trust) } });
    const may = role("may", [allow("Assume", "sts:AssumeRole", roleArn("target"))]);
    const credentials = registry(...target, ...may, ...role("mayNot", []));
    const caller = (name: string) =>
      principalOf(
        credentials,
        credentials.issueToService({ ...forLambda, roleArn: roleArn(name) }).accessKeyId,
      );
    assert.equal(
      credentials.assumeRole(caller("may"), roleArn("target"), "session").principal.roleName,
      "target",
    );
    assert.throws(() => credentials.assumeRole(caller("mayNot"), roleArn("target"), "session"), {
      code: "AccessDenied",
    });
  });

  it("knows the operator's key from the start and nobody else's", () => {
    const credentials = registry();
    assert.equal(credentials.find(credentials.operator.accessKeyId)?.principal.kind, "operator");
    assert.equal(credentials.find("AKIAUNKNOWN"), undefined);
  });
});
