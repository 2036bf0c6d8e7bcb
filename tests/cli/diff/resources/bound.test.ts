import assert from "node:assert/strict";
import { compareResources } from "../../../../cli/diff/resources/compare";
import type { SnapshotResource } from "../../../../cli/diff/snapshot";
import { uuid } from "../../../../sandbox/program/identifiers";
import { resource, snapshot } from "./snapshots";

describe("replacements", () => {
  it("replace what is bound to a replaced resource, and what is bound to that", () => {
    const topic = (name: string): SnapshotResource =>
      resource({ type: "aws:sns/topic:Topic", name: "topic", inputs: { name } });
    const arn = "arn:aws:sns:eu-west-1:111122223333:one";
    const bound = resource({
      type: "aws:sns/topicSubscription:TopicSubscription",
      name: "mail",
      inputs: { topic: arn, protocol: "email", endpoint: "a@b.org" },
      propertyDependencies: { topic: [topic("one").urn] },
    });
    const free = {
      ...bound,
      ...resource({ type: bound.type, name: "free", inputs: { ...bound.inputs, topic: "arn:other" } }),
      propertyDependencies: {},
    };
    const after = { ...bound, inputs: { ...bound.inputs, topic: arn.replace("one", "two") } };
    const { changes, unchanged } = compareResources(
      snapshot(topic("one"), bound, free),
      snapshot(topic("two"), after, free),
    );
    assert.deepEqual(
      changes.map(({ name, action, forcedBy }) => [name, action, forcedBy]),
      [
        ["topic", "replace", []],
        ["mail", "replace", [topic("one").urn]],
      ],
    );
    assert.equal(unchanged, 1);
  });

  it("go from a namespace that is deleted first through its workgroup to the workgroup's limit", () => {
    const namespace = (dbName: string, deleteBeforeReplace: boolean): SnapshotResource =>
      resource({
        type: "aws:redshiftserverless/namespace:Namespace",
        name: "namespace",
        inputs: { namespaceName: "shop", dbName },
        options: { deleteBeforeReplace },
      });
    const workgroup = resource({
      type: "aws:redshiftserverless/workgroup:Workgroup",
      name: "workgroup",
      inputs: { namespaceName: "shop", workgroupName: "shop" },
      propertyDependencies: { namespaceName: [namespace("a", true).urn] },
    });
    const resourceArn = `arn:aws:redshift-serverless:eu-west-1:111122223333:workgroup/${uuid(workgroup.urn)}`;
    const limit = resource({
      type: "aws:redshiftserverless/usageLimit:UsageLimit",
      name: "limit",
      inputs: { resourceArn, amount: 1 },
      propertyDependencies: { resourceArn: [workgroup.urn] },
    });
    const replaced = (deleteBeforeReplace: boolean): readonly string[] =>
      compareResources(
        snapshot(namespace("a", deleteBeforeReplace), workgroup, limit),
        snapshot(namespace("b", deleteBeforeReplace), workgroup, limit),
      )
        .changes.filter(({ action }) => action === "replace")
        .map(({ name }) => name)
        .sort();
    assert.deepEqual(replaced(true), ["limit", "namespace", "workgroup"]);
    // The workgroup names the namespace by what the program calls it: both namespaces have that name.
    assert.deepEqual(replaced(false), ["namespace"]);
  });

  it("leave what ignores the property that is bound", () => {
    const queue = (fifoQueue: boolean): SnapshotResource =>
      resource({ type: "aws:sqs/queue:Queue", name: "queue", inputs: { fifoQueue } });
    const bound = (ignoreChanges: readonly string[]): SnapshotResource =>
      resource({
        type: "aws:sns/topic:Topic",
        name: "topic",
        inputs: { displayName: "https://sqs.eu-west-1.amazonaws.com/111122223333/q" },
        options: { ignoreChanges },
        propertyDependencies: { displayName: [queue(true).urn] },
      });
    const changed = (ignoreChanges: readonly string[]): readonly string[] => {
      const named = (fifoQueue: boolean): SnapshotResource => {
        const one = queue(fifoQueue);
        return { ...one, inputs: { ...one.inputs, name: "q" } };
      };
      const topic = bound(ignoreChanges);
      const { changes } = compareResources(snapshot(named(true), topic), snapshot(named(false), topic));
      return changes.map(({ name }) => name);
    };
    assert.deepEqual(changed([]), ["queue", "topic"]);
    assert.deepEqual(changed(["displayName"]), ["queue"]);
  });
});
