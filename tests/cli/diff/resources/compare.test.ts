import assert from "node:assert/strict";

import { compareResources } from "../../../../cli/diff/resources/compare";
import type { ResourceChange, ResourceChanges } from "../../../../cli/diff/resources/resource-change";
import type { SnapshotResource } from "../../../../cli/diff/snapshot";
import type { ResourceOptions } from "../../../../sandbox/types";
import { uuid } from "../../../../sandbox/program/identifiers";
import { resource, snapshot } from "./snapshots";

const TABLE = "aws:dynamodb/table:Table";
const BUCKET = "aws:s3/bucket:Bucket";
const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";
const KEY = "aws:kms/key:Key";
const GROUP = "shop:index:Group";

describe("the changes of resources", () => {
  it("are an update where AWS can change the property, a replacement where it can't", () => {
    const before = table({ hashKey: "a", billingMode: "PAY_PER_REQUEST" });
    const update = onlyChange(before, table({ hashKey: "a", billingMode: "PROVISIONED" }));
    assert.equal(update.action, "update");
    assert.deepEqual(update.properties, [
      { path: "billingMode", before: "PAY_PER_REQUEST", after: "PROVISIONED", replaces: false },
    ]);
    const replacement = onlyChange(before, table({ hashKey: "b", billingMode: "PAY_PER_REQUEST" }));
    assert.equal(replacement.action, "replace");
    assert.match(replacement.stateful ?? "", /items are lost/);
  });

  it("don't tell whether a type is replaced that the table of types does not have", () => {
    const [one, other] = [1, 2].map((size) => resource({ type: "aws:x/y:Y", name: "y", inputs: { size } }));
    const change = onlyChange(one, other);
    assert.deepEqual([change.action, change.properties[0].replaces], ["update", "unknown"]);
  });

  it("honour ignoreChanges and replaceOnChanges of the head", () => {
    const before = table({ hashKey: "a", tags: { Team: "a", At: "1" } });
    const after = (options: ResourceOptions): SnapshotResource =>
      table({ hashKey: "b", tags: { Team: "b", At: "1" } }, options);
    assert.deepEqual(
      onlyChange(before, after({ ignoreChanges: ["hashKey"] })).properties.map(({ path }) => path),
      ["tags.Team"],
    );
    assert.deepEqual(compare(before, after({ ignoreChanges: ["*"] })).changes, []);
    const change = onlyChange(before, after({ ignoreChanges: ["hashKey"], replaceOnChanges: ["tags"] }));
    assert.equal(change.action, "replace");
  });

  it("are a rename where an alias keeps the resource, with no difference of what AWS made", () => {
    const before = [resource({ type: KEY, name: "old" }), bucketOf("old")];
    const options = { aliases: [{ name: "old" }] };
    const after = [resource({ type: KEY, name: "new", options }), bucketOf("new")];
    const { changes } = compareResources(snapshot(...before), snapshot(...after));
    assert.deepEqual(
      changes.map(({ action, name, previousUrn }) => [action, name, previousUrn]),
      [["rename", "new", before[0].urn]],
    );
  });

  it("name an alias that is missing, and what it would keep", () => {
    const group = resource({ type: GROUP, name: "old" });
    const now = resource({ type: GROUP, name: "new" });
    const { missingAliases, changes } = compareResources(
      snapshot(group, part(group, "old", "same"), part(group, "old", "other")),
      snapshot(now, part(now, "new", "same"), part(now, "new", "other", "renamed")),
    );
    assert.equal(changes.filter(({ action }) => action === "delete").length, 3);
    const [missing] = missingAliases;
    assert.deepEqual(
      [missing.before, missing.after, missing.fix],
      [group.urn, now.urn, 'aliases: [{ name: "old" }]'],
    );
    assert.deepEqual([missing.connected.length, missing.kept], [2, 1]);
  });

  it("miss no alias where AWS would make every resource anew all the same", () => {
    const statement = (name: string, sql: string): SnapshotResource =>
      resource({
        type: "aws:redshiftdata/statement:Statement",
        name,
        inputs: { sql, database: "d" },
        options: { ignoreChanges: ["sql"] },
      });
    assert.deepEqual(compare(statement("a", "GRANT a"), statement("b", "GRANT b")).missingAliases, []);
    const bucket = (name: string): SnapshotResource =>
      resource({ type: BUCKET, name, inputs: { bucket: name } });
    assert.deepEqual(compare(bucket("a"), bucket("b")).missingAliases, []);
    const groups = ["old", "new"].map((name) => resource({ type: GROUP, name }));
    const [before, after] = groups.map((group) => snapshot(group, part(group, group.name, "x", group.name)));
    assert.deepEqual(compareResources(before, after).missingAliases, []);
  });

  it("take an object at the address of its contents for a new version", () => {
    const object = (digest: string, retainOnDelete: boolean): SnapshotResource =>
      resource({
        type: OBJECT,
        name: "script",
        inputs: { bucket: "b", key: `glue/${digest.repeat(64)}/transform.py` },
        options: { retainOnDelete },
      });
    assert.equal(onlyChange(object("a", true), object("b", true)).contentAddressed, true);
    assert.equal(onlyChange(object("a", false), object("b", false)).contentAddressed, false);
  });

  it("say when the old and the new one have the same name in AWS", () => {
    const before = table({ name: "runs", hashKey: "a" });
    const collision = (options: ResourceOptions, base: ResourceOptions = {}): string | undefined =>
      onlyChange({ ...before, options: base }, table({ name: "runs", hashKey: "b" }, options)).collision;
    assert.match(collision({}) ?? "", /one of a name/);
    assert.match(collision({ deleteBeforeReplace: true }) ?? "", /in between there is none/);
    assert.match(collision({}, { retainOnDelete: true }) ?? "", /refuses a second one/);
    assert.equal(onlyChange(before, table({ name: "runs2", hashKey: "a" })).collision, undefined);
  });

  it("say when the deletion of an old setting takes away the new one", () => {
    const setting = (name: string): SnapshotResource =>
      resource({ type: "aws:s3/bucketPolicy:BucketPolicy", name, inputs: { bucket: "b", policy: name } });
    const { changes } = compare(setting("a"), setting("b"));
    assert.match(
      changes.find(({ action }) => action === "create")?.collision ?? "",
      /takes the new one away/,
    );
  });

  it("tell what guards the base's resource, unless the same change takes the protection away", () => {
    const before = table({ hashKey: "a", deletionProtectionEnabled: true }, { protect: true });
    const gone = compareResources(snapshot(before), snapshot()).changes[0];
    assert.match(gone.guards.join(), /protect.*deletionProtectionEnabled/);
    const replaced = onlyChange(before, table({ hashKey: "b", deletionProtectionEnabled: true }));
    assert.doesNotMatch(replaced.guards.join(), /`protect`/);
    assert.match(replaced.removedGuards.join(), /`protect` goes/);
  });

  it("tell no guards of AWS where AWS is not asked to delete", () => {
    const before = table({ deletionProtectionEnabled: true }, { retainOnDelete: true, protect: true });
    const [{ guards, retained }] = compareResources(snapshot(before), snapshot()).changes;
    assert.deepEqual([guards, retained], [["Pulumi refuses to delete or replace it (`protect`)."], true]);
  });

  it("come with the most dangerous first, whatever the order of the resources", () => {
    const before = [
      table({ hashKey: "a" }),
      resource({ type: BUCKET, name: "guarded", inputs: { forceDestroy: false } }),
      resource({ type: "aws:iam/role:Role", name: "role", inputs: { name: "a" } }),
      resource({ type: "aws:lambda/function:Function", name: "code", inputs: { timeout: 1 } }),
    ];
    const after = [
      resource({ type: "aws:lambda/function:Function", name: "code", inputs: { timeout: 2 } }),
      resource({ type: "aws:iam/role:Role", name: "role", inputs: { name: "b" } }),
      resource({ type: BUCKET, name: "guarded", inputs: { forceDestroy: true } }),
      resource({ type: BUCKET, name: "added" }),
    ];
    const inOrder = compareResources(snapshot(...before), snapshot(...after)).changes;
    assert.deepEqual(
      inOrder.map(({ name }) => name),
      ["table", "guarded", "role", "code", "added"],
    );
    assert.deepEqual(
      compareResources(snapshot(...[...before].reverse()), snapshot(...[...after].reverse())).changes,
      inOrder,
    );
  });

  it("tell that the stack moves to another region", () => {
    const before = snapshot(table({}));
    const { moved } = compareResources(before, { ...before, region: "us-east-1" });
    assert.equal(moved?.after, "us-east-1 of account 111122223333");
    assert.equal(compareResources(before, before).moved, undefined);
  });
});

function table(inputs: Readonly<Record<string, unknown>>, options: ResourceOptions = {}): SnapshotResource {
  return resource({ type: TABLE, name: "table", inputs, options });
}

/** A setting that names the key by the ARN that the recorder makes of the key's URN. */
function bucketOf(key: string): SnapshotResource {
  const { urn } = resource({ type: KEY, name: key });
  return resource({
    type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    name: "encryption",
    inputs: { bucket: "b", rules: [{ key: standInArn(urn) }] },
    dependencies: [urn],
  });
}

function standInArn(urn: string): string {
  return `arn:aws:kms:eu-west-1:111122223333:key/${uuid(urn)}`;
}

function part(parent: SnapshotResource, prefix: string, name: string, bucket = name): SnapshotResource {
  return resource({ type: BUCKET, name: `${prefix}-${name}`, inputs: { bucket } }, parent);
}

function compare(before: SnapshotResource, after: SnapshotResource): ResourceChanges {
  return compareResources(snapshot(before), snapshot(after));
}

function onlyChange(before: SnapshotResource, after: SnapshotResource): ResourceChange {
  const { changes } = compare(before, after);
  assert.equal(changes.length, 1);
  return changes[0];
}
