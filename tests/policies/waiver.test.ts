import assert from "node:assert/strict";
import { isWaived, judged, messageOf } from "../../policies/judge";
import { resourceRule } from "../../policies/rule";
import { checkedWaivers, isExpired, type Waiver } from "../../policies/waiver";
import { resource } from "./cases/case";

const RULE = resourceRule({
  name: "Key-rotates",
  controls: ["own"],
  checks: "Every key rotates.",
  enforcement: "mandatory",
  types: ["aws:kms/key:Key"],
  check: () => ["enableKeyRotation is not set. Set enableKeyRotation to true."],
});
const WAIVER: Waiver = {
  rule: "Key-rotates",
  environments: ["dev"],
  type: "aws:kms/key:Key",
  name: "platform-*-key",
  owner: "data platform",
  reason: "The key lives for a day in a sandbox.",
  since: "2026-11-22",
  expires: "2027-11-22",
};
const KEY = resource("aws:kms/key:Key", {}, { name: "platform-data-key", environment: "dev" });
const WITHIN = new Date("2027-01-01T00:00:00Z");

function waivedBy(change: Partial<Waiver>, today = WITHIN, key = KEY): boolean {
  const [found] = judged(RULE, [{ resource: key, problem: "wrong" }], [{ ...WAIVER, ...change }], today);
  return isWaived(found);
}

describe("a waiver", () => {
  it("excuses its rule on its resource in its environment", () => {
    assert.equal(waivedBy({}), true);
    assert.equal(waivedBy({ name: "platform-data-key", environments: ["prod", "dev"] }), true);
  });

  it("excuses nothing else", () => {
    assert.equal(waivedBy({ rule: "Key-exists" }), false);
    assert.equal(waivedBy({ environments: ["prod"] }), false);
    assert.equal(waivedBy({ type: "aws:kms/alias:Alias" }), false);
    assert.equal(waivedBy({ name: "platform-data" }), false);
    assert.equal(waivedBy({ name: "data-key" }), false);
    assert.equal(waivedBy({}, WITHIN, { ...KEY, environment: "prod" }), false);
  });

  it("holds through its last day by UTC, and not a second longer", () => {
    assert.equal(isExpired(WAIVER, new Date("2027-11-22T23:59:59.999Z")), false);
    assert.equal(isExpired(WAIVER, new Date("2027-11-23T00:00:00Z")), true);
    assert.equal(waivedBy({}, new Date("2027-11-23T00:00:00Z")), false);
  });

  it("is named with owner and date, once it has expired, with what it excused", () => {
    const today = new Date("2028-01-01T00:00:00Z");
    const [found] = judged(RULE, [{ resource: KEY, problem: "It is wrong." }], [WAIVER], today);
    assert.equal(
      messageOf(found),
      '"platform-data-key" (aws:kms/key:Key): It is wrong. The waiver of data platform ended on 2027-11-22.',
    );
  });

  it("that holds comes before one that is over", () => {
    const over = { ...WAIVER, since: "2025-11-22", expires: "2026-11-21" };
    const [found] = judged(RULE, [{ resource: KEY, problem: "wrong" }], [over, WAIVER], WITHIN);
    assert.equal(found.waiver, WAIVER);
    assert.equal(isWaived(found), true);
  });

  const MISTAKES: readonly (readonly [string, Partial<Waiver>, RegExp])[] = [
    [
      "of a rule that there is not",
      { rule: "Key-turns" },
      /waiver 1 \(Key-turns, .*there is no rule of this name/,
    ],
    ["without an owner", { owner: " " }, /owner is " ": must not be empty/],
    ["without a reason", { reason: "later" }, /reason is "later": must say why/],
    ["of no environment", { environments: [] }, /environments is \[\]: must name at least one environment/],
    ["with a date that there is not", { expires: "2027-02-30" }, /expires is "2027-02-30": must be a date/],
    [
      "that ends before it begins",
      { expires: "2026-11-21" },
      /expires is "2026-11-21": must not be before since/,
    ],
    ["of 401 days", { expires: "2027-12-28" }, /expires is "2027-12-28": must be within 400 days/],
    ["with a key that there is not", { until: "2027" } as Partial<Waiver>, /until is not a known key/],
  ];
  for (const [title, change, message] of MISTAKES) {
    it(`is refused: one ${title}`, () => {
      assert.throws(() => checkedWaivers([{ ...WAIVER, ...change }], [RULE]), message);
    });
  }

  it("of 400 days is accepted", () => {
    const longest = [{ ...WAIVER, expires: "2027-12-27" }];
    assert.equal(checkedWaivers(longest, [RULE]), longest);
  });
});
