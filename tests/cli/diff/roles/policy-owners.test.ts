import { strict as assert } from "node:assert";
import { compareRoles } from "../../../../cli/diff/roles/compare";
import type { Snapshot } from "../../../../cli/diff/snapshot";
import {
  ACCOUNT,
  BY_LAMBDA,
  bucketPolicy,
  onlyChange,
  policyText,
  READ,
  resource,
  role,
  rolePolicy,
  snapshotOf,
  WRITE,
  type Statement,
} from "./policy-snapshot";

describe("who is let in", () => {
  const trusting = (Principal: unknown, more: Statement = {}): Snapshot =>
    snapshotOf(role({ ...BY_LAMBDA, Principal, ...more }), rolePolicy(READ));
  const lambda = { Service: "lambda.amazonaws.com" };

  it("by a role's trust: another service, account or identity provider", async () => {
    const cases: readonly (readonly [unknown, RegExp])[] = [
      [{ Service: ["lambda.amazonaws.com", "ec2.amazonaws.com"] }, /service `ec2.amazonaws.com`/],
      [
        { ...lambda, AWS: "arn:aws:iam::444455556666:root" },
        /another account than the stack's own: `444455556666`/,
      ],
      [{ ...lambda, AWS: "*" }, /anyone, of any account, without a condition/],
      [{ ...lambda, Federated: "arn:aws:iam::111122223333:oidc-provider/x" }, /identities from outside AWS/],
    ];
    for (const [principal, alarm] of cases) {
      const { trust, access } = await onlyChange(trusting(lambda), trusting(principal));
      assert.equal(access, "more");
      assert.match(trust[0].alarms.join(" "), alarm);
      assert.match(trust[0].alarms.join(" "), /can be assumed by more than before/);
    }
  });

  it("takes both spellings of an account for one", async () => {
    const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
    assert.deepEqual(await compareRoles(trusting({ AWS: ACCOUNT }), trusting(root)), []);
  });

  it("less by a condition on the identity's subject, more without it", async () => {
    const web = { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" };
    const subject = { StringLike: { "token.actions.githubusercontent.com:sub": "repo:bank/stepline:*" } };
    const narrow = trusting(web, { Condition: subject });
    assert.equal((await onlyChange(trusting(web), narrow)).access, "less");
    const { access, trust } = await onlyChange(narrow, trusting(web));
    assert.equal(access, "more");
    assert.match(trust[0].words, /may assume it always; before, only where/);
  });

  it("by a bucket, under the bucket's name", async () => {
    const service = {
      Sid: "Logs",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::lake/*",
    };
    const {
      kind,
      role: owner,
      statements,
    } = await onlyChange(
      bucketPolicy(service),
      bucketPolicy({ ...service, Principal: { Service: "logging.s3.amazonaws.com", AWS: "444455556666" } }),
    );
    assert.deepEqual([kind, owner], ["bucket", "lake"]);
    assert.equal(statements[0].words, "account `444455556666` may now also write objects of `lake`");
    assert.match(statements[0].alarms.join(), /another account/);
  });

  it("by a key without a policy: its whole account, as AWS does", async () => {
    const key = (policy?: string): Snapshot =>
      snapshotOf(resource("aws:kms/key:Key", "key", policy === undefined ? {} : { policy }));
    const own = { Sid: "Root", Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "kms:*", Resource: "*" };
    assert.equal((await onlyChange(key(), key(policyText(own)))).access, "same");
    assert.equal(
      (await onlyChange(key(policyText({ ...own, Action: "kms:Decrypt" })), key())).access,
      "more",
    );
  });

  it("by a function's permission, whose source account is taken away", async () => {
    const permission = (more: Statement): Snapshot =>
      snapshotOf(
        resource("aws:lambda/permission:Permission", "by-sns", {
          ...{
            action: "lambda:InvokeFunction",
            function: "arn:aws:lambda:eu-west-1:111122223333:function:f:live",
          },
          ...{ principal: "sns.amazonaws.com", ...more },
        }),
      );
    const change = await onlyChange(permission({ sourceAccount: ACCOUNT }), permission({}));
    assert.deepEqual([change.kind, change.role, change.access], ["function", "f", "more"]);
  });
});

it("a key's star is called it, and of many conditions only the changed one is said", async () => {
  const key = (via: string, more: Statement): Snapshot => {
    const StringEquals = { "kms:CallerAccount": ACCOUNT, "kms:ViaService": via, ...more };
    const use = { Sid: "Use", Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" };
    const policy = policyText({ ...use, Condition: { StringEquals } });
    return snapshotOf(resource("aws:kms/key:Key", "key", { policy }));
  };
  const other = await onlyChange(key("s3", {}), key("sqs", {}));
  assert.equal(
    other.statements[0].words,
    "anyone (`*`): may decrypt with it only where `kms:ViaService` is `sqs`; before, only where `kms:ViaService` is `s3`; " +
      "its other conditions stay",
  );
  const fewer = await onlyChange(key("s3", { "aws:PrincipalOrgID": "o-1" }), key("s3", {}));
  assert.match(
    fewer.statements[0].words,
    /decrypt with it without more; before, only where `aws:PrincipalOrgID`/,
  );
});

describe("what is attached to a role", () => {
  const attached = (inputs: Statement): Snapshot => snapshotOf(role(BY_LAMBDA, inputs));
  const boundary = "arn:aws:iam::111122223333:policy/edge";
  const admin = "arn:aws:iam::aws:policy/AdministratorAccess";

  it("a boundary makes less, its loss more", async () => {
    const added = await onlyChange(attached({}), attached({ permissionsBoundary: boundary }));
    assert.deepEqual(added.attachments, [{ arn: boundary, kind: "boundary", action: "added" }]);
    assert.equal(added.access, "less");
    assert.equal(
      (await onlyChange(attached({ permissionsBoundary: boundary }), attached({}))).access,
      "more",
    );
  });

  it("a managed policy makes more, however it is attached", async () => {
    const byAttachment = snapshotOf(
      role(BY_LAMBDA),
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {
        role: "reader",
        policyArn: admin,
      }),
    );
    for (const after of [byAttachment, attached({ managedPolicyArns: [admin] })]) {
      const change = await onlyChange(attached({}), after);
      assert.deepEqual(change.attachments, [{ arn: admin, kind: "managed policy", action: "added" }]);
      assert.equal(change.access, "more");
    }
    assert.deepEqual(await compareRoles(byAttachment, attached({ managedPolicyArns: [admin] })), []);
  });

  it("a managed policy of the program is told by itself", async () => {
    const policy = (...statements: readonly Statement[]): Snapshot =>
      snapshotOf(
        resource("aws:iam/policy:Policy", "edge", { name: "edge", policy: policyText(...statements) }),
      );
    const change = await onlyChange(policy(READ), policy(READ, WRITE));
    assert.deepEqual([change.kind, change.role, change.access], ["managed policy", "edge", "more"]);
  });
});

describe("a resource's policy that goes", () => {
  const deny = { Sid: "NoPlaintext", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" };
  const bucket = resource("aws:s3/bucket:Bucket", "lake", { bucket: "lake" });
  const [policy] = bucketPolicy(deny).resources;

  it("denies nobody any more while the resource stays, wherever that is declared", async () => {
    for (const [before, after] of [
      [snapshotOf(bucket, policy), snapshotOf(bucket)],
      [snapshotOf(policy), snapshotOf()],
    ] as const) {
      const { access, statements } = await onlyChange(before, after);
      assert.equal(access, "more");
      assert.match(statements[0].alarms.join(), /denial is lost/);
    }
  });

  it("lets nobody in when the resource goes, too", async () => {
    const { action, access, statements } = await onlyChange(snapshotOf(bucket, policy), snapshotOf());
    assert.deepEqual([action, access, statements[0].alarms], ["removed", "less", []]);
  });

  it("is no change where a resource without one comes or goes", async () => {
    assert.deepEqual(await compareRoles(snapshotOf(), snapshotOf(bucket)), []);
  });
});
