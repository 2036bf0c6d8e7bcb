import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { duration, share, shorten } from "../../../../cli/report/page/format";
import { markup, trusted } from "../../../../cli/report/page/html";
import { originOf, runView } from "../../../../cli/report/page/model";
import { nextStep } from "../../../../cli/report/page/next-steps";
import { renderPage } from "../../../../cli/report/page/page";
import { balances, rowFlow } from "../../../../cli/report/page/row-flow";
import type { RunReport } from "../../../../cli/report/run-report";
import { failedReport, retriedReport, succeededReport } from "./sample-report";
import { wideReport } from "./sample-wide";

const SAMPLES: Readonly<Record<string, () => RunReport>> = {
  "a run that succeeded": succeededReport,
  "one that retried": retriedReport,
  "one that failed": failedReport,
  "one of 80 states that still runs": wideReport,
  "one of 900 visits": () => succeededReport(300),
};

describe("the run page", function () {
  this.timeout(60_000);
  const validator = new HtmlValidate(
    new StaticConfigLoader({
      root: true,
      extends: ["html-validate:recommended", "html-validate:a11y", "html-validate:document"],
    }),
  );

  for (const [name, sample] of Object.entries(SAMPLES)) {
    it(`of ${name} is valid and accessible HTML`, async () => {
      const { results } = await validator.validateString(renderPage(sample()));
      const found = results.flatMap(({ messages }) =>
        messages.map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`),
      );
      assert.deepEqual(found, []);
    });
  }

  it("is the same, byte by byte, for the same report", () => {
    assert.equal(renderPage(failedReport()), renderPage(failedReport()));
  });

  it("holds no address of another host that would be asked for anything", () => {
    for (const sample of Object.values(SAMPLES)) {
      const page = renderPage(sample());
      assert.doesNotMatch(page, /(?:src|srcset|action|data|poster)\s*=\s*"[^"#]/);
      assert.deepEqual(
        [...page.matchAll(/href="([^#"][^"]*)"/g)].map(([, target]) => target),
        [],
      );
      assert.doesNotMatch(page, /@import|url\((?!"?#)/);
      assert.match(
        page,
        /http-equiv="Content-Security-Policy"\s+content="default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'"/,
      );
      assert.doesNotMatch(page, /\s(?:style|on\w+)="/);
    }
  });

  it("escapes what the run logged", () => {
    const page = renderPage(failedReport());
    assert.ok(page.includes("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert.equal(page.split("<script>").length, 2);
  });

  it("is below 1 MB for an ordinary run, and for one of 900 visits", () => {
    assert.ok(renderPage(succeededReport()).length < 400_000);
    assert.ok(renderPage(succeededReport(300)).length < 400_000);
  });

  it("cuts a payload that is too long, and says so", () => {
    const report = succeededReport();
    const [parent, ...others] = report.executions;
    const input = { json: JSON.stringify({ text: "x".repeat(100_000) }), truncated: true };
    const page = renderPage({ ...report, executions: [{ ...parent, input }, ...others] });
    assert.ok(page.includes("Cut here: 24,000 of 100,011 characters are shown."));
    assert.ok(page.includes("AWS itself left the rest of it out."));
    assert.ok(page.length < 400_000);
  });

  it("leaves out the sections of what the report does not hold", () => {
    const page = renderPage({ ...wideReport(), source: "aws" });
    const sections = [...page.matchAll(/<section class="section" id="([^"]+)"/g)].map(([, id]) => id);
    assert.deepEqual(sections, ["workflow", "timeline", "notifications", "logs"]);
  });

  it("of a report without an execution has its title", () => {
    assert.match(renderPage({ ...wideReport(), executions: [] }), /<h1>wide<\/h1>/);
  });

  it("says what is missing from it, and why", () => {
    assert.ok(
      renderPage(failedReport()).includes("The logs of WaitForLoad could not be read: AccessDenied."),
    );
  });
});

describe("a way taken on an error", () => {
  const page = renderPage(failedReport());

  it("is labelled with the error that was caught, of all that would have been", () => {
    assert.match(page, /class="label taken catch"\s*><rect[^>]*><text[^>]*>TransformFailed</);
    assert.ok(
      page.includes("Transform: on error TransformFailed, TransformOutcome: taken (catches States.ALL)"),
    );
    assert.ok(
      page.includes(
        '<li class="taken">on error TransformFailed, TransformOutcome: taken (catches States.ALL)</li>',
      ),
    );
  });
});

describe("the head of a failed run's page", () => {
  const run = runView(failedReport());

  it("blames the innermost state", () => {
    const origin = originOf(run.executions[0]);
    assert.deepEqual([origin?.view.id, origin?.error], ["state-1-Transform", "TransformFailed"]);
  });

  it("says what to do about the error", () => {
    const page = renderPage(failedReport());
    assert.ok(page.includes(markup`${nextStep("TransformFailed", true)}`.text));
    assert.match(nextStep("SomethingNew", true), /start the same date again/);
    assert.doesNotMatch(nextStep("SomethingNew", false), /date/);
  });

  it("blames nothing in a run that succeeded", () => {
    assert.ok(!renderPage(succeededReport()).includes('class="failure"'));
  });
});

describe("the timeline", () => {
  const rowOf = (report: RunReport, state: string) => {
    const [, row = ""] = new RegExp(`id="${state}-time"(.*?)</a`, "s").exec(renderPage(report)) ?? [];
    return row;
  };

  it("shows each attempt, and hatched the waits between them", () => {
    const looks = [...rowOf(retriedReport(), "state-0-Extract").matchAll(/<rect\s+class="([^"]+)"/g)].map(
      ([, look]) => look,
    );
    assert.deepEqual(looks, [
      "frame tone-ok",
      "bar tone-bad",
      "bar wait",
      "bar tone-bad",
      "bar wait",
      "bar tone-ok",
    ]);
  });

  it("draws bars to scale", () => {
    const [whole, first, wait] = [
      ...rowOf(retriedReport(), "state-0-Extract").matchAll(/\swidth="([\d.]+)%"/g),
    ].map(([, width]) => Number(width));
    assert.ok(Math.abs(first / whole - 120 / 4150) < 0.005, String([whole, first]));
    assert.ok(Math.abs(wait / whole - 1500 / 4150) < 0.005, String([whole, wait]));
  });

  it("keeps a state of 300 visits in one row of few bars", () => {
    const row = rowOf(succeededReport(300), "state-1-DescribeLoad");
    assert.match(row, /300 visits/);
    assert.ok([...row.matchAll(/<rect/g)].length <= 120);
  });
});

describe("the flow of rows", () => {
  it("is told in words", () => {
    assert.ok(
      rowFlow({
        source: 45_211,
        curated: 45_100,
        duplicates: 11,
        quarantined: 100,
        inserted: 45_000,
        updated: 100,
        quarantineReasons: {},
      }).text.includes(
        "Of 45,211 source rows, 45,100 were curated, 100 quarantined and 11 were duplicates; 45,000 were inserted and 100 updated.",
      ),
    );
  });

  it("says where rows are unaccounted for", () => {
    const sums = balances({
      source: 10,
      curated: 8,
      duplicates: 1,
      quarantined: 0,
      inserted: 8,
      updated: 0,
      quarantineReasons: {},
    });
    assert.deepEqual(
      sums.map(({ sum, holds }) => [sum, holds]),
      [
        ["10 = 8 + 0 + 1", false],
        ["8 = 8 + 0", true],
      ],
    );
  });
});

describe("markup", () => {
  it("escapes strings, takes markup as it is, and joins lists", () => {
    const name = `<b>&"'`;
    assert.equal(
      markup`<p title="${name}">${[markup`<i>${1}</i>`, "<"]}${undefined}${false}</p>`.text,
      '<p title="&lt;b&gt;&amp;&quot;&#39;"><i>1</i>&lt;</p>',
    );
    assert.equal(markup`${trusted("<hr>")}`.text, "<hr>");
  });

  it("leaves the white space of values alone, and of templates keeps one line break", () => {
    assert.equal(
      markup`<p>
        ${"a\n   b"}
      </p>`.text,
      "<p>\na\n   b\n</p>",
    );
  });

  it("replaces control characters", () => {
    assert.equal(markup`${"\u0000\u001b[31m\r\nred\ttab"}`.text, "\ufffd\ufffd[31m\nred\ttab");
  });
});

describe("numbers on the page", () => {
  it("have the unit a person would choose", () => {
    assert.deepEqual([0, 999, 1000, 59_949, 59_950, 3_599_400, 3_600_000, 4_320_000].map(duration), [
      ...["0 ms", "999 ms", "1.0 s", "59.9 s", "1 min 00 s", "59 min 59 s", "1 h 00 min", "1 h 12 min"],
    ]);
  });

  it("never show something as nothing", () => {
    assert.deepEqual(
      [share(0, 10), share(1, 1_000_000), share(1, 3), share(9, 10)],
      ["0 %", "< 0.01 %", "33.3 %", "90 %"],
    );
  });

  it("are shortened with a sign", () => {
    assert.deepEqual(
      [shorten("abcdef", 6), shorten("abcdefg", 6), shorten("a\n b", 6)],
      ["abcdef", "abcde…", "a b"],
    );
  });
});

describe("the page's colours", () => {
  const css = fs.readFileSync(path.join(__dirname, "../../../../cli/report/page/page.css"), "utf8");
  const colours = new Map(
    [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);/g)].map(([, name, light, dark]) => [
      name,
      [light, dark],
    ]),
  );
  const tones = ["ok", "bad", "caught", "stopped", "running"];
  const texts: readonly (readonly [string, string])[] = [
    ...["page", "card", "well"].flatMap((ground) =>
      ["ink", "soft", "accent"].map((text) => [text, ground] as const),
    ),
    ...["card", "well"].flatMap((ground) => tones.map((tone) => [tone, ground] as const)),
    ...tones.flatMap(
      (tone) =>
        [
          [tone, `${tone}-tint`],
          ["ink", `${tone}-tint`],
          ["soft", `${tone}-tint`],
        ] as const,
    ),
    ["accent", "bad-tint"],
    ["accent", "stopped-tint"],
  ];

  for (const [index, theme] of ["light", "dark"].entries()) {
    it(`give text a contrast of 4.5 and more in the ${theme} theme`, () => {
      const faint = texts.filter(
        ([text, ground]) => contrast(colourOf(text, index), colourOf(ground, index)) < 4.5,
      );
      assert.deepEqual(faint, []);
    });

    it(`give lines, borders and icons a contrast of 3 and more in the ${theme} theme`, () => {
      const faint = ["edge", ...tones].filter(
        (name) => contrast(colourOf(name, index), colourOf("card", index)) < 3,
      );
      assert.deepEqual(faint, []);
    });
  }

  function colourOf(name: string, theme: number): string {
    const found = colours.get(name);
    assert.ok(found, `page.css defines no colour --${name}`);
    return found[theme];
  }
});

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
