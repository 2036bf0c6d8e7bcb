import fs from "node:fs";
import path from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";

/**
 * The engine's preview of a program, through the Automation API with a file backend: `node preview.js <program> <N> <folder>`,
 * with the CLI on the PATH and `PROVIDER_PORT` set. Prints how many resources it would create.
 */
async function main([file, count, folder]: readonly string[]): Promise<void> {
  const port = process.env.PROVIDER_PORT;
  const state = path.join(folder, "state");
  fs.mkdirSync(state, { recursive: true });
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the program is an argument, compiled beforehand.
  const { run } = require(file) as { run: (count: number) => Promise<Record<string, unknown>> };
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "dev", projectName: "stepline", program: async () => await run(Number(count)) },
    {
      workDir: folder,
      envVars: {
        PULUMI_CONFIG_PASSPHRASE: "benchmark",
        PULUMI_BACKEND_URL: `file://${state}`,
        PULUMI_HOME: path.join(folder, "home"),
        PULUMI_DEBUG_PROVIDERS: `aws:${port},awsx:${port}`,
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "1",
        PULUMI_SKIP_UPDATE_CHECK: "1",
      },
    },
  );
  const { changeSummary } = await stack.preview();
  process.stdout.write(`resources=${changeSummary.create ?? 0}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
