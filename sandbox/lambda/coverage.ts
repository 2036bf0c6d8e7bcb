import type { LocalCoverage } from "../coverage";

const AS_DECLARED = "from the program";

export const LAMBDA_COVERAGE: LocalCoverage = {
  service: "lambda",
  title: "Lambda",
  by: "the real bundle on this machine's Node.js, a process for each environment",
  operations: {
    Invoke: "runs the bundle, under its role, within its time limit and memory",
    GetFunction: AS_DECLARED,
    GetFunctionConfiguration: AS_DECLARED,
    GetAlias: AS_DECLARED,
    ListFunctions: AS_DECLARED,
  },
  caveats: [
    "An environment that failed is not used again. One that waits is not frozen between invocations.",
    "An asynchronous invocation is run once: Lambda's own retries and its queue are not modelled.",
    "Layers, images, file systems and runtimes other than Node.js are refused when the function is called.",
  ],
};
