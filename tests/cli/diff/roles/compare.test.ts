import { strict as assert } from "node:assert";
import { compareRoles } from "../../../../cli/diff/roles/compare";
import type { Snapshot } from "../../../../cli/diff/snapshot";
import {
  ACCOUNT,
  BY_LAMBDA,
  onlyChange,
  onlyStatement,
  policyText,
  READ,
  reader,
  resource,
  role,
  snapshotOf,
  WRITE,
  type Statement,
} from "./policy-snapshot";

describe("what changes about a role's permissions", () => {
  it("is nothing when only order, case of actions or lists of one are written differently", async () => {
    const both = { ...READ, Action: ["s3:GetObject", "s3:PutObject"] };
    const other = { ...both, Action: ["S3:PUTOBJECT", "s3:getobject"], Resource: READ.Resource };
    assert.deepEqual(await compareRoles(reader(both), reader(other)), []);
    assert.deepEqual(await compareRoles(reader(READ, WRITE), reader(WRITE, READ)), []);
  });

  it("is widened, and says in words what it may also do", async () => {
    const wider = { ...READ, Action: ["s3:GetObject", "s3:DeleteObject"] };
    const change = await onlyStatement(reader(READ), reader(wider));
    assert.equal(change.action, "widened");
    assert.equal(change.words, "may now also delete objects of `raw` under `landing/`");
    assert.deepEqual(change.actions, { added: ["s3:DeleteObject"], removed: [], kept: ["s3:GetObject"] });
    assert.deepEqual(change.alarms, []);
  });

  it("is narrowed by a condition, a longer prefix and a lost action", async () => {
    const conditioned = { ...READ, Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } } };
    const deeper = { ...READ, Resource: ["arn:aws:s3:::raw/landing/marketing/*"] };
    for (const [before, after] of [
      [READ, conditioned],
      [READ, deeper],
      [{ ...READ, Action: ["s3:Get*"] }, READ],
    ] as const) {
      const change = await onlyChange(reader(before), reader(after));
      assert.equal(change.access, "less");
      assert.equal(change.statements[0].action, "narrowed");
      assert.deepEqual(change.statements[0].alarms, []);
    }
  });

  it("is both when the resource is another one", async () => {
    const elsewhere = { ...READ, Resource: ["arn:aws:s3:::raw/source/*"] };
    const change = await onlyStatement(reader(READ), reader(elsewhere));
    assert.equal(change.action, "changed");
    assert.equal(
      change.words,
      "may now also read objects of `raw` under `source/`; may no longer read objects of `raw` under `landing/`",
    );
  });

  it("is no widening when a statement is split, joined or renamed", async () => {
    const joined = { ...READ, Sid: "UseRaw", Action: ["s3:GetObject", "s3:PutObject"] };
    for (const [before, after] of [
      [reader(joined), reader(READ, WRITE)],
      [reader(READ, WRITE), reader(joined)],
      [reader(READ), reader({ ...READ, Sid: "ReadLanding" })],
    ] as const) {
      const change = await onlyChange(before, after);
      assert.equal(change.access, "same");
      assert.deepEqual([...new Set(change.statements.map(({ action }) => action))], ["moved"]);
    }
  });

  it("is one statement gone and one new where both share too little to be the same", async () => {
    const other = {
      Sid: "Tell",
      Effect: "Allow",
      Action: "sns:Publish",
      Resource: "arn:aws:sns:eu-west-1:1:t",
    };
    const { statements } = await onlyChange(reader(READ), reader(other));
    assert.deepEqual(
      statements.map(({ sid, action }) => [sid, action]),
      [
        ["ReadRaw", "removed"],
        ["Tell", "added"],
      ],
    );
  });

  it("is no loss when a lost statement is covered by one that widens", async () => {
    const everything = { ...READ, Sid: "All", Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"] };
    const { statements, access } = await onlyChange(reader(READ, WRITE), reader(everything));
    assert.equal(access, "more");
    assert.deepEqual(statements.map(({ action }) => action).sort(), ["moved", "widened"]);
    assert.match(statements.find(({ action }) => action === "moved")!.words, /nothing is lost/);
  });

  it("reads a denial the other way round", async () => {
    const deny = { ...WRITE, Sid: "NoWrites", Effect: "Deny" };
    const added = await onlyStatement(reader(READ), reader(READ, deny));
    assert.deepEqual([added.action, added.access, added.alarms], ["added", "less", []]);
    assert.equal(added.words, "is now refused to write objects of `raw` under `landing/`");
    const lost = await onlyStatement(reader(READ, deny), reader(READ));
    assert.deepEqual([lost.action, lost.access], ["removed", "more"]);
    assert.match(lost.alarms[0], /denial is lost/);
    const scoped = { ...deny, Condition: { Bool: { "aws:SecureTransport": "false" } } };
    const loosened = await onlyStatement(reader(READ, deny), reader(READ, scoped));
    assert.equal(loosened.action, "widened");
  });

  it("says a condition that grows in the words of both", async () => {
    const listing = (...prefixes: string[]): Statement => ({
      ...{ Sid: "List", Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::raw" },
      Condition: { StringLike: { "s3:prefix": prefixes } },
    });
    const change = await onlyStatement(reader(listing("a/*")), reader(listing("a/*", "b/*")));
    assert.equal(change.action, "widened");
    assert.equal(
      change.words,
      "may list bucket `raw` only where `s3:prefix` is like `a/*` or `b/*`; before, only where `s3:prefix` is like `a/*`",
    );
  });
});

describe("what a reviewer of permissions is alarmed about", () => {
  const alarmsOf = async (statement: Statement): Promise<string> =>
    (await onlyStatement(reader(READ), reader(READ, statement))).alarms.join(" ");
  const gained = (Action: string, Resource = "*"): Statement => ({
    Sid: "New",
    Effect: "Allow",
    Action,
    Resource,
  });

  it("an action on every resource that can be limited, and none that can't", async () => {
    assert.match(
      await alarmsOf(gained("s3:GetObject")),
      /every resource \(`\*`\) though IAM can limit it: `s3:GetObject`/,
    );
    assert.equal(await alarmsOf(gained("xray:PutTraceSegments")), "");
    assert.equal(await alarmsOf(gained("s3:GetObject", "arn:aws:s3:::raw/*")), "");
  });

  it("permissions about permissions", async () => {
    for (const action of ["iam:PassRole", "iam:PutRolePolicy", "kms:PutKeyPolicy", "s3:PutBucketPolicy"]) {
      assert.match(
        await alarmsOf(gained(action, "arn:aws:iam::111122223333:role/x")),
        /can change or hand on permissions, by .* on role `x`/,
      );
    }
  });

  it("wildcards for actions, NotAction, and actions that IAM does not know", async () => {
    assert.match(await alarmsOf(gained("*")), /every action there is, now and later: `\*`/);
    assert.match(await alarmsOf(gained("s3:*")), /every action there is, now and later: `s3:\*`/);
    assert.match(await alarmsOf(gained("s3:GetObjekt")), /IAM knows no such action.*`s3:GetObjekt`/);
    const { Action, ...rest } = gained("iam:*");
    assert.match(await alarmsOf({ ...rest, NotAction: Action }), /all but what it names/);
  });

  it("a policy that is secret or no JSON", async () => {
    const hidden = (digest: string): Snapshot =>
      snapshotOf(
        role(BY_LAMBDA),
        resource("aws:iam/rolePolicy:RolePolicy", "p", {
          name: "p",
          role: "reader",
          policy: `[secret ${digest}]`,
        }),
      );
    const change = await onlyStatement(hidden("1a2b3c"), hidden("4d5e6f"));
    assert.deepEqual([change.action, change.access], ["changed", "both"]);
    assert.match(change.alarms[0], /can't be read/);
    assert.deepEqual(await compareRoles(hidden("1a2b3c"), hidden("1a2b3c")), []);
  });
});

describe("what goes without saying", () => {
  it("is that a new role can be assumed by its service, but not by another account", async () => {
    const foreign = { ...BY_LAMBDA, Principal: { AWS: "444455556666" } };
    const alarms = async (trust: Statement): Promise<readonly string[]> =>
      (await onlyChange(snapshotOf(), snapshotOf(role(trust)))).trust[0].alarms;
    assert.deepEqual(await alarms(BY_LAMBDA), []);
    assert.match((await alarms(foreign)).join(), /another account/);
  });

  it("is that a resource's policy speaks of that resource with a star", async () => {
    const logs = {
      Sid: "Logs",
      Effect: "Allow",
      Principal: { Service: "logs.amazonaws.com" },
      Action: "kms:Decrypt",
    };
    const key = resource("aws:kms/key:Key", "key", { policy: policyText({ ...logs, Resource: "*" }) });
    assert.deepEqual((await onlyChange(snapshotOf(), snapshotOf(key))).statements[0].alarms, []);
  });

  it("is that a key leaves everything to its account, but not to another", async () => {
    const key = (AWS: string): Snapshot => {
      const own = { Sid: "Root", Effect: "Allow", Principal: { AWS }, Action: "kms:*", Resource: "*" };
      return snapshotOf(resource("aws:kms/key:Key", "key", { policy: policyText(own) }));
    };
    assert.deepEqual((await onlyChange(snapshotOf(), key(ACCOUNT))).statements[0].alarms, []);
    const foreign = await onlyChange(snapshotOf(), key("444455556666"));
    assert.match(foreign.statements[0].alarms.join(), /every action.*permissions.*another account/);
  });
});

it("a role that comes or goes has all its statements", async () => {
  const added = await onlyChange(snapshotOf(), reader(READ, WRITE));
  assert.deepEqual(
    [added.action, added.trust.length, added.statements.map(({ action }) => action)],
    ["added", 1, ["added", "added"]],
  );
  const removed = await onlyChange(reader(READ, WRITE), snapshotOf());
  assert.deepEqual([removed.action, removed.access], ["removed", "less"]);
});
