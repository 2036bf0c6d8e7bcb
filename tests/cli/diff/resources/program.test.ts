import assert from "node:assert/strict";

import { compareResources } from "../../../../cli/diff/resources/compare";
import { describeResources } from "../../../../cli/diff/resources/describe";
import type { Snapshot, SnapshotResource } from "../../../../cli/diff/snapshot";
import { plainText, warningTexts } from "./plain-text";
import { changed, recordedStack, renamed } from "./recorded-stack";

const TABLE = "aws:dynamodb/table:Table";

describe("resources of the program, reviewed", function () {
  this.timeout(30_000);
  let [dev, prod]: readonly Snapshot[] = [];

  before(async () => {
    [dev, prod] = [await recordedStack("dev"), await recordedStack("prod")];
  });

  it("of which nothing changes say nothing", () => {
    for (const stack of [dev, prod]) {
      const changes = compareResources(stack, stack);
      assert.deepEqual([changes.changes, changes.missingAliases], [[], []]);
      assert.ok(changes.unchanged > 100);
      assert.deepEqual(describeResources(changes), []);
    }
  });

  it("go with a component that is renamed without an alias, and the warning says how to keep them", () => {
    const changes = compareResources(dev, renamed(dev, "platform", "base"));
    const [missing] = changes.missingAliases;
    assert.equal(missing.fix, 'aliases: [{ name: "platform" }]');
    assert.equal(missing.kept, missing.connected.length);
    assert.equal(missing.kept, compareResources(dev, without(dev, "platform")).changes.filter(isOwn).length);
    const [warning, ...more] = warningTexts(describeResources(changes));
    assert.match(
      warning,
      /`platform` .* is now `base` without an alias.*deleted.*Redshift Serverless namespace/,
    );
    assert.match(warning, /add `aliases: \[\{ name: "platform" \}\]` to the options of `base`/);
    assert.deepEqual(more, []);
  });

  it("stay with a component that is renamed with an alias", () => {
    const after = changed(renamed(dev, "platform", "base"), (resource) =>
      resource.name === "base" ? { ...resource, options: { aliases: [{ name: "platform" }] } } : resource,
    );
    const changes = compareResources(dev, after);
    assert.deepEqual([...new Set(changes.changes.map(({ action }) => action))], ["rename"]);
    assert.deepEqual(warningTexts(describeResources(changes)), []);
  });

  it("of a renamed pipeline are told apart: AWS's names hold the pipeline's", () => {
    const changes = compareResources(dev, renamed(dev, "marketing", "sales"));
    assert.equal(changes.missingAliases.length, 1);
    assert.match(changes.missingAliases[0].before, /Pipeline::marketing$/);
  });

  it("that hold data are loud when they go", () => {
    const after = changed(dev, (resource) =>
      resource.name.startsWith("platform-lake-curated-") ? undefined : resource,
    );
    const [warning, ...more] = warningTexts(describeResources(compareResources(dev, after)));
    assert.match(warning, /^`stepline-dev-curated-.*\(S3 bucket\) is deleted\. Its objects .* are lost/);
    assert.deepEqual(more, []);
  });

  it("that prod protects and retains are told as kept, and Pulumi's refusal with it", () => {
    const after = changed(prod, (resource) =>
      resource.name.startsWith("platform-lake-curated-") ? undefined : resource,
    );
    const [warning] = warningTexts(describeResources(compareResources(prod, after)));
    assert.match(warning, /leaves the stack and stays in AWS.*Pulumi refuses to delete or replace it/);
  });

  it("are replaced with another key of the table, told first with the key and the loss", () => {
    const after = changed(dev, (resource) => withInputs(resource, TABLE, { hashKey: "run" }));
    const changes = compareResources(dev, after);
    assert.deepEqual([changes.changes[0].action, changes.changes[0].type], ["replace", TABLE]);
    const [warning] = warningTexts(describeResources(changes));
    assert.match(
      warning,
      /`stepline-dev-runs` \(DynamoDB table\) is replaced \(`hashKey`: `pipeline` → `run`\)/,
    );
  });

  it("lose protection loudly, once for all", () => {
    const after = changed(prod, ({ options, ...resource }) => ({
      ...resource,
      options: { ...options, protect: false },
    }));
    const warnings = warningTexts(describeResources(compareResources(prod, after)));
    assert.equal(warnings.length, 1);
    assert.match(warnings[0], /^`protect` goes.*One of the two keys.* So it is for \d+ resources: /);
  });

  it("with a tag each are told once", () => {
    const after = changed(dev, (resource) =>
      resource.type === "aws:iam/role:Role"
        ? { ...resource, inputs: { ...resource.inputs, tags: { Team: "data" } } }
        : resource,
    );
    const told = plainText(describeResources(compareResources(dev, after)));
    assert.equal(told.split("`tags` added").length, 2);
    assert.match(told, /On \d+ resources: `tags` added: `\{"Team":"data"\}`/);
  });

  it("with new code tell the sizes, and leave definitions and policies to their sections", () => {
    const after = changed(dev, (resource) => ({
      ...resource,
      inputs: Object.fromEntries(
        Object.entries(resource.inputs).map(([key, value]) => [key, withNewCode(resource, key, value)]),
      ),
    }));
    const told = plainText(describeResources(compareResources(dev, after)));
    assert.match(
      told,
      /`stepline-dev-marketing-extract` \(Lambda function\): `code` changed \(\d+ → 999 KB\)/,
    );
    assert.match(told, /state machine\): `definition` \(see workflows\)/);
    assert.match(told, /IAM role policy\): `policy` \(see permissions\)/);
    assert.doesNotMatch(told, /TimeoutSeconds|Statement/);
  });

  it("at addresses of their contents are new versions, not losses", () => {
    const after = changed(prod, (resource) => {
      const { key } = resource.inputs;
      return typeof key === "string"
        ? { ...resource, inputs: { ...resource.inputs, key: key.replace(/[0-9a-f]{64}/, "0".repeat(64)) } }
        : resource;
    });
    const blocks = describeResources(compareResources(prod, after));
    assert.deepEqual(warningTexts(blocks), []);
    assert.match(plainText(blocks), /New version of `platform-glue-script-script`.*the earlier one stays/);
    assert.doesNotMatch(plainText(blocks), /replaced/);
  });
});

function isOwn({ component }: { readonly component: boolean }): boolean {
  return !component;
}

function without(snapshot: Snapshot, name: string): Snapshot {
  return changed(snapshot, (resource) =>
    resource.name === name || resource.name.startsWith(`${name}-`) ? undefined : resource,
  );
}

function withInputs(
  resource: SnapshotResource,
  type: string,
  inputs: SnapshotResource["inputs"],
): SnapshotResource {
  return resource.type === type ? { ...resource, inputs: { ...resource.inputs, ...inputs } } : resource;
}

function withNewCode({ type, name }: SnapshotResource, input: string, value: unknown): unknown {
  if (input === "code" && name === "marketing-extract-function") {
    return { archive: { bytes: 999_000, sha256: "0", files: {} } };
  }
  if (input === "definition" && type === "aws:sfn/stateMachine:StateMachine") {
    return String(value).replace(/"TimeoutSeconds":(\d+)/, '"TimeoutSeconds":1$1');
  }
  return input === "policy" && type === "aws:iam/rolePolicy:RolePolicy"
    ? String(value).replace(/"Sid":"(\w+)"/, '"Sid":"$1Too"')
    : value;
}
