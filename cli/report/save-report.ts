import fs from "node:fs";
import path from "node:path";
import { makeFolder } from "../../sandbox/make-folder";
import { stateDirectory } from "../../sandbox/paths";
import { renderPage } from "./page/page";
import type { RunReport } from "./run-report";

/** Where a run's report is kept: `.stepline/runs/marketing-2008-11-21-<execution>/`. */
export function reportFolder({ pipeline, logicalDate, executions }: RunReport): string {
  const [{ executionArn, machineName }] = executions;
  const parts = [pipeline ?? machineName, logicalDate, executionArn.split(":").at(-1)];
  const name = parts.filter((part) => part !== undefined).join("-");
  // Execution names may hold what a file system doesn't take.
  return path.join(stateDirectory(), "runs", name.replace(/[^A-Za-z0-9._-]/g, "_"));
}

/** Writes `report.html`, and the data it was drawn from as `report.json` beside it. Returns the page's path. */
export function saveReport(report: RunReport, folder: string): string {
  const page = path.join(folder, "report.html");
  makeFolder(folder);
  fs.writeFileSync(path.join(folder, "report.json"), reportJson(report));
  fs.writeFileSync(page, renderPage(report));
  return page;
}

export function reportJson(report: RunReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
