import assert from "node:assert/strict";
import { compareResources } from "../../../../cli/diff/resources/compare";
import { describeResources } from "../../../../cli/diff/resources/describe";
import type { Snapshot, SnapshotResource } from "../../../../cli/diff/snapshot";
import { plainText } from "./plain-text";
import { changed, recordedStack } from "./recorded-stack";
import { resource, snapshot } from "./snapshots";

const FUNCTION = "aws:lambda/function:Function";

describe("what follows from a change", function () {
  this.timeout(30_000);
  let dev: Snapshot;
  before(async () => {
    dev = await recordedStack("dev");
  });

  const withInputs = (name: string, inputs: SnapshotResource["inputs"]): Snapshot =>
    changed(dev, (each) => (each.name === name ? { ...each, inputs: { ...each.inputs, ...inputs } } : each));
  const actions = (after: Snapshot): Readonly<Record<string, string>> =>
    Object.fromEntries(compareResources(dev, after).changes.map(({ name, action }) => [name, action]));

  it("puts a function's new version live", () => {
    const after = withInputs("marketing-extract-function", { timeout: 77 });
    assert.deepEqual(actions(after), {
      "marketing-extract-function": "update",
      "marketing-extract-live": "update",
    });
    assert.match(
      plainText(describeResources(compareResources(dev, after))),
      /puts the new version of `marketing-extract-function` live \(`functionVersion`\)/,
    );
  });

  it("publishes no version of a function for another tag", () => {
    const after = withInputs("marketing-extract-function", { tags: { Team: "data" } });
    assert.deepEqual(actions(after), { "marketing-extract-function": "update" });
  });

  it("leaves a function that is called like its replaced role", () => {
    const role = dev.resources.find(({ name }) => name === "marketing-extract-role");
    const name = String(role?.inputs.name);
    const found = actions(
      changed(
        dev,
        (each) =>
          JSON.parse(
            JSON.stringify(each).replaceAll(`role/${name}"`, `role/${name}-r"`),
            (key: string, value: unknown) =>
              value === name && (key === "role" || (key === "name" && each === role)) ? `${name}-r` : value,
          ) as SnapshotResource,
      ),
    );
    assert.equal(found["marketing-extract-role"], "replace");
    assert.equal(found["marketing-extract-function"], "update");
    assert.equal(found["marketing-extract-live"], "update");
  });

  it("spares what is ignored, and never tells a value as changed to itself", () => {
    const { changes } = compareResources(
      dev,
      withInputs("platform-warehouse-workgroup", { workgroupName: "other" }),
    );
    const names = changes.map(({ name }) => name);
    assert.deepEqual(
      names.filter((name) => name.includes("bootstrap")),
      [],
    );
    assert.ok(names.includes("platform-warehouse-usage-limit"));
    const same = changes.flatMap(({ properties }) =>
      properties.filter(({ before, after, follows }) => follows === undefined && before === after),
    );
    assert.deepEqual(same, []);
    assert.match(
      plainText(
        describeResources(
          compareResources(dev, withInputs("platform-warehouse-workgroup", { workgroupName: "other" })),
        ),
      ),
      /is replaced: `resourceArn` follows the new `platform-warehouse-workgroup`/,
    );
  });

  it("tags all that the provider's own tags reach, told once", () => {
    const after = withInputs("stepline", { defaultTags: '{"tags":{"Team":"data"}}' });
    const { changes } = compareResources(dev, after);
    const tagged = changes.filter(({ properties }) => properties.some(({ path }) => path === "tagsAll"));
    assert.equal(tagged.length, 49);
    assert.match(
      plainText(describeResources(compareResources(dev, after))),
      /On 49 resources: with the default tags of the provider `stepline`, the tags of each/,
    );
  });

  it("keeps the subnets of a VPC that gets other routes, and says whose its parts are", () => {
    const specs = [{ type: "Private", name: "warehouse", cidrMask: 24 }];
    const after = withInputs("platform-network-vpc", { subnetSpecs: specs });
    assert.deepEqual(actions(after), { "platform-network-vpc": "update" });
    assert.match(
      plainText(describeResources(compareResources(dev, after))),
      /its own parts, like routes and gateways, are made by awsx/,
    );
  });

  it("is not guessed for a property that is newer than what was read of the provider", () => {
    const of = (value: boolean): SnapshotResource =>
      resource({
        type: "aws:scheduler/schedule:Schedule",
        name: "s",
        inputs: { actionAfterCompletion: value },
      });
    const { changes } = compareResources(snapshot(of(true)), snapshot(of(false)));
    assert.deepEqual([changes[0].action, changes[0].properties[0].replaces], ["update", "unknown"]);
  });

  it("is nothing where a function publishes no versions", () => {
    const of = (timeout: number): SnapshotResource =>
      resource({ type: FUNCTION, name: "f", inputs: { name: "f", timeout } });
    const alias = resource({
      type: "aws:lambda/alias:Alias",
      name: "live",
      inputs: { functionName: "f", name: "live", functionVersion: "$LATEST" },
      propertyDependencies: { functionVersion: [of(1).urn] },
    });
    const { changes } = compareResources(snapshot(of(1), alias), snapshot(of(2), alias));
    assert.deepEqual(
      changes.map(({ name }) => name),
      ["f"],
    );
  });
});
