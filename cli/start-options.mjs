import { parseArgs } from "node:util";
import { SetupError } from "./install/message.mjs";

export const START_HELP = `npm start -- [--date YYYY-MM-DD] [--env dev|prod]

Runs the daily marketing pipeline end to end, offline: the Pulumi program of the
stack, its real Lambda bundles, the real Glue job on real Spark, on a day of
45,211 real contacts. Installs what it needs into this folder at the first
start, and leaves a page of each run in .stepline/runs/.

  --date YYYY-MM-DD  logical date of the run: the day whose contacts are loaded.
                     Default: 2008-11-21, the busiest. Data: 2008-05-05 to
                     2010-11-17, most days.
  --env dev|prod     stack whose program is run. Default: dev.
  --help             this text.

Exit status: 0 the run succeeded; 1 it failed, as a run of the pipeline can;
2 the command could not be carried out: a bad option, a missing tool.`;

/**
 * @returns {{ help: true } | { help: false, date: string, env: "dev" | "prod" }}
 * @throws SetupError naming the option, its value and what would do
 */
export function parseStartOptions(args) {
  const { values } = parse(args);
  if (values.help) {
    return { help: true };
  }
  const { date = "2008-11-21", env = "dev" } = values;
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const parsed = new Date(`${date}T00:00:00Z`);
  // A month of 13 gives no date, the 31st of June gives the 1st of July.
  if (parts === null || Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== date) {
    throw new SetupError(`--date "${date}" is not a day: write it as 2008-11-21.`);
  }
  if (env !== "dev" && env !== "prod") {
    throw new SetupError(`--env "${env}" is not a stack of this project: take dev or prod.`);
  }
  return { help: false, date, env };
}

function parse(args) {
  try {
    return parseArgs({
      args,
      options: { date: { type: "string" }, env: { type: "string" }, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    throw new SetupError(
      `${error.message}\nOptions are --date, --env and --help: npm start -- --help explains them.`,
    );
  }
}
