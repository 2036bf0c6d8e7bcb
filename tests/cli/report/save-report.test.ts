import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { RunReport } from "../../../cli/report/run-report";
import { reportFolder, saveReport } from "../../../cli/report/save-report";
import { stateDirectory } from "../../../sandbox/paths";

const report: RunReport = {
  title: "nightly",
  source: "aws",
  generatedAt: "2008-11-22T00:00:00.000Z",
  executions: [
    {
      executionArn: "arn:aws:states:eu-west-1:111122223333:execution:nightly:a b&c",
      machineName: "nightly",
      status: "SUCCEEDED",
      startedAt: "2008-11-22T00:00:00.000Z",
      graph: { startAt: "P", states: [] },
      visits: [],
    },
  ],
  rules: [],
  notifications: [],
  notes: [],
};

describe("the folder of a run's report", () => {
  it("is named by pipeline, date and execution, else by the machine", () => {
    const name = (of: RunReport): string =>
      path.relative(path.join(stateDirectory(), "runs"), reportFolder(of));
    assert.equal(
      name({ ...report, pipeline: "marketing", logicalDate: "2008-11-21" }),
      "marketing-2008-11-21-a_b_c",
    );
    assert.equal(name(report), "nightly-a_b_c");
  });

  it("gets the page, and the data that draws it again", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-report-"));
    try {
      const page = saveReport(report, path.join(folder, "run"));
      assert.equal(page, path.join(folder, "run", "report.html"));
      assert.match(fs.readFileSync(page, "utf8"), /^<!doctype html>/i);
      assert.deepEqual(JSON.parse(fs.readFileSync(path.join(folder, "run", "report.json"), "utf8")), report);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
