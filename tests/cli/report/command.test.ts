import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { HELP, run } from "../../../cli/commands/report";
import type { RunReport } from "../../../cli/report/run-report";
import { entered, exited, history } from "./execution/events";
import { executionArn, stepFunctions } from "./executions";
import { FakeAws } from "./fake-aws";

const ARN = executionArn("nightly:42");
const VARIABLES = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"];
const ALSO = [
  "AWS_ENDPOINT_URL",
  "AWS_EC2_METADATA_DISABLED",
  "AWS_SHARED_CREDENTIALS_FILE",
  "AWS_CONFIG_FILE",
];

describe("stepline report", () => {
  const before_ = Object.fromEntries([...VARIABLES, ...ALSO].map((name) => [name, process.env[name]]));
  let aws: FakeAws;
  let folder: string;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-report-"));
    const definition = { StartAt: "P", States: { P: { Type: "Pass", End: true } } };
    const events = history(
      ["ExecutionStarted"],
      ["PassStateEntered", entered("P"), 0],
      ["PassStateExited", exited("P")],
    );
    aws = await FakeAws.start({
      ...stepFunctions({ [ARN]: { status: "SUCCEEDED", definition, events } }),
    });
  });

  beforeEach(() => {
    for (const name of [...VARIABLES, ...ALSO]) {
      Reflect.deleteProperty(process.env, name);
    }
    process.env.AWS_ACCESS_KEY_ID = "AKIAEXAMPLE";
    process.env.AWS_SECRET_ACCESS_KEY = "secret";
  });

  after(async () => {
    for (const [name, value] of Object.entries(before_)) {
      if (value === undefined) {
        Reflect.deleteProperty(process.env, name);
      } else {
        process.env[name] = value;
      }
    }
    fs.rmSync(folder, { recursive: true });
    await aws.close();
  });

  const file = (name: string): string => path.join(folder, name);

  /** Runs the command and gives what it wrote to stdout. */
  async function output(...args: readonly string[]): Promise<string> {
    const write = process.stdout.write.bind(process.stdout);
    let text = "";
    process.stdout.write = (chunk: string) => {
      text += chunk;
      return true;
    };
    try {
      assert.equal(await run(args), 0);
    } finally {
      process.stdout.write = write;
    }
    return text;
  }

  it("writes the page of an execution, and says where", async () => {
    const said = await output(ARN, "--endpoint-url", aws.url, "--out", file("a/page.html"));
    assert.equal(path.resolve(said.trim()), file("a/page.html"));
    assert.match(fs.readFileSync(file("a/page.html"), "utf8"), /^<!doctype html>[\s\S]*nightly/i);
  });

  it("writes the data instead of the page when asked to", async () => {
    const report = JSON.parse(await output(ARN, "--endpoint-url", aws.url, "--json")) as RunReport;
    assert.deepEqual([report.source, report.executions[0].status], ["sandbox", "SUCCEEDED"]);
    await output(ARN, "--endpoint-url", aws.url, "--json", "--out", file("report.json"));
    assert.equal((JSON.parse(fs.readFileSync(file("report.json"), "utf8")) as RunReport).title, "42");
  });

  it("draws a saved report again, beside it", async () => {
    await output(ARN, "--endpoint-url", aws.url, "--json", "--out", file("b/report.json"));
    await output(file("b/report.json"));
    assert.match(fs.readFileSync(file("b/report.html"), "utf8"), /nightly/);
  });

  it("takes the endpoint of AWS_ENDPOINT_URL", async () => {
    process.env.AWS_ENDPOINT_URL = aws.url;
    assert.match(await output(ARN, "--json"), /"title": "42"/);
  });

  it("asks the region of the ARN unless told another", async () => {
    const far = ARN.replace("eu-west-1", "us-gov-west-1");
    await assert.rejects(run([far, "--endpoint-url", aws.url]), /There is no execution .*us-gov-west-1/);
  });

  const refusals: Readonly<Record<string, readonly [args: readonly string[], says: RegExp]>> = {
    "no run": [[], /was given no run: give one execution's ARN/],
    "two runs": [["a", "b"], /was given "b" besides "a"/],
    "an unknown option": [[ARN, "--format", "pdf"], /'--format'[\s\S]*Options are --out/],
    "what is neither an ARN nor a file": [["yesterday"], /"yesterday" is neither .* \(no such file\)/],
    "an ARN of another service": [["arn:aws:s3:::bucket"], /not the ARN of an execution: those read arn:/],
    "an ARN without a name": [[executionArn("nightly")], /not the ARN of an execution/],
    "an Express execution": [
      ["arn:aws:states:eu-west-1:111122223333:express:m:n:u"],
      /is an Express execution: .*log group/,
    ],
    "a state machine": [
      ["arn:aws:states:eu-west-1:111122223333:stateMachine:m"],
      /is a state machine: .*list-executions/,
    ],
    "an endpoint that is no address": [
      [ARN, "--endpoint-url", "localhost:4566"],
      /--endpoint-url "localhost:4566" is no address/,
    ],
    "a region that is none": [[ARN, "--region", "Ireland"], /--region "Ireland" is not a region/],
  };
  for (const [name, [args, says]] of Object.entries(refusals)) {
    it(`refuses ${name}, and says what would do`, async () => {
      await assert.rejects(run(args), { name: "SetupError", message: says });
    });
  }

  it("refuses a file that is no report", async () => {
    for (const text of ["{}", "null", "no JSON", '{"executions":[],"rules":[]}']) {
      fs.writeFileSync(file("other.json"), text);
      await assert.rejects(run([file("other.json")]), { name: "SetupError", message: /is not a report/ });
    }
  });

  it("refuses a damaged report, naming the member that is wrong", async () => {
    await output(ARN, "--endpoint-url", aws.url, "--json", "--out", file("c/report.json"));
    const whole = JSON.parse(fs.readFileSync(file("c/report.json"), "utf8")) as RunReport;
    const [execution] = whole.executions;
    const noArn = { ...execution, executionArn: undefined };
    const [visit] = execution.visits;
    const damaged: readonly (readonly [damage: unknown, says: RegExp])[] = [
      [{ executions: [{}], rules: [] }, /title: .*expected string.* \(and \d+ more\)\. Give a report\.json/],
      [
        { ...whole, executions: [noArn] },
        /damaged one: executions\[0\]\.executionArn: .*received undefined\./,
      ],
      [{ ...whole, executions: [{ ...execution, startedAt: "soon" }] }, /\.startedAt: .*ISO 8601 time/],
      [
        { ...whole, executions: [{ ...execution, visits: [{ ...visit, outcome: "good" }] }] },
        /executions\[0\]\.visits\[0\]\.outcome: /,
      ],
      [{ ...whole, notes: "none" }, /notes: .*expected array/],
    ];
    for (const [damage, says] of damaged) {
      fs.writeFileSync(file("c/damaged.json"), JSON.stringify(damage));
      const refused = run([file("c/damaged.json")]);
      await assert.rejects(refused, { name: "SetupError", message: /damaged\.json" is not a report/ });
      await assert.rejects(refused, { message: says });
    }
  });

  it("says of an execution nobody knows that AWS forgets them after 90 days", async () => {
    const gone = executionArn("nightly:41");
    await assert.rejects(run([gone, "--endpoint-url", aws.url]), {
      name: "SetupError",
      message: /There is no execution .*nightly:41\. AWS forgets executions 90 days/,
    });
  });

  it("says where nobody answers", async () => {
    const closed = await FakeAws.start({});
    const { url } = closed;
    await closed.close();
    await assert.rejects(run([ARN, "--endpoint-url", url]), {
      name: "SetupError",
      message: new RegExp(`does not answer at ${url} .*ECONNREFUSED`),
    });
  });

  it("says what to do without credentials", async () => {
    for (const name of VARIABLES) {
      Reflect.deleteProperty(process.env, name);
    }
    process.env.AWS_EC2_METADATA_DISABLED = "true";
    process.env.AWS_SHARED_CREDENTIALS_FILE = file("none");
    process.env.AWS_CONFIG_FILE = file("none");
    await assert.rejects(run([ARN, "--endpoint-url", aws.url]), {
      name: "SetupError",
      message: /No AWS credentials were found: sign in/,
    });
  });

  it("says what a refused caller needs", async () => {
    const strict = await FakeAws.start({});
    try {
      await assert.rejects(run([ARN, "--endpoint-url", strict.url]), {
        name: "SetupError",
        message: /may not read .*Allow states:DescribeExecution/,
      });
    } finally {
      await strict.close();
    }
  });

  it("explains itself in 80 columns", () => {
    assert.ok(HELP.split("\n").every((line) => line.length <= 80));
    for (const option of ["--out", "--json", "--region", "--endpoint-url", "--help"]) {
      assert.ok(HELP.includes(option), option);
    }
  });
});
