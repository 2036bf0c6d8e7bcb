import { createHash } from "node:crypto";
import type { RunReport } from "../run-report";
import { asset } from "./asset";
import { dateAndTime } from "./format";
import { markup, trusted, type Html } from "./html";
import { runView, type RunView } from "./model";
import { ICONS, statusWords } from "./outcome";
import { header } from "./sections/header";
import { iamSection } from "./sections/iam";
import { logsSection } from "./sections/logs";
import { notificationsSection, recordSection, warehouseSection } from "./sections/results";
import { rowsSection } from "./sections/rows";
import { rulesSection } from "./sections/rules";
import { sectionElement, type Section } from "./sections/section";
import { statePanels } from "./sections/state-panel";
import { timelineSection } from "./sections/timeline";
import { workflowSection } from "./sections/workflow";

/**
 * The run as one HTML file that asks no host for anything: its policy forbids it to. All of it can be read without the script;
 * that adds keys and remembers the theme. The same report makes the same bytes.
 */
export function renderPage(report: RunReport): string {
  const run = runView(report);
  const style = asset("page.css");
  const script = asset("page.client.js");
  const sections = sectionsOf(run);
  const page = markup`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <title>${titleOf(run)}</title>
        <style>${trusted(style)}</style>
      </head>
      <body>
        ${ICONS}
        <a class="skip" href="#main">Skip to the run</a>
        ${topBar(sections)}
        <main id="main" tabindex="-1">${header(run)}${sections.map(sectionElement)}</main>
        ${statePanels(run)}
        <footer class="foot">
          <p>Made by Stepline on ${dateAndTime(report.generatedAt)}. All times are UTC.</p>
        </footer>
        <script>${trusted(script)}</script>
      </body>
    </html>
`;
  return page.text;
}

/** What the run did not get to has no section. */
function sectionsOf(run: RunView): readonly Section[] {
  const { report } = run;
  return [
    workflowSection(run),
    timelineSection(run),
    ...(report.rows === undefined ? [] : [rowsSection(report.rows)]),
    ...(report.rules.length === 0 ? [] : [rulesSection(report.rules)]),
    ...(report.warehouse === undefined ? [] : [warehouseSection(report.warehouse)]),
    notificationsSection(report.notifications),
    logsSection(run),
    ...(report.iam === undefined ? [] : [iamSection(report.iam)]),
    ...(report.ledger === undefined && report.timings === undefined
      ? []
      : [recordSection(report.ledger, report.timings)]),
  ];
}

function titleOf({ report, executions }: RunView): string {
  const status = executions.at(0)?.report.status;
  return status === undefined ? report.title : `${statusWords(status)}: ${report.title}`;
}

function topBar(sections: readonly Section[]): Html {
  return markup`<div class="top">
    <nav class="contents" aria-label="Sections of this page">
      <ul>
        ${sections.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)}
      </ul>
    </nav>
    <fieldset class="theme">
      <legend>Theme</legend>
      ${["auto", "light", "dark"].map((theme) => markup`<label><input type="radio" name="theme" id="theme-${theme}" value="${theme}" ${theme === "auto" && markup` checked`}><span>${theme}</span></label>`)}
    </fieldset>
  </div>`;
}

/** The policy names the page's own style sheet and script, so no other would be run. */
function hash(text: string): Html {
  return trusted(`'sha256-${createHash("sha256").update(text).digest("base64")}'`);
}
