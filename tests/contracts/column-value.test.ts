import assert from "node:assert/strict";
import fc from "fast-check";
import { valueCheck } from "../../contracts/column-value";
import type { ColumnType, SourceColumn } from "../../contracts/compiled-contract";
import { dateTextCheck } from "../../contracts/date-format";

function check(type: ColumnType, more: Partial<SourceColumn> = {}): (text: string) => string {
  return valueCheck({ name: "c", type, required: false, nullValues: [""], ...more });
}

describe("a delivered value", () => {
  const cases: readonly (readonly [
    string,
    (text: string) => string,
    readonly string[],
    readonly string[],
  ])[] = [
    [
      "smallint",
      check({ kind: "integer", bits: 16 }),
      ["0", "-32768", "32767", "+7", " 7 "],
      ["32768", "-32769", "1.0", "1e3", "one", "0x10", "٣"],
    ],
    [
      "bigint",
      check({ kind: "integer", bits: 64 }),
      ["9223372036854775807", "-9223372036854775808"],
      ["9223372036854775808", "9".repeat(1_000)],
    ],
    [
      "decimal",
      check({ kind: "decimal", precision: 5, scale: 2 }),
      ["123.45", "-0.5", "7", "000123", "1.500"],
      ["1234.5", "1.234", ".", "1,5"],
    ],
    [
      "double",
      check({ kind: "double" }),
      ["1", "-1.5e10", ".5", "2."],
      ["NaN", "Infinity", "1e9999", "e5", "1 000"],
    ],
    [
      "boolean",
      check({ kind: "boolean" }, { booleanValues: { true: ["yes"], false: ["no"] } }),
      ["yes", "no"],
      ["YES", "true", "1"],
    ],
    [
      "date",
      check({ kind: "date" }, { dateFormat: "dd.MM.yyyy" }),
      ["29.02.2008", "31.12.1999"],
      ["29.02.2009", "1.1.2008", "2008-02-29", "00.01.2008"],
    ],
    [
      "timestamp",
      check({ kind: "timestamp" }, { dateFormat: "yyyy-MM-dd'T'HH:mm:ss" }),
      ["2008-11-21T23:59:59"],
      ["2008-11-21T24:00:00", "2008-11-21 23:59:59"],
    ],
    ["text", check({ kind: "string", maxBytes: 4 }), ["abcd", "éé", "☎"], ["abcde", "ééé"]],
  ];
  for (const [name, of, good, bad] of cases) {
    it(`is read as ${name} or refused`, () => {
      for (const text of good) assert.equal(of(text), "good", text);
      for (const text of bad) assert.equal(of(text), "bad", text);
    });
  }

  it("is null when, trimmed, it is one of the null values", () => {
    const of = check({ kind: "integer", bits: 16 }, { nullValues: ["", "-1"] });
    for (const text of ["", "  ", "-1", " -1 "]) assert.equal(of(text), "null", text);
    assert.equal(of("-11"), "good");
  });

  it("is an integer exactly when its number has the bits", () => {
    const of = check({ kind: "integer", bits: 32 });
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 40n), max: 2n ** 40n }), (number) => {
        assert.equal(of(String(number)), number >= -(2n ** 31n) && number < 2n ** 31n ? "good" : "bad");
      }),
    );
  });

  it("is a date exactly when the calendar has it", () => {
    const isDate = dateTextCheck("yyyy-MM-dd")!;
    fc.assert(
      fc.property(
        fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
        (date) => {
          assert.equal(isDate(date.toISOString().slice(0, 10)), true);
        },
      ),
    );
  });
});

describe("a date format", () => {
  for (const format of ["yyyy-MM-dd", "dd/MM/yyyy", "yyyyMMdd", "yyyy-MM-dd'T'HH:mm:ss.SSS"]) {
    it(`${format} can be read`, () => {
      assert.notEqual(dateTextCheck(format), undefined);
    });
  }
  for (const format of [
    "",
    "yy-MM-dd",
    "MMM d, yyyy",
    "yyyy-MM",
    "yyyy-MM-dd'",
    "yyyy-MM-dd yyyy",
    "YYYY-MM-DD",
    "(.*)yyyyMMdd",
  ]) {
    it(`"${format}" is refused`, () => {
      assert.equal(dateTextCheck(format), undefined);
    });
  }
});
