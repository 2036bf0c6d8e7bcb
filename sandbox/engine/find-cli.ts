import { pulumiCli } from "./pulumi-cli";

/** `npx ts-node sandbox/engine/find-cli.ts`: has the Pulumi CLI at hand before anybody waits for it, and prints its folder. */
pulumiCli({ say: (line) => process.stderr.write(`${line}\n`) }).then(
  ({ folder }) => {
    process.stdout.write(`${folder}\n`);
  },
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  },
);
