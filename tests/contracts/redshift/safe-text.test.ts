import assert from "node:assert/strict";
import fc from "fast-check";
import {
  countLiteral,
  dateLiteral,
  identifier,
  qualified,
  roleArnLiteral,
  runIdLiteral,
  s3UriLiteral,
} from "../../../contracts/redshift/safe-text";

const builders: Record<string, { build: (text: string) => string; good: readonly string[] }> = {
  identifier: { build: identifier, good: ["contact_id", "_x", "a".repeat(127)] },
  s3UriLiteral: {
    build: s3UriLiteral,
    good: [
      "s3://stepline-dev-curated-111122223333-eu-west-1/marketing/2008-11-21/run-1/attempt-1/_copy_manifest.json",
      "s3://bucket/contact_date=2008-11-21/part-0000.parquet",
    ],
  },
  roleArnLiteral: {
    build: roleArnLiteral,
    good: [
      "arn:aws:iam::111122223333:role/stepline-dev-load",
      "arn:aws-us-gov:iam::111122223333:role/team/load+1",
    ],
  },
  runIdLiteral: { build: runIdLiteral, good: ["marketing-2008-11-21_1", "A".repeat(80)] },
  dateLiteral: { build: dateLiteral, good: ["2008-11-21", "2008-02-29"] },
};

/** Ways out of a text in SQL, and keys that mean another place than they say. */
const attacks = [
  "'",
  "'; DROP TABLE stepline.load_ledger; --",
  "' OR '1'='1",
  '"; DROP SCHEMA marketing CASCADE; --',
  "\\'",
  "\n",
  "\r\n",
  "\u0000",
  "\u2028",
  "\u02bc",
  "\uff07",
  "é",
  " ",
  "\t",
  ";",
  "' --",
  "/*",
  "$$",
  "../",
  "/../",
  "/./",
  "//",
  "%2f",
  "%2e%2e",
  "*",
  "?",
  "{",
  "`",
  ",arn:aws:iam::999988887777:role/other",
];

describe("text that may stand in SQL", () => {
  for (const [name, { build, good }] of Object.entries(builders)) {
    it(`${name} quotes what it accepts, whole and unchanged`, () => {
      for (const text of good) assert.ok(build(text).includes(text));
    });

    it(`${name} refuses every attack at any place of a good text`, () => {
      for (const text of good.map((value) => value.slice(0, 60))) {
        for (const attack of attacks) {
          for (const attacked of [attack + text, text + attack, text.slice(0, 8) + attack + text.slice(8)]) {
            // A role name may hold commas only in the chain that is attacked here, so none is ever let through.
            assert.throws(() => build(attacked), { name: "UnsafeSqlText" }, JSON.stringify(attacked));
          }
        }
      }
    });

    it(`${name} gives one closed literal or nothing, for any text`, () => {
      fc.assert(
        fc.property(fc.oneof(fc.string({ unit: "binary" }), mutated(good)), (text) => {
          let sql: string;
          try {
            sql = build(text);
          } catch (error) {
            assert.equal((error as Error).name, "UnsafeSqlText");
            return;
          }
          assert.match(sql, /^(?:"[a-z0-9_]+"|'[A-Za-z0-9:/._=+@-]+'|CAST\('\d{4}-\d{2}-\d{2}' AS DATE\))$/);
        }),
        { numRuns: 500 },
      );
    });

    it(`${name} refuses the empty text`, () => {
      assert.throws(() => build(""), { name: "UnsafeSqlText" });
    });
  }

  it("an error shows at most 80 characters of what it refuses, on one line", () => {
    assert.throws(
      () => runIdLiteral("x\n".repeat(5_000)),
      (error: Error) => error.message.length < 400 && !error.message.includes("\n"),
    );
  });

  it("an S3 URI has a bucket and a key, no hidden segments, and 1,024 characters at most", () => {
    for (const uri of [
      "s3://bucket",
      "s3://bucket/",
      "s3:///key",
      "https://bucket/key",
      "s3://b/key",
      "s3://bucket/.hidden",
      "S3://bucket/key",
      `s3://bucket/${"k".repeat(1_024)}`,
    ]) {
      assert.throws(() => s3UriLiteral(uri), { name: "UnsafeSqlText" }, uri);
    }
  });

  it("a role ARN is one role of an account, never a chain or another kind of principal", () => {
    for (const arn of [
      "default",
      "arn:aws:iam::1:role/x",
      "arn:aws:iam::111122223333:user/x",
      "arn:aws:iam::111122223333:role/",
      "arn:aws:sts::111122223333:assumed-role/x/y",
    ]) {
      assert.throws(() => roleArnLiteral(arn), { name: "UnsafeSqlText" }, arn);
    }
  });

  it("a date is a day of the calendar", () => {
    for (const date of ["2008-02-30", "2009-02-29", "2008-13-01", "2008-1-1", "0000-00-00", "today"]) {
      assert.throws(() => dateLiteral(date), { name: "UnsafeSqlText" }, date);
    }
  });

  it("a name is lower case, starts with no digit and has 127 characters at most", () => {
    for (const name of ["Contact", "1st", "a-b", "a.b", "a".repeat(128)]) {
      assert.throws(() => identifier(name), { name: "UnsafeSqlText" }, name);
    }
    assert.equal(qualified("marketing", "contacts"), '"marketing"."contacts"');
  });

  it("a number is whole and not negative", () => {
    assert.equal(countLiteral(3), "3");
    for (const count of [-1, 1.5, NaN, Infinity, 2 ** 60]) {
      assert.throws(() => countLiteral(count), { name: "UnsafeSqlText" });
    }
  });
});

/** A good text with something of its own or an attack put in somewhere. */
function mutated(good: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...good), fc.nat(), fc.oneof(fc.string(), fc.constantFrom(...attacks)))
    .map(([text, at, added]) => text.slice(0, at % text.length) + added + text.slice(at % text.length));
}
