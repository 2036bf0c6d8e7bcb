import assert from "node:assert/strict";
import fc from "fast-check";
import { label } from "../../../../../cli/diff/workflows/graph/label";

/** What a browser shows for a label. */
function read(text: string): string {
  return text
    .replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll("\u200b", "");
}

describe("a label of a chart", () => {
  it("shows any text as it is, blanks apart", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        const blanks = text.replace(/\s+/g, " ").trim().replaceAll("\u200b", "");
        assert.equal(read(label(text)), blanks);
      }),
    );
  });

  it("holds nothing but letters, digits and entities where syntax could begin", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        assert.match(label(text), /^(?:[\p{L}\p{N}\p{M} …,-]|#\d+;)*$/u);
        assert.doesNotMatch(label(text), /^[-,]|[-,]$/);
      }),
    );
  });

  it("takes no two dollars for a formula, and no colon for an icon", () => {
    assert.equal(label("$$x$$"), "#36;#8203;#36;x#36;#8203;#36;");
    assert.equal(label("fa:fa-ban"), "fa#58;#8203;fa-ban");
  });

  it("is cut after 80 characters, not amid one of two code units", () => {
    assert.equal(label("⏱".repeat(80)), "#9201;".repeat(80));
    assert.equal(read(label("𝔛".repeat(81))), `${"𝔛".repeat(79)}…`);
  });
});
