import assert from "node:assert/strict";
import fc from "fast-check";
import { encodings } from "../../../../cli/diff/revision/encodings";

/** What is left of a text once all forms of a secret are taken out, longest first. */
function without(text: string, secret: string): string {
  return [...encodings(secret)]
    .filter((form) => form.length >= 4)
    .sort((one, other) => other.length - one.length)
    .reduce((left, form) => left.replaceAll(form, ""), text);
}

const secret = fc.string({ unit: "grapheme", minLength: 4, maxLength: 40 });

describe("the encodings of a secret", () => {
  it("are all that programs usually make of a text", () => {
    fc.assert(
      fc.property(secret, (text) => {
        const bytes = Buffer.from(text);
        const made = [
          ...[bytes.toString("base64"), bytes.toString("base64url"), bytes.toString("hex")],
          ...[encodeURIComponent(text), encodeURI(text), JSON.stringify(text).slice(1, -1)],
        ];
        for (const form of made) {
          assert.ok(encodings(text).includes(form), form);
        }
      }),
    );
  });

  it("find it amid others in Base64, but for what it shares with its neighbours", () => {
    fc.assert(
      fc.property(fc.string(), secret, fc.string(), (before, text, after) => {
        const [start, bytes, end] = [before, text, after].map((part) => Buffer.from(part));
        for (const alphabet of ["base64", "base64url"] as const) {
          const whole = Buffer.concat([start, bytes, end]).toString(alphabet);
          const others = Math.ceil((start.length * 8) / 6) + Math.ceil((end.length * 8) / 6);
          // Padding, and the characters at both ends of it.
          assert.ok(without(whole, text).length <= others + 6, whole);
        }
      }),
    );
  });

  it("are made of texts that are no Unicode, too", () => {
    assert.ok(encodings("half \ud83d").includes("half%20%EF%BF%BD"));
  });
});
