import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { coversPattern, type PatternKind } from "../../../../../cli/diff/roles/policy/pattern-cover";
import {
  matchesArnCondition,
  matchesPattern,
  matchesResource,
  parsePattern,
} from "../../../../../sandbox/iam/pattern";

const MATCHES: Readonly<Record<PatternKind, (pattern: string, text: string) => boolean>> = {
  action: (pattern, text) => matchesPattern(parsePattern(pattern)!, text, { ignoreCase: true }),
  text: (pattern, text) => matchesPattern(parsePattern(pattern)!, text),
  resource: (pattern, text) => matchesResource(parsePattern(pattern)!, text),
  "arn condition": (pattern, text) => matchesArnCondition(parsePattern(pattern)!, text),
};

const piece = fc.constantFrom("a", "b", "A", ":", "::", "*", "*", "?", "a:", ":b");
const patterns = fc.array(piece, { minLength: 1, maxLength: 9 }).map((pieces) => pieces.join(""));
const fillings = fc.array(fc.constantFrom("", "a", "b", ":", "A", "a:b", "ab", "::::"), {
  minLength: 12,
  maxLength: 12,
});

/** A text that the pattern may mean: its wildcards filled in. */
function filled(pattern: string, fill: readonly string[]): string {
  let at = 0;
  return pattern.replace(/[*?]/g, () => fill[at++ % fill.length]);
}

/** A pattern made wider here and there, so that covering is met often. */
const related = fc.tuple(patterns, fc.nat(8), fc.constantFrom("*", "?", "")).map(([narrow, at, by]) => ({
  narrow,
  wide: narrow.slice(0, at) + by + narrow.slice(at + 1),
}));

describe("what a pattern covers", () => {
  for (const kind of Object.keys(MATCHES) as PatternKind[]) {
    it(`as ${kind}, meets every text of the patterns it covers`, () => {
      let covered = 0;
      fc.assert(
        fc.property(related, patterns, fillings, fc.boolean(), (pair, other, fill, unrelated) => {
          const prefix = kind === "resource" || kind === "arn condition" ? "arn:" : "";
          const narrow = prefix + pair.narrow;
          const wide = prefix + (unrelated ? other : pair.wide);
          const text = filled(narrow, fill);
          if (!MATCHES[kind](narrow, text) || !coversPattern(wide, narrow, kind, false)) {
            return;
          }
          covered += 1;
          assert.ok(MATCHES[kind](wide, text), `${wide} covers ${narrow}, and does not meet ${text}`);
        }),
        { seed: 20_261_210, numRuns: 6_000 },
      );
      assert.ok(covered > 150, `only ${covered} covered`);
    });
  }

  const yes: readonly (readonly [string, string, PatternKind])[] = [
    ["a*", "ab*", "text"],
    ["s3:get*", "S3:GetObject*", "action"],
    ["s3:getobject", "s3:GetObject", "action"],
    ["?*", "*?", "text"],
    ["*a*", "ba", "text"],
    ["arn:aws:s3:::lake/*", "arn:aws:s3:::lake/landing/*/x", "resource"],
    ["arn:aws:lambda:*", "arn:aws:lambda:eu-west-1:1:function:f", "resource"],
  ];
  for (const [wide, narrow, kind] of yes) {
    it(`${wide} covers ${narrow} as ${kind}`, () => {
      assert.equal(coversPattern(wide, narrow, kind, true), true);
    });
  }

  const no: readonly (readonly [string, string, PatternKind])[] = [
    ["ab*", "a*", "text"],
    ["a?", "a*", "text"],
    ["S3:GetObject", "s3:getobject", "text"],
    ["arn:aws:s?s:eu:1:q", "arn:aws:*:eu:1:q", "resource"],
    ["arn:aws:lambda:e*t:1:f", "arn:aws:lambda:eu:w:t:1:f", "resource"],
    ["arn:aws:lambda:*:1:f", "arn:aws:lambda:a:b:1:f", "arn condition"],
    ["arn:*:x?", "arn:aws:s3:::x?", "resource"],
  ];
  for (const [wide, narrow, kind] of no) {
    it(`${wide} does not cover ${narrow} as ${kind}`, () => {
      assert.equal(coversPattern(wide, narrow, kind, true), false);
    });
  }

  it("knows of a policy variable only that a star at the end takes it", () => {
    const home = "arn:aws:s3:::lake/home/${aws:userid}/x";
    assert.equal(coversPattern("arn:aws:s3:::lake/*", home, "resource", true), true);
    assert.equal(coversPattern("arn:aws:s3:::lake/home/*/x", home, "resource", true), false);
    assert.equal(coversPattern("arn:aws:s3*", home, "resource", true), false);
    assert.equal(coversPattern(home, "arn:aws:s3:::lake/home/ann/x", "resource", true), false);
    assert.equal(coversPattern("arn:aws:s3:::lake/home/*/x", home, "resource", false), true);
  });
});
