import assert from "node:assert/strict";

import { compareResources } from "../../../../cli/diff/resources/compare";
import { describeResources } from "../../../../cli/diff/resources/describe";
import type { SnapshotResource } from "../../../../cli/diff/snapshot";
import { plainText } from "./plain-text";
import { resource, snapshot } from "./snapshots";

const FUNCTION = "aws:lambda/function:Function";

describe("what is said of resources", () => {
  it("begins with a heading of level 3, and counts without components", () => {
    const group = resource({ type: "shop:index:Group", name: "group" });
    const blocks = describeResources(
      compareResources(snapshot(), snapshot(group, resource({ type: FUNCTION, name: "group-f" }, group))),
    );
    assert.deepEqual(blocks[0], { kind: "heading", level: 3, text: ["Resources"] });
    assert.match(plainText(blocks), /^1 made; none stays as it is\.$/m);
    assert.match(plainText(blocks), /^In `group`\n`group-f` \(Lambda function\) is made$/m);
  });

  it("never tells a secret, nor what stands for it", () => {
    const told = said({ token: "[secret 1a2b3c]" }, { token: "[secret 4d5e6f]" });
    assert.match(told, /`token`: a secret, another value/);
    assert.doesNotMatch(told, /1a2b3c|4d5e6f/);
    const inside = said({ url: "https://u:[secret 1a2b3c]@h" }, { url: "https://v:[secret 1a2b3c]@h" });
    assert.doesNotMatch(inside, /1a2b3c/);
    assert.doesNotMatch(said({}, { all: { token: "[secret 1a2b3c]" } }), /1a2b3c/);
  });

  it("cuts long values", () => {
    const told = said({ text: "a" }, { text: "b".repeat(1000) });
    assert.ok(told.includes(`${"b".repeat(59)}…`) && !told.includes("b".repeat(60)));
  });

  it("says where a type is not known to be changed in place", () => {
    const [one, other] = [1, 2].map((size) => resource({ type: "aws:x/y:Y", name: "y", inputs: { size } }));
    const told = plainText(describeResources(compareResources(snapshot(one), snapshot(other))));
    assert.match(told, /`size`: `1` → `2` \(it is not known whether AWS can change it in place\)/);
  });

  it("says what a statement of the warehouse does, and does not undo", () => {
    const statement = (name: string): SnapshotResource =>
      resource({ type: "aws:redshiftdata/statement:Statement", name, inputs: { sql: name, database: "d" } });
    const told = plainText(
      describeResources(compareResources(snapshot(statement("a")), snapshot(statement("b")))),
    );
    assert.match(told, /`b` \(Redshift statement\) is made: its SQL runs once/);
    assert.match(told, /`a` \(Redshift statement\) is deleted: nothing is taken back/);
  });

  it("folds long lists", () => {
    const many = Array.from({ length: 11 }, (_, index) => resource({ type: FUNCTION, name: `f${index}` }));
    const blocks = describeResources(compareResources(snapshot(), snapshot(...many)));
    assert.deepEqual(blocks.at(-1)?.kind, "folded");
    assert.match(plainText(blocks), /^11 resources are made$/m);
  });

  it("names what forces a replacement", () => {
    const queue = (name: string): SnapshotResource =>
      resource({ type: "aws:sqs/queue:Queue", name: "queue", inputs: { name: "q", fifoQueue: name } });
    const queueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/q";
    const policy = resource({
      type: "aws:sqs/queuePolicy:QueuePolicy",
      name: "policy",
      inputs: { queueUrl, policy: "{}" },
      propertyDependencies: { queueUrl: [queue("one").urn] },
    });
    const told = plainText(
      describeResources(compareResources(snapshot(queue("one"), policy), snapshot(queue("two"), policy))),
    );
    assert.match(told, /`policy` \(SQS queue policy\) is replaced: `queueUrl` follows the new `queue`/);
  });
});

function said(before: SnapshotResource["inputs"], after: SnapshotResource["inputs"]): string {
  const [one, other] = [before, after].map((inputs) => resource({ type: FUNCTION, name: "f", inputs }));
  return plainText(describeResources(compareResources(snapshot(one), snapshot(other))));
}
