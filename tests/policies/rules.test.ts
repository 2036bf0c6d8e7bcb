import assert from "node:assert/strict";
import { messageOf, judged, stackViolations, violationsOf } from "../../policies/judge";
import { UNKNOWN, type Resource } from "../../policies/resource";
import type { Rule } from "../../policies/rule";
import { RULES } from "../../policies/rules/all";
import { CASES } from "./cases/all";

/** What to do, in every message. */
const FIX = /\b(Set|Add|Attach|Begin|Declare|Give|Mend|Name|Remove|Use|Write)\b/;

async function messages(rule: Rule, resources: readonly Resource[]): Promise<readonly string[]> {
  const violations = await stackViolations(rule, resources);
  return judged(rule, violations, [], new Date(0)).map(messageOf);
}

describe("policies", () => {
  it("have names of their own", () => {
    assert.equal(new Set(RULES.map(({ name }) => name)).size, RULES.length);
  });

  it("each have a case that passes and one that fails, and there is no case for another", () => {
    assert.deepEqual(Object.keys(CASES).sort(), RULES.map(({ name }) => name).sort());
    for (const [name, { passes, fails }] of Object.entries(CASES)) {
      assert.ok(Object.keys(passes).length > 0 && Object.keys(fails).length > 0, name);
    }
  });

  for (const rule of RULES) {
    const { passes, fails } = CASES[rule.name] ?? { passes: {}, fails: {} };

    describe(rule.name, () => {
      for (const [title, resources] of Object.entries(passes)) {
        it(`lets pass: ${title}`, async () => {
          assert.deepEqual(await messages(rule, resources), []);
        });
      }

      for (const [title, resources] of Object.entries(fails)) {
        it(`stops, naming the resource and the fix: ${title}`, async () => {
          const found = await messages(rule, resources);
          assert.ok(found.length > 0, "nothing was found");
          for (const message of found) {
            assert.match(message, FIX);
            assert.ok(
              resources.some(({ name, type }) => message.startsWith(`"${name}" (${type}): `)),
              message,
            );
          }
        });
      }

      it("says nothing of a resource of which nothing is known yet", async () => {
        for (const resource of Object.values(fails).flat()) {
          const properties = UNKNOWN as unknown as Resource["properties"];
          assert.deepEqual(await violationsOf(rule, { ...resource, properties }), []);
        }
      });

      it("does not break on properties that are not known yet", async () => {
        for (const resources of Object.values(fails)) {
          await stackViolations(rule, resources.map(unknownProperties));
        }
      });
    });
  }
});

function unknownProperties(resource: Resource): Resource {
  const keys = Object.keys(resource.properties);
  return { ...resource, properties: Object.fromEntries(keys.map((key) => [key, UNKNOWN])) };
}
