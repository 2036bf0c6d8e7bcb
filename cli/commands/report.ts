import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { makeFolder } from "../../sandbox/make-folder";
import { CommandError } from "../command-error";
import { apiError } from "../report/api-errors";
import type { AwsPlace } from "../report/clients";
import { gatherReport } from "../report/gather";
import { renderPage } from "../report/page/page";
import { reportTarget, type ReportTarget } from "../report/report-target";
import type { RunReport } from "../report/run-report";
import { reportFolder, reportJson, saveReport } from "../report/save-report";

export const HELP = `stepline report <run> [--out <file>] [--json]
                [--region <region>] [--endpoint-url <url>]

Makes the page of a run: states as graphs, a timeline, inputs and outputs, logs;
of a run of this program's pipelines also its rows, rules and notices. One HTML
file that needs nothing else.

  <run>                 ARN of an execution that Step Functions can describe, of
                        any standard workflow; or the report.json of a run, to
                        draw it again.
  --out <file>          where to. Default: report.html in a folder of the run in
                        .stepline/runs/, with report.json beside it; drawn
                        again, beside the report.json it is drawn from.
  --json                the data instead of the page; to stdout without --out.
  --region <region>     AWS region. Default: the ARN's.
  --endpoint-url <url>  where AWS answers, such as a running sandbox. Default:
                        AWS_ENDPOINT_URL, else AWS itself.
  --help                this text.

Credentials are found as the AWS CLI finds them: environment, profile, SSO,
role. What may not be read is left out, and named on the page. Nothing is
changed; a pipeline's Redshift workgroup is asked for the first rows of the run.

Exit status: 0 the report was made, whether the run succeeded or failed; 2 it
could not be made.`;

interface Options {
  readonly target: ReportTarget;
  readonly out?: string;
  readonly json: boolean;
  readonly region?: string;
  readonly endpoint?: string;
}

/** @throws CommandError */
export async function run(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  const report =
    options.target.kind === "saved" ? options.target.report : await gather(options, options.target);
  for (const note of report.notes) {
    process.stderr.write(`note: ${note}\n`);
  }
  if (options.json && options.out === undefined) {
    process.stdout.write(reportJson(report));
    return 0;
  }
  process.stdout.write(`${path.relative(process.cwd(), write(report, options))}\n`);
  return 0;
}

function write(report: RunReport, { target, out, json }: Options): string {
  if (out === undefined && target.kind === "execution") {
    return saveReport(report, reportFolder(report));
  }
  const beside = target.kind === "saved" ? path.dirname(target.file) : ".";
  const file = path.resolve(out ?? path.join(beside, "report.html"));
  try {
    makeFolder(path.dirname(file));
    fs.writeFileSync(file, json ? reportJson(report) : renderPage(report));
  } catch (error) {
    throw new CommandError(`--out "${file}" can't be written: ${(error as Error).message}.`);
  }
  return file;
}

async function gather(
  { region, endpoint }: Options,
  target: Extract<ReportTarget, { kind: "execution" }>,
): Promise<RunReport> {
  const place: AwsPlace = {
    region: region ?? target.region,
    ...(endpoint === undefined ? {} : { endpoint, maxAttempts: 1 }),
  };
  try {
    const source = endpoint !== undefined && isLoopback(endpoint) ? "sandbox" : "aws";
    return await gatherReport(place, target.executionArn, { source });
  } catch (error) {
    throw apiError(error, target.executionArn, endpoint ?? `AWS, region ${place.region}`);
  }
}

function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  const [run, more] = positionals as readonly (string | undefined)[];
  if (run === undefined || more !== undefined) {
    const what = run === undefined ? "no run" : `"${more}" besides "${run}"`;
    throw new CommandError(`report was given ${what}: give one execution's ARN, or one saved report.json.`);
  }
  const { out, json = false, region } = values;
  const endpoint = values["endpoint-url"] ?? process.env.AWS_ENDPOINT_URL;
  if (endpoint !== undefined && !/^https?:$/.test(protocolOf(endpoint))) {
    throw new CommandError(`--endpoint-url "${endpoint}" is no address: write it as http://127.0.0.1:4566.`);
  }
  if (region !== undefined && !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) {
    throw new CommandError(`--region "${region}" is not a region: write it as eu-west-1.`);
  }
  return { target: reportTarget(run), out, json, region, endpoint: endpoint === "" ? undefined : endpoint };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: { type: "string" },
        json: { type: "boolean" },
        region: { type: "string" },
        "endpoint-url": { type: "string" },
      },
    });
  } catch (error) {
    throw new CommandError(
      `${(error as Error).message}\nOptions are --out, --json, --region and --endpoint-url: ` +
        `"stepline report --help" explains them.`,
    );
  }
}

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : "";
}

function isLoopback(address: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(address).hostname);
}
