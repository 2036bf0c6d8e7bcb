import * as path from "node:path";
import { build } from "esbuild";

/**
 * Writes the evaluator of this checkout as one file, with all it needs but Pulumi's packages: those are the ones that the
 * program beside it uses. So every revision is recorded by the same recorder, also one from before the recorder was.
 */
export async function bundleEvaluator(files: readonly string[]): Promise<void> {
  await Promise.all(
    files.map((outfile) =>
      build({
        entryPoints: [path.join(__dirname, "evaluate.ts")],
        outfile,
        bundle: true,
        platform: "node",
        format: "cjs",
        target: "node20",
        external: ["@pulumi/*"],
        logLevel: "silent",
      }),
    ),
  );
}
