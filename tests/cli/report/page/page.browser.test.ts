import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { renderPage } from "../../../../cli/report/page/page";
import type { RunReport } from "../../../../cli/report/run-report";
import { CHROMIUM_ARGS, chromiumPath } from "./chromium";
import { failedReport, retriedReport, succeededReport } from "./sample-report";
import { wideReport } from "./sample-wide";

const SAMPLES: Readonly<Record<string, () => RunReport>> = {
  succeeded: succeededReport,
  retried: retriedReport,
  failed: failedReport,
  wide: wideReport,
};

const EXTRACT = 'a.node[data-state="state-0-Extract"]';
const PANEL = "#state-0-Extract";

describe("the run page in Chromium", function () {
  this.timeout(60_000);
  let browser: Browser;
  let folder: string;

  before(async function () {
    const executablePath = chromiumPath();
    if (executablePath === undefined) {
      assert.notEqual(process.env.CI, "true", "No Chromium: install one, or name it in CHROMIUM_PATH.");
      process.stdout.write(
        "  No Chromium on the PATH or in CHROMIUM_PATH: the page was not opened in a browser.\n",
      );
      this.skip();
    }
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-page-"));
    for (const [name, sample] of Object.entries(SAMPLES)) {
      fs.writeFileSync(path.join(folder, `${name}.html`), renderPage(sample()));
    }
    browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS, timeout: 60_000 });
  });

  after(async () => {
    // Neither is there where there is no Chromium.
    await (browser as Browser | undefined)?.close();
    if ((folder as string | undefined) !== undefined) {
      fs.rmSync(folder, { recursive: true });
    }
  });

  /** Opens a sample, hands it over, and closes it. What it asked for and complained about is told. */
  async function opened<T>(
    name: string,
    options: BrowserContextOptions,
    use: (page: Page, told: { readonly requests: string[]; readonly complaints: string[] }) => Promise<T>,
  ): Promise<T> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const told = { requests: [] as string[], complaints: [] as string[] };
    try {
      const page = await context.newPage();
      page.on("request", (request) => told.requests.push(request.url()));
      page.on("console", (message) => told.complaints.push(message.text()));
      page.on("pageerror", (error) => told.complaints.push(error.message));
      await page.goto(addressOf(name));
      return await use(page, told);
    } finally {
      await context.close();
    }
  }

  function addressOf(name: string): string {
    return pathToFileURL(path.join(folder, `${name}.html`)).href;
  }

  for (const name of Object.keys(SAMPLES)) {
    it(`asks for nothing but itself and complains of nothing (${name})`, async () => {
      await opened(name, {}, async (page, { requests, complaints }) => {
        await page.locator("a.node").first().click();
        await page.keyboard.press("Escape");
        assert.deepEqual(requests, [addressOf(name)]);
        assert.deepEqual(complaints, []);
      });
    });

    it(`never scrolls sideways on a phone (${name})`, async () => {
      await opened(name, { viewport: { width: 360, height: 740 } }, async (page) => {
        assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 360);
        await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
        assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 360);
        await page.locator("a.time-row").first().click();
        const panel = "document.querySelector('.panel:target')";
        assert.equal(await page.evaluate(`${panel}.scrollWidth - ${panel}.clientWidth`), 0);
      });
    });
  }

  it("is refused to ask a host, whatever a script in it tries", async () => {
    await opened("succeeded", {}, async (page, { requests }) => {
      const refused = await page.evaluate("fetch('http://127.0.0.1:9/').then(() => false, () => true)");
      assert.equal(refused, true);
      assert.deepEqual(requests, [addressOf("succeeded")]);
    });
  });

  it("tells a screen reader headings, regions, and each state with its outcome", async () => {
    await opened("failed", {}, async (page) => {
      const tree = await page.locator("body").ariaSnapshot();
      assert.match(tree, /heading "marketing 2008-11-21" \[level=1\]/);
      for (const section of [
        "Workflows",
        "Timeline",
        "Rows",
        "Quality rules",
        "Notification",
        "Logs",
        "Permissions",
      ]) {
        assert.match(tree, new RegExp(`region "${section}":\\n\\s+- heading "${section}" \\[level=2\\]`));
      }
      assert.match(tree, /heading "TransformFailed in TransformAndLoad › Transform" \[level=2\]/);
      assert.match(tree, /link "Extract: succeeded, Task, Lambda, took 910 ms"/);
      assert.match(tree, /link "Transform: caught, Task, Glue, took 8\.3 s"/);
      assert.match(tree, /link "PipelineFailed: failed, Fail, took 1 ms"/);
      assert.match(tree, /link "RecordSuccess: not entered, Task, DynamoDB"/);
      assert.match(tree, /img "Of 542 source rows, 478 were curated/);
    });
  });

  it("has its headings in order", async () => {
    await opened("failed", {}, async (page) => {
      await page.locator(EXTRACT).click();
      const levels = await page
        .locator("h1:visible, h2:visible, h3:visible, h4:visible")
        .evaluateAll((all) => all.map((one) => Number((one as { tagName: string }).tagName[1])));
      assert.equal(levels[0], 1);
      for (const [index, level] of levels.slice(1).entries()) {
        assert.ok(level <= levels[index] + 1, `level ${levels[index]} is followed by ${level}`);
      }
    });
  });

  it("lets Tab reach every state, in the order it was entered, and Enter open it", async () => {
    await opened("succeeded", {}, async (page) => {
      await page.keyboard.press("Tab");
      assert.equal(await focused(page, "className"), "skip");
      const reached: string[] = [];
      // At the end of the page the focus leaves it.
      while ((await focused(page, "tagName")) !== "BODY") {
        await page.keyboard.press("Tab");
        if ((await focused(page, "classList.contains('node')")) === true) {
          reached.push(String(await focused(page, "dataset.state")));
        }
      }
      const states = await page
        .locator("a.node")
        .evaluateAll((all) =>
          all.map((one) => (one as unknown as { dataset: { state: string } }).dataset.state),
        );
      assert.deepEqual(reached, states);
      assert.deepEqual(
        reached.slice(0, 4),
        ["PlanRun", "InputIsValid", "AcquireRun", "Extract"].map((state) => `state-0-${state}`),
      );
    });
  });

  it("opens a state with Enter, moves the focus there, and gives it back on Escape without scrolling", async () => {
    await opened("succeeded", { reducedMotion: "reduce" }, async (page) => {
      await page.locator(EXTRACT).focus();
      const before = await page.evaluate("scrollY");
      await page.keyboard.press("Enter");
      await page.locator(PANEL).waitFor({ state: "visible" });
      await page.waitForFunction("document.activeElement.id === 'state-0-Extract'");
      assert.equal(await page.locator(EXTRACT).getAttribute("aria-current"), "true");
      await page.keyboard.press("Escape");
      await page.locator(PANEL).waitFor({ state: "hidden" });
      assert.equal(await focused(page, "id"), "state-0-Extract-node");
      assert.equal(await page.evaluate("scrollY"), before);
    });
  });

  for (const [where, selector] of [
    ["the graph", "#state-0-Extract-node"],
    ["the timeline", "#state-0-Extract-time"],
    ["the table of states", "#state-0-Extract-row"],
  ] as const) {
    it(`opens a state from ${where}, and gives the focus back there`, async () => {
      await opened("retried", {}, async (page) => {
        await page.locator("summary", { hasText: "Its states as a table" }).first().click();
        await page.locator(selector).click();
        const panel = page.locator(PANEL);
        await panel.waitFor({ state: "visible" });
        const text = await panel.innerText();
        for (const part of [
          "Lambda.TooManyRequestsException",
          "1.5 s",
          "Input",
          "Output",
          "542 rows, 61204 bytes",
          "then ValidateSchema: taken",
        ]) {
          assert.ok(text.includes(part), `${part} is not in: ${text}`);
        }
        await panel.locator(".close").click();
        await panel.waitFor({ state: "hidden" });
        assert.equal(`#${String(await focused(page, "id"))}`, selector);
      });
    });
  }

  it("moves the focus within a graph by arrow keys", async () => {
    await opened("succeeded", {}, async (page) => {
      await page.locator(EXTRACT).focus();
      await page.keyboard.press("ArrowDown");
      assert.equal(await focused(page, "id"), "state-0-ValidateSchema-node");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowUp");
      assert.equal(await focused(page, "id"), "state-0-AcquireRun-node");
    });
  });

  it("shows details, themes and the choice of statements without a script", async () => {
    await opened("failed", { javaScriptEnabled: false, colorScheme: "light" }, async (page) => {
      await page.locator(EXTRACT).click();
      const panel = page.locator(PANEL);
      await panel.waitFor({ state: "visible" });
      await panel.getByRole("link", { name: "Next state: ValidateSchema" }).click();
      await page.locator("#state-0-ValidateSchema").waitFor({ state: "visible" });
      await panel.waitFor({ state: "hidden" });
      await page.locator("#state-0-ValidateSchema .close").click();
      await page.locator("#state-0-ValidateSchema").waitFor({ state: "hidden" });
      await page.locator("label", { hasText: "Denied 1" }).click();
      assert.equal(await page.locator(".iam tr[class]:visible").count(), 2);
      await page.locator("label", { hasText: "dark" }).click();
      assert.notEqual(await background(page), LIGHT);
    });
  });

  const LIGHT = "rgb(245, 246, 248)";

  it("follows the colour scheme asked for, until one is chosen, and remembers that", async () => {
    await opened("succeeded", { colorScheme: "dark" }, async (page) => {
      assert.equal(await background(page), "rgb(14, 18, 22)");
      await page.emulateMedia({ colorScheme: "light" });
      assert.equal(await background(page), LIGHT);
      await page.locator("label", { hasText: "dark" }).click();
      assert.equal(await background(page), "rgb(14, 18, 22)");
      await page.reload();
      assert.equal(await background(page), "rgb(14, 18, 22)");
    });
  });

  it("does not move where less motion is asked for", async () => {
    await opened("succeeded", { reducedMotion: "reduce" }, async (page) => {
      await page.locator(EXTRACT).click();
      assert.equal(await styleOf(page, PANEL, "animationName"), "none");
    });
  });

  it("keeps outcomes apart where colours are forced", async () => {
    await opened("failed", { forcedColors: "active" }, async (page) => {
      const dashes = async (state: string) =>
        styleOf(page, `#state-0-${state}-node > rect`, "strokeDasharray");
      assert.notEqual(await dashes("RecordSuccess"), await dashes("Extract"));
      assert.equal(await page.locator("#state-0-PipelineFailed-node use").getAttribute("href"), "#icon-bad");
    });
  });

  it("prints the details of all states, folded or not, and no controls", async () => {
    await opened("succeeded", {}, async (page) => {
      await page.emulateMedia({ media: "print" });
      assert.equal(await page.locator(".panel:visible").count(), await page.locator(".panel").count());
      assert.equal(await page.locator(".top").isVisible(), false);
      const pdf = await page.pdf({ format: "A4" });
      assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
    });
  });

  const PHONE = { viewport: { width: 390, height: 844 } };

  it("shows on a phone, without a script, the way a failed run took: states, outcomes, durations, the error", async () => {
    await opened("failed", { ...PHONE, javaScriptEnabled: false }, async (page) => {
      const way = page.getByRole("group", { name: "Way taken" });
      const steps = (await way.last().locator("li").allInnerTexts()).map((text) => text.replace(/\s+/g, " "));
      assert.deepEqual(steps, [
        "PlanBatch 3 ms",
        "Transform caught 8.3 s TransformFailed → TransformOutcome",
        "TransformOutcome 3 ms otherwise → Failed",
        "Failed failed 1 ms",
      ]);
      const names = await way.first().locator("li a").allInnerTexts();
      assert.deepEqual(names.slice(-4), [
        "TransformAndLoad",
        "RecordFailure",
        "NotifyFailure",
        "PipelineFailed",
      ]);
      const icons = await page.evaluate(
        "[...document.querySelector('.way').querySelectorAll('use')].map((use) => use.getAttribute('href'))",
      );
      assert.deepEqual((icons as string[]).slice(-4), ["#icon-caught", "#icon-ok", "#icon-ok", "#icon-bad"]);
      for (const link of await way.locator("li a").all()) {
        const box = await link.boundingBox();
        assert.ok(box !== null && box.x >= 0 && box.x + box.width <= 390 && box.height >= 24);
      }
      await way.first().getByRole("link", { name: "PipelineFailed" }).click();
      await page.locator("#state-0-PipelineFailed").waitFor({ state: "visible" });
    });
  });

  it("gives the focus back to the way taken, which a wide screen does not show", async () => {
    await opened("failed", PHONE, async (page) => {
      await page.locator("#state-0-Extract-way").click();
      await page.locator(PANEL).waitFor({ state: "visible" });
      await page.keyboard.press("Escape");
      assert.equal(await focused(page, "id"), "state-0-Extract-way");
      await page.setViewportSize({ width: 1280, height: 900 });
      assert.equal(await page.locator(".way:visible").count(), 0);
    });
  });

  it("shades the edge of a graph that hides a part of it, and no other", async () => {
    await opened("failed", PHONE, async (page) => {
      const scroller = page.locator(".graph-scroller").first();
      // What is drawn would be in the way of a look at the edge.
      await page.evaluate("document.querySelector('.graph').style.visibility = 'hidden'");
      const spot = async (from: "left" | "right") => {
        const box = await scroller.boundingBox();
        assert.ok(box !== null);
        const x = from === "left" ? box.x + 1 : box.x + box.width - 5;
        const y = box.y + 100 + Number(await page.evaluate("scrollY"));
        const clip = { x, y, width: 4, height: 4 };
        return (await page.screenshot({ clip, fullPage: true })).toString("base64");
      };
      const scrolled = async (left: number) => {
        await scroller.evaluate((element, to) => {
          (element as unknown as { scrollLeft: number }).scrollLeft = to;
        }, left);
        return { left: await spot("left"), right: await spot("right") };
      };
      const [start, middle, end] = [await scrolled(0), await scrolled(300), await scrolled(100_000)];
      assert.equal(start.left, end.right, "no shadow where the graph ends");
      assert.notEqual(start.right, start.left, "a shadow on the right at first");
      assert.notEqual(end.left, end.right, "a shadow on the left at last");
      assert.deepEqual(middle, { left: end.left, right: start.right });
    });
  });

  it("fits every name of a state into its node", async () => {
    await opened("failed", {}, async (page) => {
      const wide = await page.evaluate(`[...document.querySelectorAll("a.node")].filter((node) => {
        const box = node.querySelector("rect").getBBox();
        return [...node.querySelectorAll("text")].some((text) => {
          const own = text.getBBox();
          return own.x + own.width > box.x + box.width - 4;
        });
      }).map((node) => node.id)`);
      assert.deepEqual(wide, []);
    });
  });
});

async function focused(page: Page, property: string): Promise<unknown> {
  return page.evaluate(`document.activeElement.${property}`);
}

async function background(page: Page): Promise<unknown> {
  return styleOf(page, "body", "backgroundColor");
}

async function styleOf(page: Page, selector: string, property: string): Promise<unknown> {
  return page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).${property}`);
}
