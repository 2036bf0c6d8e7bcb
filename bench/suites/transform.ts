import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import * as path from "node:path";

import { contractJson, loadContract } from "../../contracts/compile";
import { projectRoot, pythonPath } from "../../sandbox/paths";
import type { BenchContext, Comparison, Subject, Suite } from "../figure";
import { fingerprint } from "../transform/fingerprint";
import { type GeneratedContacts, generateContacts } from "../transform/generate";
import { type Measured, measuredProcess } from "../transform/measured-process";

const HERE = path.join(projectRoot, "bench", "transform");
const SIZES = [1_000_000, 10_000_000];
/** A sample of ten million rows takes minutes. */
const MOST_LARGE_SAMPLES = 3;
const WITHIN = 1.15;
const SPARK = ["--master", "local[2]", "--driver-memory", "2g"].concat(
  ["spark.ui.enabled=false", "spark.driver.host=127.0.0.1", "spark.driver.bindAddress=127.0.0.1"].flatMap(
    (conf) => ["--conf", conf],
  ),
);

/** Something that does the reference transform, writing below a folder that is not there yet. */
interface Contestant {
  readonly name: string;
  /** Rejected rows are counted, not kept: its result is less than the others'. */
  readonly dropsRejected?: boolean;
  command(out: string): readonly string[];
  readonly curated: string;
}

export const suite: Suite = {
  name: "transform",
  about:
    "The Glue job on generated contacts against the same result hand-written for Spark, with the same settings and expressions, " +
    "and DuckDB on two threads; whole processes, start included. bench/transform/semantics.md says what each does.",
  run: async (context) => {
    const comparisons: Comparison[] = [];
    for (const rows of context.quick ? SIZES.slice(0, 1) : SIZES) {
      comparisons.push(...(await compared(rows, context)));
    }
    return [...comparisons, ...memoryAsRowsGrow(comparisons)];
  },
};

async function compared(rows: number, context: BenchContext): Promise<Comparison[]> {
  context.say(`${rows.toLocaleString("en")} rows: generating, unless they are there`);
  const input = await generateContacts(rows, context.cache);
  const environment = {
    PYSPARK_PYTHON: pythonPath(),
    PYSPARK_DRIVER_PYTHON: pythonPath(),
    SPARK_HOME: sparkHome(),
  };
  const contestants = contestantsFor(input, context.directory);
  const samples = rows === SIZES[0] ? context.samples : Math.min(context.samples, MOST_LARGE_SAMPLES);
  const taken = new Map(contestants.map(({ name }) => [name, [] as Measured[]]));
  const results = new Map<string, string>();
  for (let round = 0; round < samples; round += 1) {
    for (const one of inTurn(contestants, round)) {
      const out = path.join(context.directory, "out");
      mkdirSync(out, { recursive: true });
      const measured = await measuredProcess(one.command(out), environment);
      taken.get(one.name)!.push(measured);
      context.say(
        `${one.name}, ${rows.toLocaleString("en")} rows: ${measured.wallSeconds.toFixed(1)} s, CPU ${measured.cpuSeconds.toFixed(1)} s`,
      );
      if (round === 0) await addResult(results, one, out);
      rmSync(out, { recursive: true, force: true });
    }
    if (round === 0) checkEqual(results);
  }
  return comparisonsOf(rows, taken);
}

/** Who begins changes from round to round: the first one finds caches as the last one left them. */
function inTurn<T>(things: readonly T[], round: number): readonly T[] {
  const first = round % things.length;
  return [...things.slice(first), ...things.slice(0, first)];
}

/** What the job sets for its speed, for the hand-written program too. */
function jobSettings({ files }: GeneratedContacts): readonly string[] {
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const partitions = Math.max(2, Math.ceil(bytes / (64 * 1024 * 1024)));
  return [
    `spark.sql.shuffle.partitions=${partitions}`,
    "spark.sql.maxConcurrentOutputFileWriters=8",
    "spark.sql.optimizer.windowGroupLimitThreshold=-1",
  ].flatMap((conf) => ["--conf", conf]);
}

function contestantsFor(input: GeneratedContacts, directory: string): readonly Contestant[] {
  const submit = path.join(sparkHome(), "bin", "spark-submit");
  const bare = [
    submit,
    ...SPARK,
    ...jobSettings(input),
    path.join(HERE, "bare_spark.py"),
    path.join(input.folder, "contacts"),
    input.lookup,
  ];
  const job = [
    submit,
    ...SPARK,
    path.join(HERE, "stepline_job.py"),
    input.folder,
    ...jobInputs(input, directory),
  ];
  return [
    {
      name: "Stepline",
      command: (out) => [
        ...job,
        ...["--output_uri", `file://${out}/curated/`, "--quarantine_uri", `file://${out}/quarantine/`],
      ],
      curated: "curated/rows=curated",
    },
    {
      name: "bare Spark",
      command: (out) => [...bare, `${out}/curated`, `${out}/quarantine`],
      curated: "curated",
    },
    {
      name: "bare Spark, no quarantine",
      dropsRejected: true,
      command: (out) => [...bare, `${out}/curated`],
      curated: "curated",
    },
    {
      name: "DuckDB",
      command: (out) => [
        ...[
          process.execPath,
          path.join(HERE, "duckdb.mjs"),
          path.join(input.folder, "contacts"),
          input.lookup,
        ],
        ...[`${out}/curated`, `${out}/quarantine`],
      ],
      curated: "curated",
    },
  ];
}

/** Contract and run manifest as the pipeline writes them, and the arguments that name them. */
function jobInputs(input: GeneratedContacts, directory: string): string[] {
  const run = { pipeline: "bench", logicalDate: "2026-02-01", runId: "bench-1" };
  const pinned = (file: string) => ({
    bucket: path.basename(path.dirname(file)),
    key: path.basename(file),
    etag: "local",
    bytes: statSync(file).size,
  });
  const lookup = { name: "campaigns", ...pinned(input.lookup), bucket: "." };
  const manifest = { formatVersion: 1, ...run, files: input.files.map(pinned), lookups: [lookup] };
  writeFileSync(path.join(directory, "manifest.json"), JSON.stringify(manifest));
  const contract = contractJson(loadContract(path.join(HERE, "contacts.odcs.yaml")));
  writeFileSync(path.join(directory, "contract.json"), contract);
  return [
    ...[
      "--contract_uri",
      `file://${directory}/contract.json`,
      "--manifest_uri",
      `file://${directory}/manifest.json`,
    ],
    ...[
      "--pipeline",
      run.pipeline,
      "--logical_date",
      run.logicalDate,
      "--run_id",
      run.runId,
      "--attempt",
      "1",
    ],
  ];
}

async function addResult(results: Map<string, string>, one: Contestant, out: string): Promise<void> {
  const curated = path.join(out, one.curated);
  if (one.dropsRejected === true) {
    results.set(one.name, (await fingerprint(curated, undefined)).slice(1, -1));
    return;
  }
  results.set(one.name, await fingerprint(curated, path.join(out, "quarantine")));
}

/** @throws Error when what was compared is not the same */
function checkEqual(results: ReadonlyMap<string, string>): void {
  const [first, ...others] = [...results];
  for (const [name, result] of others) {
    if (result !== first[1] && !first[1].includes(result)) {
      throw new Error(
        `${name} and ${first[0]} give different rows: ${result} and ${first[1]}. Nothing to compare.`,
      );
    }
  }
}

function comparisonsOf(rows: number, taken: ReadonlyMap<string, readonly Measured[]>): Comparison[] {
  const label = `${rows.toLocaleString("en")} rows`;
  const subjects = (of: (run: Measured) => number | undefined): Subject[] =>
    [...taken].map(([name, runs]) => ({ name, samples: runs.map(of).filter((one) => one !== undefined) }));
  const within = { kind: "ratio", against: "bare Spark", bound: WITHIN } as const;
  const memory = subjects((run) => run.peakMiB);
  return [
    { name: `${label}, time`, unit: "s", subjects: subjects((run) => run.wallSeconds), goal: within },
    { name: `${label}, CPU`, unit: "s", subjects: subjects((run) => run.cpuSeconds), goal: within },
    ...(memory[0].samples.length === 0
      ? []
      : [{ name: `${label}, peak memory`, unit: "MiB", subjects: memory }]),
  ];
}

/** Ours at the large size beside ours at the small one. Nothing where memory can't be told, or one size was left out. */
function memoryAsRowsGrow(comparisons: readonly Comparison[]): readonly Comparison[] {
  const [small, large] = comparisons.filter(({ name }) => name.endsWith("peak memory"));
  if ((large as Comparison | undefined) === undefined) {
    return [];
  }
  const [before, after] = [small, large].map(({ subjects }) => subjects[0].samples);
  return [
    {
      name: "peak memory as rows grow tenfold",
      unit: "MiB",
      subjects: [
        { name: "Stepline, 10,000,000 rows", samples: after },
        { name: "Stepline, 1,000,000 rows", samples: before },
      ],
      goal: { kind: "ratio", against: "Stepline, 1,000,000 rows", bound: 1.25 },
    },
  ];
}

let foundSparkHome: string | undefined;

/** Of the PySpark that the sandbox uses. */
function sparkHome(): string {
  if (foundSparkHome === undefined) {
    const program = "import os, pyspark; print(os.path.dirname(pyspark.__file__))";
    foundSparkHome = execFileSync(pythonPath(), ["-c", program], { encoding: "utf8" }).trim();
    if (!existsSync(path.join(foundSparkHome, "bin", "spark-submit"))) {
      throw new Error(
        `PySpark in ${foundSparkHome} has no bin/spark-submit: delete .stepline/venv, then run npm start.`,
      );
    }
  }
  return foundSparkHome;
}
