import type { LocalCoverage } from "../coverage";

export const GLUE_COVERAGE: LocalCoverage = {
  service: "glue",
  title: "Glue",
  by: "the real script on real Spark (`local[*]`), a Python and a JVM for each run",
  operations: {
    StartJobRun: "runs the script with its arguments, under its role, within its time limit",
    GetJobRun: "the run's state, times and error",
    GetJobRuns: "newest first",
    BatchStopJobRun: "ends Python and the JVM",
    GetJob: "from the program",
  },
  caveats: [
    "Spark, Python and Java are the versions of Glue 5.1 where this machine has them; the installer says where not.",
    "Workers are threads of one machine: their type and number are shown and decide nothing.",
    "Bookmarks, connections, job run queuing, Glue's own retries and commands other than `glueetl` are refused or without effect, as the job's error says.",
    "There is no Data Catalog.",
  ],
};
