import assert from "node:assert/strict";
import { Account, type AccountResource } from "../../../../sandbox/engine/provider/account";
import { refusalToDelete } from "../../../../sandbox/engine/provider/refusals";

const BUCKET = "aws:s3/bucket:Bucket";
const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/rolePolicy:RolePolicy";

function resource(type: string, id: string, state: Readonly<Record<string, unknown>> = {}): AccountResource {
  return { type, id, state, region: "eu-west-1", urn: `urn:${id}`, name: id, versions: 1 };
}

function accountWith(...resources: readonly AccountResource[]): Account {
  const account = new Account();
  resources.forEach((each) => {
    account.put(each);
  });
  return account;
}

describe("the account of the engine's tests", () => {
  it("has one bucket of a name in the world, one role in all regions, and a queue in each", () => {
    const account = accountWith(
      resource(BUCKET, "lake"),
      resource(ROLE, "worker"),
      resource("aws:sqs/queue:Queue", "jobs"),
    );
    const found = (type: string, id: string): boolean => account.find(type, id, "us-east-1") !== undefined;
    assert.deepEqual(
      [found(BUCKET, "lake"), found(ROLE, "worker"), found("aws:sqs/queue:Queue", "jobs")],
      [true, true, false],
    );
  });

  it("counts declared objects and those of runs, and loses both with their bucket", () => {
    const account = accountWith(
      resource(BUCKET, "lake"),
      resource("aws:s3/bucketObjectv2:BucketObjectv2", "lake/a", { bucket: "lake", key: "a" }),
    );
    account.writeObject("lake", "b");
    assert.deepEqual(account.objectsOf("lake"), ["a", "b"]);
    account.remove(resource(BUCKET, "lake"));
    assert.deepEqual([account.all, account.objectsOf("lake")], [[], []]);
  });

  it("fails the planned call once, and no other", () => {
    const account = new Account();
    account.failOnce("create", ROLE, "worker", "ServiceFailure");
    account.failAsPlanned("delete", ROLE, "worker");
    account.failAsPlanned("create", ROLE, "other");
    assert.throws(() => {
      account.failAsPlanned("create", ROLE, "worker");
    }, /ServiceFailure/);
    account.failAsPlanned("create", ROLE, "worker");
  });

  it("says which names there are when somebody's hand misses", () => {
    const account = accountWith(resource(ROLE, "worker"));
    assert.throws(() => {
      account.deleteByHand(ROLE, "wroker");
    }, /has 0 aws:iam\/role:Role of the name "wroker", not one: it has worker\./);
  });
});

describe("what AWS refuses", () => {
  it("deletes no role before its policies", () => {
    const role = resource(ROLE, "worker");
    const account = accountWith(role, resource(POLICY, "worker:read", { role: "worker" }));
    assert.match(
      refusalToDelete(role, account)!,
      /DeleteConflict: Cannot delete entity, must delete policies first/,
    );
    account.deleteByHand(POLICY, "worker:read");
    assert.equal(refusalToDelete(role, account), undefined);
  });

  it("deletes no subnet that a warehouse is in", () => {
    const subnet = resource("aws:ec2/subnet:Subnet", "subnet-1");
    const workgroup = resource("aws:redshiftserverless/workgroup:Workgroup", "lake", {
      subnetIds: ["subnet-1"],
    });
    assert.match(
      refusalToDelete(subnet, accountWith(subnet, workgroup))!,
      /DependencyViolation: The subnet 'subnet-1'/,
    );
    assert.equal(refusalToDelete(subnet, accountWith(subnet)), undefined);
  });

  it("says whether a role's own policies or attached ones are in the way, the attached first", () => {
    const role = resource(ROLE, "worker");
    const account = accountWith(
      role,
      resource(POLICY, "worker:read", { role: "worker" }),
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "worker-read", { role: "worker" }),
    );
    assert.match(refusalToDelete(role, account)!, /must detach all policies first\.$/);
    account.deleteByHand("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "worker-read");
    assert.match(refusalToDelete(role, account)!, /must delete policies first\.$/);
  });

  it("deletes no bucket with objects in it, unless it may be emptied", () => {
    const account = accountWith(resource(BUCKET, "lake"));
    account.writeObject("lake", "a");
    assert.match(
      refusalToDelete(resource(BUCKET, "lake"), account)!,
      /^deleting S3 Bucket \(lake\): operation error S3: DeleteBucket, .* RequestID: \w{16}, HostID: \w+, api error BucketNotEmpty: /,
    );
    assert.equal(refusalToDelete(resource(BUCKET, "lake", { forceDestroy: true }), account), undefined);
  });
});
