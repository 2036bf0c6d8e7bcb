import assert from "node:assert/strict";
import type { ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { policies } from "../../../policies/engine/policies";
import { fromEngine } from "../../../policies/engine/resource";
import { UNKNOWN } from "../../../policies/resource";
import { must, resourceRule, type Rule, stackRule } from "../../../policies/rule";
import type { Waiver } from "../../../policies/waiver";

/** CrossGuard's own, which its types keep to itself. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- there is no declaration to import it by.
const { unknownCheckingProxy, unknownStringValue } = require("@pulumi/policy/proxy") as {
  readonly unknownCheckingProxy: (properties: object) => Record<string, unknown>;
  readonly unknownStringValue: string;
};

const KEY = "aws:kms/key:Key";
const ROTATES = resourceRule({
  name: "Key-rotates",
  controls: ["own"],
  checks: "Every key rotates.",
  enforcement: "mandatory",
  types: [KEY],
  check: (key) => must(key, "enableKeyRotation", (on) => on === true, "Set enableKeyRotation to true"),
});
const DESCRIBED = stackRule({
  name: "Keys-are-described",
  controls: ["own"],
  checks: "Every key has a description.",
  enforcement: "advisory",
  check: (resources) =>
    resources.flatMap((resource) =>
      must(resource, "description", (text) => text !== undefined, "Set description").map((problem) => ({
        resource,
        problem,
      })),
    ),
});
const WAIVER: Waiver = {
  rule: "Key-rotates",
  environments: ["dev"],
  type: KEY,
  name: "data",
  owner: "data platform",
  reason: "The key lives for a day in a sandbox.",
  since: "2026-11-22",
  expires: "2027-11-22",
};
const WITHIN = new Date("2027-01-01T00:00:00Z");
const AFTER = new Date("2027-11-23T00:00:00Z");

type Properties = Readonly<Record<string, unknown>>;

/** As CrossGuard hands a resource over: reading a value that is not known throws. */
function handed(properties: Properties, tags?: Properties) {
  return {
    urn: `urn:pulumi:dev::stepline::${KEY}::data`,
    type: KEY,
    name: "data",
    props: unknownCheckingProxy(properties),
    ...(tags === undefined
      ? {}
      : { provider: { type: "", urn: "", name: "", props: { defaultTags: JSON.stringify({ tags }) } } }),
  };
}

/** What is reported of a resource's inputs, then of what it will be. */
async function reported(
  rules: readonly Rule[],
  waivers: readonly Waiver[],
  today: Date,
  inputs: Properties,
  outputs = inputs,
  tags?: Properties,
): Promise<readonly (readonly [policy: string, message: string])[]> {
  const all = policies(rules, waivers, () => today);
  const found: [string, string][] = [];
  const report = (name: string) => (message: string) => found.push([name, message]);
  for (const policy of all) {
    if ("validateResource" in policy && typeof policy.validateResource === "function") {
      await policy.validateResource(handed(inputs, tags) as ResourceValidationArgs, report(policy.name));
    }
  }
  for (const policy of all) {
    if ("validateStack" in policy) {
      const resources = [{ ...handed(outputs, tags), dependencies: [], propertyDependencies: {} }];
      await policy.validateStack({ resources } as unknown as StackValidationArgs, report(policy.name));
    }
  }
  return found;
}

describe("policies as CrossGuard asks them", () => {
  it("report a resource's violation with its name, type, value and fix", async () => {
    assert.deepEqual(await reported([ROTATES], [], WITHIN, { enableKeyRotation: false }), [
      ["Key-rotates", `"data" (${KEY}): enableKeyRotation is false. Set enableKeyRotation to true.`],
    ]);
  });

  it("do not judge what is not known yet, however deep it is", async () => {
    assert.deepEqual(await reported([ROTATES], [], WITHIN, { enableKeyRotation: unknownStringValue }), []);
    const { properties } = fromEngine(handed({ list: [{ id: unknownStringValue, on: true }] }));
    assert.deepEqual(properties, { list: [{ id: UNKNOWN, on: true }] });
  });

  it("let other errors through", () => {
    const broken = { ...handed({}), props: Object.defineProperty({}, "a", { enumerable: true, get: fail }) };
    assert.throws(() => fromEngine(broken), /broken getter/);
  });

  it("find at the end of a preview what the program left out", async () => {
    const description = unknownStringValue;
    const [found] = await reported([DESCRIBED], [], WITHIN, {}, { description, arn: unknownStringValue });
    assert.deepEqual(found, [
      "Keys-are-described",
      `"data" (${KEY}): description is not set. Set description.`,
    ]);
    assert.deepEqual(await reported([DESCRIBED], [], WITHIN, { description }, { description }), []);
  });

  it("say nothing of what is waived", async () => {
    assert.deepEqual(await reported([ROTATES], [WAIVER], WITHIN, {}), []);
  });

  it("take the environment from the provider's tag before the stack's name", async () => {
    assert.equal((await reported([ROTATES], [WAIVER], WITHIN, {}, {}, { Environment: "prod" })).length, 1);
  });

  it("fail for a waiver that has expired, with owner and date", async () => {
    const found = await reported([ROTATES], [WAIVER], AFTER, {});
    assert.deepEqual(
      found.map(([policy]) => policy),
      ["Key-rotates", "Waivers-are-current"],
    );
    assert.match(found[0][1], /The waiver of data platform ended on 2027-11-22\.$/);
    assert.equal(
      found[1][1],
      `The waiver of data platform for Key-rotates on "data" (${KEY}), until 2027-11-22, has expired. ` +
        "Mend what it excuses, or renew it in policies/waivers.ts.",
    );
    const current = policies([], [], () => AFTER).find(({ name }) => name === "Waivers-are-current");
    assert.equal(current?.enforcementLevel, "mandatory");
  });

  it("tell of a waiver that excuses nothing, in its environment only", async () => {
    const kept = { enableKeyRotation: true };
    assert.deepEqual(await reported([ROTATES], [WAIVER], WITHIN, kept), [
      [
        "Waivers-are-used",
        `The waiver of data platform for Key-rotates on "data" (${KEY}), until 2027-11-22, excuses nothing. ` +
          "Remove it from policies/waivers.ts.",
      ],
    ]);
    assert.deepEqual(await reported([ROTATES], [{ ...WAIVER, environments: ["prod"] }], AFTER, kept), []);
  });
});

function fail(): never {
  throw new Error("broken getter");
}
