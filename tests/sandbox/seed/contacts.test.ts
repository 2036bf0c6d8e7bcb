import assert from "node:assert/strict";
import { contactDays } from "../../../sandbox/seed/contacts";

describe("contactDays", () => {
  const days = contactDays();

  it("delivers every contact once, on 561 days from 2008-05-05 to 2010-11-17, in date order", () => {
    assert.equal(days.length, 561);
    assert.deepEqual([days[0]?.date, days.at(-1)?.date], ["2008-05-05", "2010-11-17"]);
    assert.deepEqual(
      days.map((day) => day.date),
      days.map((day) => day.date).sort(),
    );
    const ids = days.flatMap((day) =>
      day.text
        .trimEnd()
        .split("\n")
        .slice(1)
        .map((line) => Number(line.split(",")[0])),
    );
    assert.equal(ids.length, 45_211);
    assert.equal(new Set(ids).size, 45_211);
  });

  it("has its busiest days where the source's description says", () => {
    const busiest = [...days].sort((a, b) => b.rows - a.rows).slice(0, 3);
    assert.deepEqual(
      busiest.map(({ date, rows }) => [date, rows]),
      [
        ["2008-11-21", 825],
        ["2008-11-20", 751],
        ["2008-11-18", 709],
      ],
    );
  });

  it("writes contact_id before the source's columns", () => {
    assert.match(days[0].text, /^contact_id,age,job,.*,y\n1,58,management,married,tertiary,no,2143,/);
  });
});
