import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  isDate,
  isPlainKey,
  parseExtractEvent,
  parseReconcileEvent,
  parseStartLoadEvent,
  parseValidateSchemaEvent,
} from "../../handlers/event-schema";
import { run } from "./fakes/sample-contract";

const landing = { bucket: "raw-bucket", key: "landing/marketing/2008-11-21/run-1/" };
const extractEvent = {
  ...run,
  source: {
    kind: "s3",
    bucket: "raw-bucket",
    prefix: "source/marketing/contact_date={logicalDate}/",
  },
  lookups: { bucket: "raw-bucket", key: "lookups/marketing/" },
  landing,
};
const apiSource = {
  kind: "api",
  url: "https://api.example.com/contacts?date={logicalDate}",
  allowedHosts: ["api.example.com"],
  recordsField: "records",
  cursorField: "next",
  cursorParameter: "cursor",
  maxPages: 10,
};

function refuses(parse: (event: unknown) => unknown, event: unknown, message: RegExp): void {
  assert.throws(
    () => parse(event),
    (error: Error) => {
      assert.equal(error.name, "InvalidEvent");
      assert.match(error.message, message);
      return true;
    },
  );
}

describe("event schema", () => {
  it("gives back the events of the workflows unchanged", () => {
    const attempt = { loadAttempt: 0, redriveCount: 2 };
    const file = { bucket: "curated", key: "marketing/2008-11-21/run-1/attempt-0/_copy_manifest.json" };
    const manifest = { bucket: "raw-bucket", key: `${landing.key}manifest.json` };
    const quarantine = { bucket: "quarantine", key: "marketing/2008-11-21/run-1/" };
    assert.deepEqual(parseExtractEvent(extractEvent), extractEvent);
    const fromApi = { ...extractEvent, source: apiSource };
    assert.deepEqual(parseExtractEvent(fromApi), fromApi);
    const validate = { ...run, manifest, quarantine };
    assert.deepEqual(parseValidateSchemaEvent(validate), validate);
    const load = { ...run, ...attempt, copyManifest: file };
    assert.deepEqual(parseStartLoadEvent(load), load);
    const reconcile = { ...run, ...attempt, summary: file, sourceRows: 825 };
    assert.deepEqual(parseReconcileEvent(reconcile), reconcile);
  });

  it("refuses what is no object", () => {
    for (const event of [undefined, null, "text", 1, []]) refuses(parseExtractEvent, event, /^event is /);
  });

  it("names an unknown member and those it takes", () => {
    refuses(
      parseExtractEvent,
      { ...extractEvent, dryRun: true },
      /unknown member "dryRun": it takes pipeline, /,
    );
  });

  it("names a missing member", () => {
    refuses(parseExtractEvent, { ...extractEvent, landing: undefined }, /event\.landing is missing/);
  });

  for (const date of [
    "2008-11-31",
    "2008-1-1",
    "21.11.2008",
    "2008-11-21T00:00:00Z",
    "",
    "invalid",
    20081121,
  ]) {
    it(`refuses the logical date ${JSON.stringify(date)}`, () => {
      refuses(
        parseExtractEvent,
        { ...extractEvent, logicalDate: date },
        /event\.logicalDate is .*2008-11-21/,
      );
    });
  }

  for (const key of [
    "landing/../secret/",
    "landing/%2e%2e/",
    "landing//",
    "/landing/",
    "landing",
    "land ing/",
    "landing\n/",
    "landing/a..b/",
  ]) {
    it(`refuses the prefix ${JSON.stringify(key)}`, () => {
      refuses(
        parseExtractEvent,
        { ...extractEvent, landing: { bucket: "raw-bucket", key } },
        /event\.landing\.key/,
      );
    });
  }

  it("refuses a run id that could leave its prefix or its SQL literal", () => {
    for (const runId of ["a/b", "..", "a'b", "", "-run", "x".repeat(81)]) {
      refuses(parseExtractEvent, { ...extractEvent, runId }, /event\.runId/);
    }
  });

  it("accepts run ids as long as Step Functions makes them, in every member that has them", () => {
    for (const runId of ["x".repeat(80), `${"0-_Z".repeat(19)}-a_9`, "_"]) {
      const prefix = `marketing/2008-11-21/${runId}/`;
      const named = { ...extractEvent, runId, landing: { bucket: "raw-bucket", key: `landing/${prefix}` } };
      assert.deepEqual(parseExtractEvent(named), named);
    }
  });

  it("accepts redrives up to a thousand of a thousand", () => {
    const copyManifest = { bucket: "curated", key: "marketing/_copy_manifest.json" };
    for (const redriveCount of [0, 1_000, 999_999, 1_000_000]) {
      const load = { ...run, loadAttempt: 3, redriveCount, copyManifest };
      assert.deepEqual(parseStartLoadEvent(load), load);
      const reconcile = { ...run, loadAttempt: 3, redriveCount, summary: copyManifest, sourceRows: 0 };
      assert.deepEqual(parseReconcileEvent(reconcile), reconcile);
    }
  });

  it("refuses an API source without HTTPS, hosts or pages", () => {
    const broken: [object, RegExp][] = [
      [{ url: "http://api.example.com/" }, /event\.source\.url/],
      [{ allowedHosts: [] }, /event\.source\.allowedHosts/],
      [{ allowedHosts: ["*.example.com"] }, /event\.source\.allowedHosts\[0\]/],
      [{ maxPages: 0 }, /event\.source\.maxPages/],
      [{ kind: "ftp" }, /event\.source\.kind/],
    ];
    for (const [change, message] of broken) {
      refuses(parseExtractEvent, { ...extractEvent, source: { ...apiSource, ...change } }, message);
    }
  });

  it("refuses counts that are not whole numbers", () => {
    for (const sourceRows of [-1, 1.5, "825", null]) {
      const event = { ...run, loadAttempt: 0, redriveCount: 0, summary: landing, sourceRows };
      refuses(parseReconcileEvent, { ...event, summary: { bucket: "curated", key: "s.json" } }, /sourceRows/);
    }
  });
});

describe("isPlainKey", () => {
  it("never accepts what climbs, encodes or hides", () => {
    const suspicious = /\.\.|%|\/\/|[\u0000-\u001f\u007f-\uffff \\?#*'"]|^\/|\/$|(^|\/)\./;
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from("ab0_.=-/%\\ \u0000\u00e9")) }), (key) => {
        assert.ok(!isPlainKey(key) || !suspicious.test(key));
      }),
    );
  });

  it("accepts the keys that producers use", () => {
    assert.ok(isPlainKey("contact_date=2008-11-21/contacts-01.csv"));
    assert.ok(isPlainKey("_SUCCESS"));
  });
});

describe("isDate", () => {
  it("accepts exactly the days of the calendar", () => {
    const days = fc.date({
      min: new Date("0001-01-01"),
      max: new Date("9999-12-31"),
      noInvalidDate: true,
    });
    fc.assert(fc.property(days, (day) => isDate(day.toISOString().slice(0, 10))));
    assert.ok(isDate("2008-02-29"));
    assert.ok(!isDate("2009-02-29"));
  });
});
