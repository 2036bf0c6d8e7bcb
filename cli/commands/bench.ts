import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { stateDirectory } from "../../sandbox/paths";
import { CommandError } from "../command-error";
import type { BenchContext, Suite } from "../../bench/figure";
import { machineFacts } from "../../bench/machine";
import { benchPage } from "../../bench/page";
import { readResults, RESULTS_DIRECTORY, type SuiteResult, writeResult } from "../../bench/results";
import { goalMet, suiteText } from "../../bench/table";

const SUITES = ["program", "handlers", "transform", "load", "gateway", "run", "orchestration"] as const;

export const HELP = `npm run bench -- [--suite NAME[,NAME]] [--samples N] [--quick] [--no-save]

Measures Stepline beside what it is compared with, in one run, and prints the
ratios. Keeps the result in bench/results/ with the facts of the machine, and
draws all results over time in bench/results/index.html.

  --suite NAMES  only these: ${SUITES.slice(0, 4).join(", ")},
                 ${SUITES.slice(4).join(", ")}. Default: all, about an hour.
  --samples N    samples of each thing, 1 to 50. Default: 5.
  --quick        leaves out what takes more than a minute.
  --no-save      prints only.
  --help         this text.

Exit status: 0 measured, whether goals are met or not; 2 something could not
be measured, or a bad option.`;

interface Options {
  readonly suites: readonly string[];
  readonly samples: number;
  readonly quick: boolean;
  readonly save: boolean;
}

export async function run(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  const startedAt = new Date().toISOString();
  const machine = machineFacts();
  const suites: SuiteResult[] = [];
  for (const name of options.suites) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a suite and what it needs is loaded when its turn comes.
    const { suite } = require(`../../bench/suites/${name}`) as { suite: Suite };
    suites.push(await measured(suite, options));
    process.stdout.write(`\n${suiteText(suites[suites.length - 1])}\n\n`);
  }
  const comparisons = suites.flatMap((suite) => suite.comparisons);
  const missed = comparisons.filter((comparison) => goalMet(comparison) === false);
  process.stdout.write(`${comparisons.length} comparisons, ${missed.length} goals missed.\n`);
  if (options.save) {
    const file = writeResult({ formatVersion: 1, startedAt, machine, suites });
    const page = path.join(RESULTS_DIRECTORY, "index.html");
    fs.writeFileSync(page, benchPage(readResults()));
    process.stdout.write(
      `Kept in ${path.relative(process.cwd(), file)}; drawn in ${path.relative(process.cwd(), page)}\n`,
    );
  }
  return 0;
}

async function measured(suite: Suite, { samples, quick }: Options): Promise<SuiteResult> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), `stepline-bench-${suite.name}-`));
  const cache = path.join(stateDirectory(), "bench");
  fs.mkdirSync(cache, { recursive: true });
  const say = (line: string): void => {
    process.stderr.write(`${suite.name}: ${line}\n`);
  };
  const context: BenchContext = { samples, quick, directory, cache, say };
  const started = performance.now();
  try {
    const comparisons = await suite.run(context);
    return {
      name: suite.name,
      about: suite.about,
      seconds: (performance.now() - started) / 1000,
      comparisons,
    };
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

/** @throws CommandError naming the option, its value and what would do */
function parseOptions(args: readonly string[]): Options {
  const { values } = parsed(args);
  const suites = values.suite?.split(",") ?? SUITES;
  const unknown = suites.find((name) => !(SUITES as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new CommandError(`--suite "${unknown}" is no suite: take ${SUITES.join(", ")}.`);
  }
  const samples = Number(values.samples ?? 5);
  if (!Number.isInteger(samples) || samples < 1 || samples > 50) {
    throw new CommandError(`--samples "${values.samples}" is not a whole number from 1 to 50.`);
  }
  return { suites, samples, quick: values.quick === true, save: values["no-save"] !== true };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        suite: { type: "string" },
        samples: { type: "string" },
        quick: { type: "boolean" },
        "no-save": { type: "boolean" },
      },
    });
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\nnpm run bench -- --help explains the options.`);
  }
}
