import * as path from "node:path";
import { build } from "esbuild";

/**
 * The evaluator of this checkout as one module, with all it needs but Pulumi's packages: those are the ones that the program
 * beside it uses. So every revision is recorded by the same recorder, also one from before the recorder was. Made anew for each
 * review: it takes hundredths of a second.
 *
 * @returns text of a CommonJS module
 */
export async function bundledEvaluator(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(__dirname, "evaluate.ts")],
    write: false,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["@pulumi/*"],
    logLevel: "silent",
  });
  return outputFiles[0].text;
}
