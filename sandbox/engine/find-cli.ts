import { type PulumiCli, presentCli, pulumiCli } from "./pulumi-cli";

/**
 * `npx ts-node sandbox/engine/find-cli.ts`: has the Pulumi CLI at hand before anybody waits for it, and prints its folder.
 * With `--present` it takes only one that is there, and fails quietly without one.
 */
async function main(): Promise<PulumiCli | undefined> {
  if (process.argv.includes("--present")) {
    const present = await presentCli();
    return "cli" in present ? present.cli : undefined;
  }
  return await pulumiCli({ say: (line) => process.stderr.write(`${line}\n`) });
}

main().then(
  (cli) => {
    if (cli === undefined) {
      process.exitCode = 1;
    } else {
      process.stdout.write(`${cli.folder}\n`);
    }
  },
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  },
);
