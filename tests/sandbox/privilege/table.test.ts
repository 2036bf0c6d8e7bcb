import assert from "node:assert/strict";
import type { Evidence } from "../../../sandbox/privilege/evidence";
import { tableOf } from "../../../sandbox/privilege/table";

const PAGE = "Using CloudWatch Logs to log execution history in Step Functions";
const difference = { scenario: "a deploy", aspect: "parent", instead: "refused" };
const empty = { fingerprint: "", resourceReasons: {}, unusedResources: [] };

const evidence: Evidence = {
  stack: "dev",
  scenarios: ["a deploy"],
  statements: [
    {
      ...{ ...empty, role: "ingest", sid: "Own" },
      actions: {
        "sns:Publish": { kind: "missed", ...difference },
        "logs:CreateLogDelivery": { kind: "documented", page: PAGE, ...difference },
        "s3:DeleteObject": { kind: "refuted", reason: "Made up.", ...difference },
      },
    },
  ],
  elsewhere: {
    prod: [
      {
        ...{ ...empty, role: "flow-logs", sid: "Find" },
        actions: { "logs:DescribeLogGroups": { kind: "reason", reason: "VPC does it." } },
      },
    ],
  },
};

describe("the page of least privilege", () => {
  const page = tableOf(evidence);
  const [own, other] = page.split("## Only in prod");

  it("counts what was run apart from what the documentation says, and from false reasons", () => {
    const counts = "1 proved by running, 1 checked from the documentation, 0 with a reason";
    assert.ok(own.includes(`1 statements with 3 actions: ${counts}, 1 with a reason that is false`), own);
  });

  it("names the page of the documentation where a refusal shows no more than the sandbox's own list", () => {
    const row = own.split("\n").find((line) => line.includes("logs:CreateLogDelivery"))!;
    assert.ok(row.includes("required by AWS's documentation") && row.includes(`"${PAGE}"`), row);
    assert.ok(row.includes("the sandbox refuses a machine without it") && !row.includes("a deploy"), row);
  });

  it("shows a reason that is false, with what refutes it", () => {
    assert.match(
      own,
      /`s3:DeleteObject` \| \*\*its reason is false \(Made up\.\)\*\*: a deploy: parent refused/,
    );
  });

  it("lists what only another stack declares in a section of its own", () => {
    assert.ok(!own.includes("### flow-logs"));
    assert.match(other, /### flow-logs[^]*`logs:DescribeLogGroups` \| not seen offline: VPC does it\./);
  });
});
