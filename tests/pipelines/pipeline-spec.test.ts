import assert from "node:assert/strict";

import { pipelines } from "../../pipelines/all";
import { marketing } from "../../pipelines/marketing";
import { definePipeline, type PipelineSpec } from "../../pipelines/pipeline-spec";

describe("definePipeline", () => {
  it("returns a right spec as it is", () => {
    assert.deepEqual(definePipeline(marketing), marketing);
  });

  it("takes an API as source", () => {
    const source = {
      kind: "api",
      url: "https://api.example.com/contacts?date={logicalDate}",
      allowedHosts: ["api.example.com"],
      recordsField: "records",
      cursorField: "next",
      cursorParameter: "cursor",
      maxPages: 100,
    } as const;
    assert.deepEqual(definePipeline({ ...marketing, source }).source, source);
  });

  type Mistake = readonly [string, Partial<PipelineSpec> | Record<string, unknown>, RegExp];
  const mistakes: readonly Mistake[] = [
    ["an unknown key", { retries: 3 }, /retries is not a known key/],
    ["a name with capitals", { name: "Marketing" }, /name is "Marketing": must be at most 20 small letters/],
    [
      "a contract that isn't there",
      { contract: "contracts/none.yaml" },
      /"contracts\/none.yaml": is not a file/,
    ],
    [
      "a time zone that isn't one",
      { schedule: { ...marketing.schedule, timeZone: "Lisbon" } },
      /schedule.timeZone is "Lisbon"/,
    ],
    [
      "a rate for a cron",
      { schedule: { ...marketing.schedule, expression: "rate(1 days)" } },
      /must be cron\(/,
    ],
    [
      "a prefix without slash",
      { source: { kind: "s3", prefix: "source/marketing" } },
      /source.prefix is "source\/marketing"/,
    ],
    ...[
      "source//x/",
      "source/../x/",
      "/source/x/",
      "source/a..b/",
      "source/a b/",
      "source/.x/",
      "source/%41/",
    ].map((wrong): Mistake => [
      `${wrong} as prefix`,
      { source: { kind: "s3", prefix: wrong } },
      /source.prefix is "[^"]+": must be an S3 prefix/,
    ]),
    [
      "a placeholder it does not know",
      { source: { kind: "s3", prefix: "source/{date}/" } },
      /must be an S3 prefix/,
    ],
    ["lookups that climb", { lookups: "lookups/../source/" }, /lookups is .*must be an S3 prefix/],
    ...["recordsField", "cursorField", "cursorParameter"].flatMap((field) =>
      ["", "1st", "a b", "a&b", "$.records", "a".repeat(65)].map((wrong): Mistake => [
        `${JSON.stringify(wrong)} as ${field}`,
        { source: { ...apiSource(), [field]: wrong } },
        new RegExp(`source.${field} is .*must be at most 64 letters`),
      ]),
    ),
    [
      "a host in capitals",
      { source: { ...apiSource(), allowedHosts: ["API.example.com"] } },
      /source.allowedHosts.0 is "API.example.com": must be in lower case/,
    ],
    [
      "a text that a workflow would evaluate",
      { source: { ...apiSource(), url: "https://api.example.com/?q={%$states%}" } },
      /source.url is .*must not hold \{%/,
    ],
    [
      "a prefix that begins with the date",
      { source: { kind: "s3", prefix: "{logicalDate}/" } },
      /must begin with a fixed folder/,
    ],
    ["lookups that change by date", { lookups: "lookups/{logicalDate}/" }, /must be the same on every date/],
    [
      "an address without TLS",
      { source: { ...apiSource(), url: "http://api.example.com/" } },
      /must be an https address/,
    ],
    [
      "a function of an hour",
      { timeouts: { ...marketing.timeouts, extractSeconds: 3600 } },
      /timeouts.extractSeconds is 3600/,
    ],
    [
      "a bad recipient",
      { notification: { emails: ["x"], statuses: ["FAILED"] } },
      /must be an e-mail address/,
    ],
  ];
  for (const [what, change, message] of mistakes) {
    it(`refuses ${what}, naming key, value and fix`, () => {
      assert.throws(
        () => definePipeline({ ...marketing, ...change }),
        (error: Error) => {
          assert.match(error.message, message);
          assert.match(error.message, /Correct pipelines\//);
          return true;
        },
      );
    });
  }
});

describe("pipelines", () => {
  it("have names of their own", () => {
    const names = pipelines.map((spec) => spec.name);
    assert.deepEqual([...new Set(names)], names);
  });
});

function apiSource(): Record<string, unknown> {
  return {
    kind: "api",
    url: "https://api.example.com/",
    allowedHosts: ["api.example.com"],
    recordsField: "records",
    cursorField: "next",
    cursorParameter: "cursor",
    maxPages: 1,
  };
}
